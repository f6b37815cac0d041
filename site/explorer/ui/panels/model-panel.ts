import { toVector } from "../../../../src/model/by-parameter";
import { vectorNames } from "../../../../src/model/parameters";
import { type Path, truthAt } from "../../../../src/model/path";
import { exp, log } from "../../../../src/numerics/elementary";
import { type PathJson, toPathJson } from "../../../../src/study/design/path-json";
import type { Session } from "../../session/session";
import { LatestOnly } from "../../work/latest-only";
import type { Cloud } from "../../work/tasks";
import { densityPlot, samplePlot } from "../plots/sample-plots";
import { onceAFrame, part, showText, widthOf } from "./page-parts";

const HEIGHT = 280;
const SLIDER = 1000;
/** The slider's sizes: from 10 to 1e6. */
const [LOW, HIGH] = [log(10), log(1e6)];

interface Question {
  readonly path: PathJson;
  readonly seed: number;
  readonly n: number;
  readonly model: Path;
}

/** The conditional density, and a sample, at one n. */
export function showModel(session: Session): void {
  const slider = part<HTMLInputElement>("n-slider");
  const atSlider = part<HTMLInputElement>("at-slider");
  let cloud: { readonly cloud: Cloud; readonly question: Question } | undefined;

  const drawSample = (): void => {
    const place = part("sample");
    if (!cloud) return;
    const { model, n } = cloud.question;
    if (model !== shown() || n !== session.state.n) return;
    const prompts = [{ parameters: truthAt(model, n), kind: "prompt", name: "h at the truth" } as const];
    place.innerHTML = samplePlot(model, cloud.cloud, prompts, widthOf(place, 480), HEIGHT, "sample-plot");
  };
  const samples = new LatestOnly<Question, Cloud>(
    ({ path, seed, n }, signal) => session.options.asker.ask({ kind: "sample", path, seed, n }, { signal }),
    (answer, question) => {
      cloud = { cloud: answer, question };
      drawSample();
    },
    (message) => {
      cloud = undefined;
      part("sample").textContent = message;
    },
  );

  /** The path, where it has a truth at the n that is looked at. */
  const shown = (): Path | undefined => {
    const { experiment, checked } = session;
    return experiment && !checked.notes.some(({ field }) => field === "n" || field === "at")
      ? experiment.path
      : undefined;
  };
  const draw = onceAFrame(() => {
    const path = shown();
    const { n, at } = session.state;
    if (!path) {
      part("density").replaceChildren();
      part("sample").replaceChildren();
      showText(part("truth"), "Nothing to show at this n or x: see the notes beside the controls.");
      return;
    }
    const place = part("density");
    const truth = truthAt(path, n);
    place.innerHTML = densityPlot(path, truth, at, widthOf(place, 480), HEIGHT);
    const names = vectorNames(path.model);
    const values = Array.from(toVector(truth), (value, j) => `${names[j]} = ${Number(value.toPrecision(4))}`);
    showText(part("truth"), `The truth at n = ${n}: ${values.join(", ")}.`);
  });
  let asked = "";
  const ask = (): void => {
    const path = shown();
    const { seed, n } = session.state;
    const key = path ? JSON.stringify([session.pathJson, seed, n]) : "";
    if (key === asked) return;
    asked = key;
    cloud = undefined;
    if (path) samples.request({ path: toPathJson(path), seed, n, model: path });
  };

  slider.addEventListener("input", () => {
    const n = Math.round(exp(LOW + ((HIGH - LOW) * slider.valueAsNumber) / SLIDER));
    session.update({ n: Number(n.toPrecision(2)) });
  });
  atSlider.addEventListener("input", () => session.update({ at: atSlider.valueAsNumber }));
  session.on(["state"], () => {
    const { n, at } = session.state;
    if (document.activeElement !== slider && n >= 10) {
      slider.value = String(Math.round((SLIDER * (log(n) - LOW)) / (HIGH - LOW)));
    }
    slider.setAttribute("aria-valuetext", `n = ${n}`);
    if (document.activeElement !== atSlider) atSlider.value = String(at);
    draw();
    ask();
  });
  new ResizeObserver(
    onceAFrame(() => {
      draw();
      drawSample();
    }),
  ).observe(part("density"));
}
