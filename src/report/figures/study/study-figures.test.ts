import { describe, expect, it } from "vitest";
import { designStudy } from "../../../study/design/design-study";
import { scenarioPath } from "../../../study/design/scenarios";
import { localEngine } from "../../../study/engines/local-engine";
import { runStudy } from "../../../study/engines/run-study";
import { type Summary, summarize } from "../../../study/measures/summary";
import type { UniformRisk } from "../../../study/questions/uniform/uniform-risk";
import { informationCurve } from "../../../theory/information/information-curve";
import { predict } from "../../prediction/prediction";
import type { DescribedFigure, Trace } from "../style/figure";
import { efficiencyFigure } from "./efficiency-figure";
import { riskFigure } from "./risk-figure";
import { slopeWindowFigure } from "./slopes/slope-window-figure";
import { uniformRiskFigure } from "./uniform-risk-figure";

const { path } = scenarioPath("D/vanishing");
const sizes = [300, 600, 1200];

async function smallStudy(): Promise<Summary> {
  const design = designStudy(path, { sizes, replications: 4, seed: 3, starts: 2 });
  return summarize(await runStudy(design, { engine: localEngine(0) }));
}

function traceOf(figure: DescribedFigure, name: RegExp, axis = "x"): Trace {
  const found = figure.figure.data.find((trace) => name.test(trace.name ?? "") && trace.xaxis === axis);
  if (found === undefined) throw new Error(`no trace ${name} on ${axis}`);
  return found;
}

