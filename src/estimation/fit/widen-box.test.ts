import { describe, expect, it } from "vitest";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { drawSample } from "../../model/sample/draw-sample";
import type { Sample } from "../../model/sample/sample";
import { fit } from "./maximum-likelihood";
import { fitInStandardUnits } from "./standardised-fit";

/** A precise law y = 100 x with standard deviation 1, beside a prompt of another slope and standard deviation `spread`. */
function precise(spread: number): { readonly model: ContaminatedMoe; readonly sample: Sample } {
  const model = defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: {
      density: { kind: "gaussian" },
      expert: { kind: "activation", activation: "identity", bias: true },
      eta: [100, 0],
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
    box: defaultBox(2),
  });
  const truth = { lambda: 0.3, eta: [-50, 20], nu: spread ** 2 };
  return { model, sample: drawSample(model, truth, { seed: 5, path: "widen", n: 500, replicate: 0 }) };
}

/** A fit in a box so wide that it stops nothing, warm from the truth: the maximum that a cold search should reach. */
function unbounded(model: ContaminatedMoe, sample: Sample, spread: number) {
  const eta = [
    [-1e3, 1e3],
    [-1e3, 1e3],
  ] as const;
  const wide = { ...model, box: { lambda: [0, 1], eta, nu: [1e-6, 1e6] } as const };
  return fit(wide, sample, { warm: { lambda: 0.3, eta: [-50, 20], nu: spread ** 2 } });
}

describe("a bound that nobody stated", () => {
  it.each([0.3, 1, 3])("of nu is let out once, to the maximum that it hid (spread %s)", (spread) => {
    const { model, sample } = precise(spread);
    const { fit: found, widened, box } = fitInStandardUnits(model, sample);
    const right = unbounded(model, sample, spread);
    expect(widened).toEqual(["nu"]);
    expect(found.nature).toBe("interior");
    expect(found.logLikelihood).toBeCloseTo(right.logLikelihood, 6);
    expect(found.estimate.nu / right.estimate.nu).toBeCloseTo(1, 5);
    expect(box.nu[0]).toBeLessThan(found.estimate.nu);
  });

  it("is left alone where it stops nothing; a stated one always", () => {
    const { model, sample } = precise(30);
    expect(fitInStandardUnits(model, sample).widened).toEqual([]);
    const eta = [
      [-200, 200],
      [-200, 200],
    ] as const;
    const stated = { lambda: [0, 1], eta, nu: [2000, 1e5] } as const;
    expect(fit({ ...model, box: stated }, sample).estimate.nu).toBe(2000);
  });

  it("goes out for all of eta together: a steep step needs slope and bias", () => {
    const { model: line } = precise(1);
    const expert = { kind: "activation", activation: "tanh", bias: true } as const;
    const pretrained = { ...line.pretrained, expert, eta: [0.5, 0], nu: 0.09 };
    const model = defineModel({ ...line, pretrained, prompt: { expert } });
    const truth = { lambda: 0.4, eta: [18, -9], nu: 0.04 };
    const steep = defineModel({ ...model, box: { ...model.box, eta: model.box.eta.map(() => [-100, 100] as const) } });
    const sample = drawSample(steep, truth, { seed: 6, path: "widen", n: 800, replicate: 0 });
    const { fit: found, widened } = fitInStandardUnits(model, sample);
    expect(widened).toEqual(["a", "b"]);
    expect(found.atBound).toEqual([]);
    const right = fit(steep, sample, { warm: truth });
    expect(found.logLikelihood).toBeGreaterThan(right.logLikelihood - 1e-6);
  });

  it("of nu does not go below the variance of rounding: ties are no precision", () => {
    const { model, sample } = precise(0.01);
    const rounded = { ...sample, y: sample.y.map((y) => Math.round(y)) };
    const { box, fit: found } = fitInStandardUnits(model, rounded);
    expect(box.nu[0]).toBeCloseTo(1 / 12, 3);
    expect(found.estimate.nu).toBeGreaterThanOrEqual(box.nu[0] * (1 - 1e-12));
  });

  it("is not widened for a spike around a few rows", () => {
    const { model } = precise(1);
    // Frozen data alone: what a prompt finds are chance lines through a few rows.
    for (let replicate = 0; replicate < 5; replicate++) {
      const key = { seed: 8, path: "null", n: 60, replicate };
      const none = drawSample(model, { lambda: 0, eta: [0, 0], nu: 1 }, key);
      const { fit: found, widened } = fitInStandardUnits(model, none);
      if (found.estimate.lambda * none.n < 8) expect(widened).toEqual([]);
    }
  });
});

describe("known parameters without a stated box", () => {
  it("are held exactly, wherever they lie, also where x is far from 0", () => {
    const { model, sample } = precise(1);
    const far = { ...sample, x: sample.x.map((x) => x + 1e9) };
    const shifted = { ...model, pretrained: { ...model.pretrained, eta: [100, -100e9] } };
    const max = Number.MAX_VALUE;
    const free = [-max, max] as const;
    const hold = (eta: typeof model.box.eta, nu = [Number.MIN_VALUE, max] as const): ContaminatedMoe => ({
      ...shifted,
      box: { lambda: [0, 1], eta, nu },
    });
    const slope = fitInStandardUnits(hold([[-50, -50], free]), far).fit;
    expect(slope.estimate.eta[0]).toBe(-50);
    expect(slope.estimate.lambda).toBeCloseTo(0.3, 1);
    expect(slope.estimate.eta[1] - 50e9).toBeCloseTo(20, 0);
    const small = fitInStandardUnits({ ...model, box: { lambda: [0, 1], eta: [free, free], nu: [0.9, 0.9] } }, sample);
    expect(small.fit.estimate.nu).toBe(0.9);
    expect(small.box.nu).toEqual([0.9, 0.9]);
    expect(small.fit.estimate.lambda).toBeCloseTo(0.3, 1);
  });
});
