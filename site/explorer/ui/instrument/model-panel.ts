import { toVector } from "../../../../src/model/by-parameter";
import { vectorNames } from "../../../../src/model/parameters";
import { truthAt } from "../../../../src/model/path";
import { exp, log } from "../../../../src/numerics/elementary";
import { groupedNumber } from "../../../../src/report/display/for-readers";
import { ModelSample } from "../../session/model-sample";
import type { Session } from "../../session/session";
import { onceAFrame, part, showText, widthOf } from "../panels/page-parts";
import { densityFrame, densityPlot, promptHeight } from "../plots/density-plot";
import { samplePlot } from "../plots/sample-plots";
import { joinGapHandle } from "./gap-handle";

const HEIGHT = 280;
/** Narrower pictures are lower. */
const densityHeight = (width: number): number => (width < 380 ? 150 : 236);
const SLIDER = 1000;
/** The slider's sizes: from 10 to 1e6. */
const [LOW, HIGH] = [log(10), log(1e6)];

/** The conditional density, and a sample, at one n. */
export function showModel(session: Session): void {
  const slider = part<HTMLInputElement>("n-slider");
  const atSlider = part<HTMLInputElement>("at-slider");
  const sample = new ModelSample(session, () => drawSample());
  const drawSample = (): void => {
    const place = part("sample");
    if (sample.problem !== "") place.textContent = sample.problem;
    if (!sample.current) return;
    const { cloud, path, n } = sample.current;
    const prompts = [{ parameters: truthAt(path, n), kind: "prompt", name: "h at the truth" } as const];
    place.innerHTML = samplePlot(path, cloud, prompts, widthOf(place, 480), HEIGHT, "sample-plot");
  };
  const densitySize = (): readonly [number, number] => {
    const width = widthOf(part("density"), 560);
    return [width, densityHeight(width)];
  };
  const handle = joinGapHandle(session, densitySize);
  const draw = onceAFrame(() => {
    const { path } = sample;
    const { n, at } = session.state;
    if (!path) {
      part("density").replaceChildren();
      part("gap-handle").hidden = true;
      part("sample").replaceChildren();
      showText(part("truth"), "Nothing to show at this n or x: see the notes beside the controls.");
      return;
    }
    const place = part("density");
    const truth = truthAt(path, n);
    const frame = handle.kept() ?? densityFrame(path, truth, at, ...densitySize());
    place.innerHTML = densityPlot(path, truth, at, frame);
    handle.settle(frame, (y) => promptHeight(path, truth, at, y));
    const names = vectorNames(path.model);
    const values = Array.from(toVector(truth), (value, j) => `${names[j]} = ${Number(value.toPrecision(4))}`);
    showText(part("truth"), `The truth at n = ${n}: ${values.join(", ")}.`);
  });

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
    slider.setAttribute("aria-valuetext", `n = ${groupedNumber(n)}`);
    showText(part("n-slider-value"), `n = ${n}`);
    if (document.activeElement !== atSlider) atSlider.value = String(at);
    draw();
    sample.ask();
  });
  new ResizeObserver(
    onceAFrame(() => {
      draw();
      drawSample();
    }),
  ).observe(part("density"));
}
