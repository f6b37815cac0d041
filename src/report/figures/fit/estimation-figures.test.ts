import { describe, expect, it } from "vitest";
import { contradicted, countAnswers, undecided } from "../../verdict/verdict-overview";
import type { VerdictRow } from "../../verdict/verdict-table";
import { measuredPhaseFigure, phaseCall } from "../study/measured-phase-figure";
import { straightnessFigure } from "../study/slopes/straightness-figure";
import { emTraceFigure, shortfalls } from "./em-trace-figure";
import { binShares } from "./likelihood-ratio-figure";

describe("shortfalls", () => {
  it("thins a long trace but keeps its end, and never takes the logarithm of zero", () => {
    const trace = Array.from({ length: 5001 }, (_, k) => -1 / (1 + k));
    const { step, shortfall } = shortfalls(trace, 0);
    expect(step[0]).toBe(1);
    expect(step.at(-1)).toBe(5000);
    expect(step.length).toBeLessThan(90);
    expect(shortfall[0]).toBe(0.5);
    expect(shortfalls([-1, 0], 0).shortfall[0]).toBeGreaterThan(0);
  });
});

describe("binShares", () => {
  it("puts values on the edge and beyond it into the outermost bins; shares sum to 1", () => {
    expect(binShares([-9, 0, 0.5, 1, 9], 0, 1, 2)).toEqual([0.4, 0.6]);
  });
});

describe("phaseCall", () => {
  const point = { s: "0", t: "0", curve: 0, failures: 0, notConverged: 0, atBound: 0, replications: 1 };
  it("decides at two standard errors", () => {
    expect(phaseCall({ ...point, margin: 0.21, mcse: 0.1 })).toBe("falls");
    expect(phaseCall({ ...point, margin: -0.21, mcse: 0.1 })).toBe("grows");
    expect(phaseCall({ ...point, margin: 0.19, mcse: 0.1 })).toBe("cannot tell");
  });

  it("draws every point once", () => {
    const points = [0.5, -0.5, 0].map((margin) => ({ ...point, margin, mcse: 0.1 }));
    const { figure, alt } = measuredPhaseFigure(points, 2, "t");
    expect(figure.data.slice(1).map(({ x }) => x.length)).toEqual([1, 1, 1]);
    expect(alt).toContain("grows");
  });
});

describe("figures", () => {
  it("tell the fitted exponent, and the limit beside it", () => {
    const points = [1e3, 1e4, 1e5].map((n) => ({ n, error: n ** -0.3 }));
    expect(straightnessFigure({ title: "t", id: "i", points, limit: 0.25 }).alt).toContain("0.300");
  });

  it("show both searches in every panel", () => {
    const { figure } = emTraceFigure([{ heading: "h", em: [-3, -2, -1], newton: [-3, -1] }]);
    expect(figure.data.map(({ name }) => name)).toEqual(["trust-region Newton", "EM"]);
  });
});

describe("verdict overview", () => {
  const row = (consistent: string, tight: string, agreement: string): VerdictRow => ({
    scenario: "L",
    path: "L/x",
    parameter: `${consistent}-${agreement}`,
    guaranteed: "1/4",
    sharp: "1/4",
    measured: null,
    curve: null,
    consistent,
    tight,
    agreement,
    sharpness: agreement === "cannot tell" ? "no" : "yes",
    detectable: 0.02,
    reasons: ["first", "second", "third", "fourth"],
    cautions: [],
    study: "",
  });
  const rows = [row("yes", "yes", "yes"), row("no", "cannot tell", "partly"), row("yes", "no", "cannot tell")];

  it("counts every answer", () => {
    expect(countAnswers(rows).map((line) => line.slice(1))).toEqual([
      ["2", "0", "1", "0"],
      ["1", "0", "1", "1"],
      ["1", "1", "0", "1"],
      ["2", "0", "1", "0"],
    ]);
  });

  it("lists what failed and what is open with its reason; a guarantee that is not tight is no failure, a stated exponent that is not the curve's is", () => {
    expect(contradicted(rows)).toEqual([rows[1], rows[2]]);
    expect(undecided(rows)).toEqual([
      ["L/x", "tight?", "no-partly", "second"],
      ["L/x", "on the curve?", "yes-cannot tell", "third"],
    ]);
  });
});
