import { fit } from "../src/estimation/fit/maximum-likelihood";
import { type Parameters, toVector } from "../src/model/by-parameter";
import { parseModelFile } from "../src/model/files/model-file";
import { drawSample } from "../src/model/sample/draw-sample";
import { scenarioPath } from "../src/study/design/scenarios";
import type { Summary } from "../src/study/measures/summary";
import { informationCurve } from "../src/theory/information/information-curve";
import { pathExponents, showExponent } from "../src/theory/rates/exponents";

const [WIDTH, TOP, ACROSS, DOWN, GAP] = [960, 40, 416, 310, 76];
const STYLE = `text { font: 14px system-ui, sans-serif; fill: #1f2933 } .title { font-weight: 600; font-size: 16px } .small { font-size: 13px; fill: #52606d }
.frame { fill: #fbfcfd; stroke: #9aa5b1 } .frozen { stroke: #52606d; fill: #52606d } .prompt { stroke: #c2410c; fill: #c2410c } .curve { stroke: #2f6f9f; fill: #2f6f9f }
line, path { fill: none; stroke-width: 2 } path.promise { stroke: #52606d; stroke-dasharray: 6 5 } .frozen.dots { stroke: none; fill-opacity: .55 }
text.frozen, text.prompt, text.curve { stroke: none }
@media (prefers-color-scheme: dark) { text { fill: #e4e7eb } .small { fill: #b6c0ca } .frame { fill: #161d24; stroke: #52606d }
.frozen { stroke: #9aa5b1; fill: #9aa5b1 } .prompt { stroke: #fb923c; fill: #fb923c } .curve { stroke: #7fb7de; fill: #7fb7de } path.promise { stroke: #9aa5b1 } .frozen.dots { stroke: none } }`;

type Point = readonly [x: number, y: number];
type Scale = (point: Point) => Point;

/** From the ranges of a panel to its place on the page, whose left edge is at `left`. */
function scale(left: number, [x0, x1]: Point, [y0, y1]: Point): Scale {
  return ([x, y]) => [left + (ACROSS * (x - x0)) / (x1 - x0), TOP + DOWN * (1 - (y - y0) / (y1 - y0))];
}

const at = ([x, y]: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
const line = (points: readonly Point[], to: Scale, kind: string): string =>
  `<path class="${kind}" d="M${points.map((point) => at(to(point))).join(" L")}"/>`;
const text = ([x, y]: Point, words: string, kind = "", anchor = "start"): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${kind}" text-anchor="${anchor}">${words}</text>`;
const frame = (left: number): string =>
  `<rect class="frame" x="${left}" y="${TOP}" width="${ACROSS}" height="${DOWN}" rx="4"/>`;

/** 400 observations from a frozen line and a prompt, and what a cold fit finds. */
function data(left: number): string {
  const { model, truth } = parseModelFile({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density: "gaussian", expert: { activation: "identity", bias: true }, eta: [1, 0], nu: 0.3 },
    prompt: { expert: { activation: "identity", bias: true } },
    truth: { lambda: 0.3, eta: [-0.6, 2], nu: 0.15 },
  });
  const sample = drawSample(model, truth as Parameters, { seed: 7, path: "first-picture", n: 400, replicate: 0 });
  const { estimate } = fit(model, sample);
  const [share = Number.NaN] = toVector(estimate);
  const [slope, bias] = estimate.eta as readonly [number, number];
  const edge = Math.sqrt(3);
  const to = scale(left, [-1.9, 1.9], [-4, 5]);
  const dots = Array.from(sample.y, (y, i) => to([sample.x[i] ?? 0, y]));
  const label = `found: λ = ${share.toFixed(2)}, h(x) = ${slope.toFixed(2)} x + ${bias.toFixed(2)}`;
  return [
    frame(left),
    `<g class="frozen dots">${dots.map(([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.2"/>`).join("")}</g>`,
    line(
      [-edge, edge].map((x) => [x, x]),
      to,
      "frozen",
    ),
    line(
      [-edge, edge].map((x) => [x, slope * x + bias]),
      to,
      "prompt",
    ),
    text([left, TOP - 16], "400 observations: is there a second regime?", "title"),
    text([left + 12, TOP + 22], label, "prompt"),
    text([left + ACROSS - 12, TOP + DOWN - 14], "frozen: h₀(x) = x", "frozen", "end"),
  ].join("\n");
}

/** The bias of the path L/resonant: measured error, the finite-n information curve and the guaranteed rate. */
function rate(left: number, { cells }: Summary): string {
  const { path } = scenarioPath("L/resonant");
  const measured = cells.map(({ n, parameters }) => {
    const b = parameters.find(({ name }) => name === "b");
    if (b === undefined) throw new Error("the published study of L/resonant has no parameter b");
    return { n, ...b.rmse };
  });
  const sizes = measured.map(({ n }) => n);
  const log = (x: number): number => Math.log10(x);
  const to = scale(left, [2.7, 6.3], [-2.25, -0.25]);
  const curve = informationCurve(path, sizes).map(({ n, eta }): Point => [log(n), log(eta[1] ?? Number.NaN)]);
  const { guaranteed, sharp } = pathExponents(path);
  const [promised, given] = [guaranteed.eta[1], sharp.eta[1]];
  if (promised === undefined || !promised.known || given === undefined)
    throw new Error("L/resonant has no exponent of b");
  const [first] = measured;
  const start = log(first?.value ?? 1);
  const promise: readonly Point[] = [3, 6].map((k) => [k, start - promised.value.valueOf() * (k - 3)]);
  const bars = measured.map(({ n, value, mcse }) => {
    const [x, y] = to([log(n), log(value)]);
    const ends = [-1.96, 1.96].map((z) => to([log(n), log(value + z * (mcse ?? 0))])[1].toFixed(1));
    return `<line class="prompt" x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${ends[0]}" y2="${ends[1]}"/><circle class="prompt" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4"/>`;
  });
  const ticks = [3, 4, 5, 6].map((k) =>
    text([to([k, 0])[0], TOP + DOWN - 12], `10${"³⁴⁵⁶"[k - 3]}`, "small", "middle"),
  );
  const levels = [-2, -1].map((k) => text([left - 8, to([3, k])[1] + 5], k === -1 ? "0.1" : "0.01", "small", "end"));
  return [
    frame(left),
    line(promise, to, "promise"),
    line(curve, to, "curve"),
    ...bars,
    ...ticks,
    ...levels,
    text([left, TOP - 16], "How fast is it learned? Error of b against n", "title"),
    text(
      [left + ACROSS - 12, to([4, start - promised.value.valueOf()])[1] - 16],
      `the theorem promises n^−${showExponent(promised)}`,
      "frozen",
      "end",
    ),
    text([left + 24, TOP + DOWN - 66], `information curve, in the limit n^−${showExponent(given)}`, "curve"),
    text([left + 24, TOP + DOWN - 44], "● measured, cold fits, 95 %", "prompt"),
  ].join("\n");
}

/** The README's picture: data with a fit, and a rate with its predictions. It has a light and a dark face. */
export function firstPicture(resonant: Summary): string {
  const [left, right] = [(WIDTH - 2 * ACROSS - GAP) / 2, (WIDTH + GAP) / 2];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${TOP + DOWN + 8}" role="img" aria-label="Left: data from a frozen line and a second regime, with the fit that finds it. Right: the error of its bias against the sample size, with the theorem's rate and the rate of this path.">
<style>${STYLE}</style>
${data(left)}
${rate(right, resonant)}
</svg>
`;
}
