import { toVector, vectorNames } from "../../../src/model/contaminated-moe";
import { type Path, truthAt } from "../../../src/model/path";
import { exp, log } from "../../../src/numerics/elementary";
import type { PathJson } from "../../../src/study/path-json";
import { LatestOnly } from "../latest-only";
import type { Session } from "../session";
import type { Cloud } from "../tasks";
import { onceAFrame, part, widthOf } from "./page-parts";
import { densityPlot, samplePlot } from "./sample-plots";

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
    const prompts = [{ parameters: truthAt(model, n), kind: "prompt", name: "h at the truth" } as const];
    place.innerHTML = samplePlot(model, cloud.cloud, prompts, widthOf(place, 480), HEIGHT, "sample-plot");
  };
  const samples = new LatestOnly<Question, Cloud>(
    ({ path, seed, n }) => session.pool.ask({ kind: "sample", path, seed, n }),
    (answer, question) => {
      cloud = { cloud: answer, question };
      drawSample();
    },
    (message) => {
      cloud = undefined;
      part("sample").textContent = message;
    },
  );

  const draw = onceAFrame(() => {
    const { experiment, state } = session;
    if (!experiment) return;
    const place = part("density");
    const truth = truthAt(experiment.path, state.n);
    place.innerHTML = densityPlot(experiment.path, truth, state.at, widthOf(place, 480), HEIGHT);
    const names = vectorNames(experiment.path.model);
    const values = Array.from(toVector(truth), (value, j) => `${names[j]} = ${Number(value.toPrecision(4))}`);
    part("truth").textContent = `The truth at n = ${state.n}: ${values.join(", ")}.`;
  });
  let asked = "";
  const ask = (): void => {
    const { experiment, pathJson: path, state } = session;
    if (!experiment || !path) return;
    const key = JSON.stringify([path, state.seed, state.n]);
    if (key === asked) return;
    asked = key;
    samples.request({ path, seed: state.seed, n: state.n, model: experiment.path });
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
