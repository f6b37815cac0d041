import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultBox } from "../../../model/box";
import { defineModel } from "../../../model/contaminated-moe";
import type { Sample } from "../../../model/sample/sample";
import { responsibilitiesOf, responsibilityFigure } from "./fit-figures";
import { localShareFigure, localShares } from "./local-share-figure";
import { responsibilityMapFigure } from "./responsibility-map";

/** Rows on a grid of the plane; the upper right quarter follows y = 5, the rest its predictions. */
function grid(side: number, dimension: 1 | 2): Sample {
  const n = side * side;
  const across = Float64Array.from({ length: n }, (_, i) => (i % side) / side);
  const up = Float64Array.from({ length: n }, (_, i) => Math.floor(i / side) / side);
  const mean = across.map((x, i) => x * x - up[i]);
  const y = mean.map((m, i) => (across[i] >= 0.5 && up[i] >= 0.5 ? 5 : m));
  const x = dimension === 1 ? across : Float64Array.of(...across, ...up);
  return { n, dimension, x, y, frozen: { given: "moments", mean, variance: new Float64Array(n).fill(0.1) } };
}

const modelOf = (dimension: number) =>
  defineModel({
    covariates: { law: "uniform", dimension },
    pretrained: { kind: "by-rows", given: "moments", density: { kind: "gaussian" } },
    prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
    box: defaultBox(dimension + 1),
  });

describe("where the prompt is at work", () => {
  it("a map puts the diamonds where the rows of the prompt lie", () => {
    const sample = grid(10, 2);
    const at = { lambda: 0.25, eta: [0, 0, 5], nu: 0.1 };
    const { figure, alt } = responsibilityMapFigure(modelOf(2), sample, at, ["east", "north"]);
    const [frozen, prompt] = figure.data;
    expect([frozen.x.length, prompt.x.length]).toEqual([75, 25]);
    expect(prompt.x.every((x, k) => Number(x) >= 0.5 && Number(prompt.y[k]) >= 0.5)).toBe(true);
    expect(alt).toContain("100 rows by east and north; 25 of them");
    expect(() => responsibilityMapFigure(modelOf(1), grid(4, 1), { ...at, eta: [0, 5] })).toThrow(/two covariates/);
  });

  it("over one covariate the frozen predictions are drawn in the order of x", () => {
    const figure = responsibilityFigure(modelOf(1), grid(6, 1), { lambda: 0.25, eta: [0, 5], nu: 0.1 });
    const [frozen] = figure.figure.data;
    expect(frozen.name).toBe("frozen expert");
    expect(frozen.x.length).toBe(36);
    expect(frozen.x.every((x, k) => k === 0 || Number(frozen.x[k - 1]) <= Number(x))).toBe(true);
  });

  it("local shares average to the mean responsibility, whatever the bins", () => {
    const law = fc.array(
      fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        minLength: 20,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(law, fc.integer({ min: 1, max: 10 }), (rows, bins) => {
        const shares = Float64Array.from(rows, ([, share]) => share);
        const local = localShares(
          Float64Array.from(rows, ([x]) => x),
          shares,
          bins,
        );
        const whole = local.reduce((sum, { rows: count, share }) => sum + count * share, 0);
        expect(whole).toBeCloseTo(
          shares.reduce((sum, share) => sum + share, 0),
          9,
        );
        expect(local.every(({ at }, b) => b === 0 || local[b - 1].at <= at)).toBe(true);
      }),
    );
  });

  it("a covariate without a say has a flat line, the other a step", () => {
    const sample = grid(20, 2);
    const shares = responsibilitiesOf(modelOf(2), sample, { lambda: 0.25, eta: [0, 0, 5], nu: 0.1 });
    const across = localShares(sample.x.subarray(0, 400), shares, 4).map(({ share }) => share);
    expect(Math.max(across[0], across[1])).toBeLessThan(1e-6);
    expect(across[2]).toBeCloseTo(0.5, 6);
    expect(across[3]).toBeCloseTo(0.5, 6);
    const { alt } = localShareFigure([{ name: "east", x: sample.x.subarray(0, 400) }], shares, 0.25, 4);
    expect(alt).toContain("along east from 0.00 to 0.50");
    expect(() => localShares(new Float64Array(5), new Float64Array(5), 4)).toThrow(/take fewer bins/);
  });
});
