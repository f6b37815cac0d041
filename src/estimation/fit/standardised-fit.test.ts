import { describe, expect, it } from "vitest";
import type { Activation } from "../../model/activation";
import { type Box, defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { drawSample } from "../../model/sample/draw-sample";
import { fromStandardUnits, standardiseModel, toStandardUnits } from "../../model/sample/standard-parameters";
import { standardisationOf } from "../../model/sample/standardisation";
import { fit } from "./maximum-likelihood";
import { fitInStandardUnits } from "./standardised-fit";

const box: Box = {
  lambda: [0, 1],
  eta: [
    [-1e4, 1e4],
    [-1e4, 1e4],
  ],
  nu: [1e-3, 1e8],
};

function model(activation: Activation, bias = true): ContaminatedMoe {
  return defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: {
      density: { kind: "laplace" },
      expert: { kind: "activation", activation, bias },
      eta: bias ? [1, 0] : [1],
      nu: 0.5,
    },
    prompt: { expert: { kind: "activation", activation, bias } },
    box: bias ? box : { ...box, eta: [[-1e4, 1e4]] },
  });
}

/** Data in awkward units: x about 1000, y in hundreds. */
function awkward() {
  const plain = model("identity");
  const drawn = drawSample(
    plain,
    { lambda: 0.3, eta: [-1, 2], nu: 0.4 },
    { seed: 4, path: "units", n: 600, replicate: 0 },
  );
  const sample = { ...drawn, x: drawn.x.map((x) => 1000 + 20 * x), y: drawn.y.map((y) => 300 * y + 5000) };
  const pretrained = { ...plain.pretrained, eta: [15, 5000 - 15000], nu: 0.5 * 300 ** 2 };
  return { sample, model: { ...plain, pretrained } };
}

describe("standard units", () => {
  it("are undone: the fit is the one of the data's units", () => {
    const { sample, model: own } = awkward();
    const standard = fitInStandardUnits(own, sample);
    expect(standard.fit.converged).toBe(true);
    // y' = 300 y + 5000, x' = 1000 + 20 x: slope -1 * 300/20, intercept 5000 + 300 * 2 + 15 * 1000.
    const [slope, intercept] = standard.fit.estimate.eta;
    const [slopeError, interceptError] = standard.fit.standardErrors.eta;
    expect(Math.abs(slope + 15)).toBeLessThan(3.5 * (slopeError ?? 0));
    expect(Math.abs(intercept - 20600)).toBeLessThan(3.5 * (interceptError ?? 0));
    const warm = fit({ ...own, box: standard.box }, sample, { warm: standard.fit.estimate });
    expect(warm.logLikelihood).toBeCloseTo(standard.fit.logLikelihood, 7);
  });

  it("without a stated box, take the default box of standard units and say what it covers", () => {
    const { sample, model: own } = awkward();
    const standard = fitInStandardUnits({ ...own, box: defaultBox(2) }, sample);
    expect(standard.fit.converged).toBe(true);
    expect(standard.fit.atBound).toEqual([]);
    expect(standard.box.eta[0][1]).toBeGreaterThan(100);
    expect(standard.fit.estimate.eta[0]).toBeCloseTo(-15, -1);
  });

  it("map parameters there and back, and leave the response alone for bent experts", () => {
    const { sample } = awkward();
    for (const activation of ["identity", "tanh"] as const) {
      const own = model(activation);
      const units = standardisationOf(own, sample);
      const there = toStandardUnits(units, { lambda: 0.2, eta: [3, -7], nu: 2 });
      const back = fromStandardUnits(units, there);
      expect(back.eta[0]).toBeCloseTo(3, 10);
      expect(back.eta[1]).toBeCloseTo(-7, 7);
      expect(back.nu).toBeCloseTo(2, 10);
      if (activation === "tanh") {
        expect(units.responseScale).toBe(1);
        expect(units.remarks).toHaveLength(1);
        expect(standardiseModel(units, own, box).pretrained.nu).toBe(0.5);
      }
    }
    const without = standardisationOf(model("tanh", false), sample);
    expect(without.covariateMeans).toEqual([0]);
    expect(without.responseMean).toBe(0);
    expect(without.remarks[0]).toContain("not centred");
  });

  it("refuse a constant covariate", () => {
    const { sample, model: own } = awkward();
    expect(() => standardisationOf(own, { ...sample, x: sample.x.fill(3) })).toThrow("Covariate 1 is the same");
  });
});
