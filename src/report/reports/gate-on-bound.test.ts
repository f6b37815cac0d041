import { describe, expect, it } from "vitest";
import { fitInStandardUnits } from "../../estimation/fit/standardised-fit";
import { defaultSoftmaxBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import { SOFTMAX_GATE } from "../../model/gate";
import { drawSample } from "../../model/sample/draw-sample";
import type { Sample } from "../../model/sample/sample";
import { reportFit } from "./fit-report";
import { gateOnBound } from "./gate-on-bound";

const expert = { kind: "activation", activation: "identity", bias: true } as const;
const gated = defineModel({
  gate: SOFTMAX_GATE,
  covariates: { law: "normal", dimension: 1 },
  pretrained: { density: { kind: "gaussian" }, expert, eta: [1, 0], nu: 1 },
  prompt: { expert },
  box: defaultSoftmaxBox(1, 2),
});

/** exp(-600) is far below the smallest uniform that is drawn: every row is of one component. */
const drawn = (tau: number, n: number, seed: number): Sample =>
  drawSample(gated, { tau, beta: [0], eta: [-1, 3], nu: 0.5 }, { seed, path: "probe", n, replicate: 0 });

function told(sample: Sample): { readonly warnings: string; readonly onBound: readonly string[] } {
  const { fit, box, units } = fitInStandardUnits(gated, sample);
  const { diagnostics, parameters } = reportFit({ ...gated, box }, sample, fit, { units });
  return {
    warnings: diagnostics.warnings.join("\n"),
    onBound: parameters.filter(({ onBound }) => onBound).map(({ name }) => name),
  };
}

describe("tau or beta on a bound", () => {
  it.each([
    1, 2,
  ])("of 2000 rows of the frozen model alone is a share that runs to 0, not a separation: seed %i", (seed) => {
    const { warnings, onBound } = told(drawn(-600, 2000, seed));
    expect(onBound).toContain("tau");
    expect(warnings).toMatch(/share runs to 0 everywhere: the gate gives the prompt about [\d.]+ of the 2000 rows/);
    expect(warnings).not.toContain("separates");
  });

  it.each([1, 2])("of 2000 rows of the prompt alone is a share that runs to 1: seed %i", (seed) => {
    const { warnings, onBound } = told(drawn(600, 2000, seed));
    expect(onBound).toContain("tau");
    expect(warnings).toMatch(
      /share runs to 1 everywhere: the gate leaves the frozen model about 0\.\d+ of the 2000 rows/,
    );
    expect(warnings).not.toContain("separates");
  });

  it("of rows of the prompt right of 0 and of the frozen model left of it is a separation", () => {
    const n = 200;
    const x = Float64Array.from({ length: n }, (_, i) => Math.sqrt(3) * ((2 * i + 1) / n - 1));
    const y = x.map((v, i) => (v > 0 ? 30 : v) + 0.5 * Math.sin(7.3 * i));
    const { warnings, onBound } = told({ n, dimension: 1, x, y });
    expect(onBound).toContain("beta");
    expect(warnings).toContain("The gate separates the rows");
    expect(warnings).not.toContain("everywhere");
  });

  it("of rows of the frozen model alone is never called a separation, whatever the sample", () => {
    const claims = [101, 113, 115, 117].map((seed) => told(drawn(-600, 300, seed)).warnings);
    expect(claims.filter((text) => text.includes("The gate separates"))).toEqual([]);
    expect(claims.some((text) => text.includes("runs to 0 everywhere"))).toBe(true);
  });

  it("is no separation where BIC prefers the frozen model alone", () => {
    const sample = drawn(0, 500, 3);
    const apart = { tau: 0.5, beta: [10], eta: [0, 0], nu: 1 };
    const gaining = (gain: number) => ({
      parameters: 5,
      aic: 1000 + 10 - 2 * gain,
      bic: 1000 + 5 * Math.log(500) - 2 * gain,
      frozen: { logLikelihood: -500, aic: 1000, bic: 1000 },
    });
    const half = (5 * Math.log(500)) / 2;
    expect(gateOnBound(apart, sample, gaining(half + 0.1)).join()).toContain("The gate separates the rows");
    expect(gateOnBound(apart, sample, gaining(7)).join()).toMatch(
      /frozen model alone does nearly as well: its log-likelihood is 7 lower with 5 parameters fewer, and BIC prefers it/,
    );
  });

  it("with shares in the middle everywhere is a narrow box, of which nothing more is said", () => {
    const { x, n } = drawn(0, 500, 3);
    const sample = { n, dimension: 1, x, y: x };
    const criteria = { parameters: 5, aic: 0, bic: 0, frozen: { logLikelihood: -50, aic: 100, bic: 100 } };
    expect(gateOnBound({ tau: 0.5, beta: [0.1], eta: [0, 0], nu: 1 }, sample, criteria)).toEqual([]);
    expect(gateOnBound({ tau: 0.5, beta: [10], eta: [0, 0], nu: 1 }, sample, criteria)).toHaveLength(1);
  });
});
