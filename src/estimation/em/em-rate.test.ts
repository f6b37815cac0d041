import { describe, expect, it } from "vitest";
import { InputError } from "../../input-error";
import { drawSample } from "../../model/sample/draw-sample";
import { scenarioPath } from "../../study/design/scenarios";
import { expectationMaximization } from "./em";
import { emRate } from "./em-rate";

const { model } = scenarioPath("L/bias").path;
const { model: tanhModel } = scenarioPath("S/slope").path;

/** The factor by which the distance to the limit shrinks, seen in EM's own iterates. */
function shrinkage(trace: readonly number[]): number {
  const gains = trace.slice(1).map((value, k) => value - trace[k]);
  const [from, to] = [gains.findIndex((g) => g < 1e-5), gains.findIndex((g) => g < 1e-8)];
  return (gains[to] / gains[from]) ** (1 / (2 * (to - from)));
}

describe("emRate", () => {
  it.each([3, 2, 1.4])("predicts how fast EM's own iterates contract, linear experts, gap %f", (gap) => {
    const truth = { lambda: 0.5, eta: [1, gap], nu: 1 };
    const sample = drawSample(model, truth, { seed: 2, path: "em-rate", n: 1500, replicate: 0 });
    const em = expectationMaximization(model, sample, truth);
    expect(emRate(model, sample, em.estimate).rate).toBeCloseTo(shrinkage(em.trace), 2);
  });

  it("does so for curved experts as well", () => {
    const truth = { lambda: 0.5, eta: [1.8, 0], nu: 0.04 };
    const sample = drawSample(tanhModel, truth, { seed: 3, path: "em-rate", n: 1500, replicate: 0 });
    const em = expectationMaximization(tanhModel, sample, truth);
    const { rate, iterationsPerDigit } = emRate(tanhModel, sample, em.estimate);
    expect(rate).toBeCloseTo(shrinkage(em.trace), 2);
    expect(rate ** iterationsPerDigit).toBeCloseTo(0.1, 10);
  });

  it("refuses the bounds of lambda, where EM has no linear rate", () => {
    const sample = drawSample(model, { lambda: 1, eta: [1, 1], nu: 1 }, { seed: 2, path: "em", n: 100, replicate: 0 });
    expect(() => emRate(model, sample, { lambda: 1, eta: [1, 1], nu: 1 })).toThrow(InputError);
  });
});