describe("figures of a study", async () => {
  const summary = await smallStudy();
  const prediction = predict(path, 300, 1200, 5);

  it("the risk panel shows the summary's RMSE with bars of two MCSE, one panel per parameter", () => {
    const figure = riskFigure({ prediction, published: summary });
    for (const [j, axis] of ["x", "x2", "x3", "x4"].entries()) {
      const marks = traceOf(figure, /published/, axis);
      expect(marks.x).toEqual(sizes);
      expect(marks.y).toEqual(summary.cells.map(({ parameters }) => parameters[j].rmse.value));
      expect(marks.error_y?.array).toEqual(summary.cells.map(({ parameters }) => 2 * (parameters[j].rmse.mcse ?? 0)));
    }
  });

  it("its curve is the information curve and its guides have the exact slopes", () => {
    const figure = riskFigure({ prediction, published: summary });
    const curve = traceOf(figure, /information curve/, "x2");
    expect(curve.y[0]).toBeCloseTo(informationCurve(path, [300])[0].eta[0], 12);
    const guide = traceOf(figure, /guaranteed slope/, "x2");
    const fall = Math.log(Number(guide.y[0]) / Number(guide.y[1])) / Math.log(Number(guide.x[1]) / Number(guide.x[0]));
    expect(fall).toBeCloseTo(1 / 4, 12);
  });

  it("published and own runs stand side by side; each name is in the legend once", () => {
    const figure = riskFigure({ prediction, published: summary, quick: summary });
    expect(traceOf(figure, /your run/).marker?.symbol).toBe("diamond-open");
    const shown = figure.figure.data.filter(({ showlegend }) => showlegend).map(({ name }) => name);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it("what went wrong is marked with its number, and nothing where nothing did", () => {
    const cells = summary.cells.map((cell, i) => ({ ...cell, failures: 0, notConverged: i, atBound: i === 2 ? 1 : 0 }));
    const marks = traceOf(riskFigure({ prediction, published: { ...summary, cells } }), /failed, not converged/);
    expect(marks.x).toEqual([600, 1200]);
    expect(marks.text).toEqual(["1", "3"]);
    const clean = summary.cells.map((cell) => ({ ...cell, failures: 0, notConverged: 0, atBound: 0 }));
    expect(() => traceOf(riskFigure({ prediction, published: { ...summary, cells: clean } }), /failed/)).toThrow();
  });

  it("bounds are drawn in the panel of their parameter", () => {
    const bound = {
      n: 600,
      parameter: "eta[1]",
      bound: 0.01,
      alternative: { lambda: 0.5, eta: [0, 0], nu: 1 },
      hellinger: 0.1,
    };
    const figure = riskFigure({ prediction, bounds: [bound] });
    expect(traceOf(figure, /Le Cam/, "x3").y).toEqual([0.01]);
    expect(() => traceOf(figure, /Le Cam/, "x2")).toThrow();
  });

  it("the efficiency panel shows RMSE over curve", () => {
    const marks = traceOf(efficiencyFigure({ quick: summary }), /your run/, "x4");
    const { rmse, curve } = summary.cells[1].parameters[3];
    expect(marks.y[1]).toBeCloseTo(rmse.value / Number(curve), 12);
    expect(() => efficiencyFigure({})).toThrow(RangeError);
  });

  it("the window panel starts with all sizes and ends with two", () => {
    const marks = traceOf(slopeWindowFigure(summary, prediction), /RMSE/);
    expect(marks.x).toEqual([300, 600]);
    expect(traceOf(slopeWindowFigure(summary, prediction, ["nu"]), /guaranteed/).y).toEqual([1 / 4, 1 / 4]);
  });

  it("every figure is described and is plain JSON", () => {
    for (const figure of [riskFigure({ prediction, quick: summary }), efficiencyFigure({ quick: summary })]) {
      expect(figure.id).toMatch(/^[\w-]+$/);
      expect(figure.alt.length).toBeGreaterThan(40);
      expect(figure.caption.length).toBeGreaterThan(40);
      expect(JSON.parse(JSON.stringify(figure.figure))).toEqual(figure.figure);
    }
  });
});

describe("the figure of uniform risks", () => {
  const truth = { lambda: 0.5, eta: [1, 0], nu: 1 };
  const proposed = (loss: "lambda" | "prompt", scaled: number) => ({
    ...{ loss, truth, scaled, direction: [0, 1, 0], onGrid: scaled, evaluated: 1 },
    easiest: { truth, scaled: scaled / 4 },
  });
  const risk = (rho: number): UniformRisk => {
    const at = { truth, lambda: { value: 2, mcse: 0.1 }, prompt: { value: 3, mcse: 0.2 }, failures: 0 };
    const easy = { ...at, kind: "easiest for lambda", lambda: { value: 0.5, mcse: 0.1 } } as const;
    return {
      ...{ rho, n: 1e4, proposed: [proposed("lambda", 2), proposed("prompt", 4)], scaledBound: 0.7 },
      simulated: [{ ...at, kind: "worst for lambda" }, { ...at, kind: "worst for the prompt" }, easy],
      worst: { lambda: at.lambda, prompt: at.prompt },
      bound: { n: 1e4, parameter: "lambda", bound: 0.1, alternative: truth, hellinger: 0.1 },
    };
  };
  const figure = uniformRiskFigure([risk(1), risk(0.5)], "uniform");

  it("draws each loss in its panel, nearest distance first, standard deviations as mean absolute errors", () => {
    const worst = traceOf(figure, /curve, worst/);
    expect(worst.x).toEqual([0.5, 1]);
    expect(worst.y[0]).toBeCloseTo(2 * 0.7978845608, 8);
    expect(traceOf(figure, /curve, easiest/, "x2").y[1]).toBeCloseTo(0.7978845608, 8);
    expect(traceOf(figure, /largest simulated/).error_y?.array).toEqual([0.2, 0.2]);
    expect(traceOf(figure, /largest simulated/, "x2").y).toEqual([3, 3]);
    expect(traceOf(figure, /easiest truth/, "x").y.length).toBe(2);
    expect(traceOf(figure, /Le Cam/).y).toEqual([0.7, 0.7]);
    expect(() => traceOf(figure, /Le Cam/, "x2")).toThrow();
  });

  it("needs two distances", () => {
    expect(() => uniformRiskFigure([risk(1)], "uniform")).toThrow(RangeError);
  });
});
