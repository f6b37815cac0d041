import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import type { Density } from "../../model/density";
import { customExpert } from "../../model/expert";
import { drawSample } from "../../model/sample/draw-sample";
import { newPass } from "./likelihood";
import { plainLikelihood } from "./plain-likelihood";

function moe(
  density: Density,
  activation: (typeof ACTIVATIONS)[number],
  dimension: number,
  bias: boolean,
): ContaminatedMoe {
  const q = dimension + (bias ? 1 : 0);
  return defineModel({
    covariates: { law: "uniform", dimension },
    pretrained: {
      density,
      expert: { kind: "activation", activation: "tanh", bias: false },
      eta: Array.from({ length: dimension }, () => 1),
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation, bias } },
    box: defaultBox(q),
  });
}

const densities: readonly Density[] = [{ kind: "gaussian" }, { kind: "laplace" }, { kind: "student-t", df: 5 }];

describe("the likelihood pass", () => {
  it("has the gradient and Hessian that differences give", () => {
    const theta = fc.record({
      density: fc.constantFrom(...densities),
      activation: fc.constantFrom(...ACTIVATIONS.filter((a) => a !== "relu")),
      dimension: fc.integer({ min: 1, max: 3 }),
      bias: fc.boolean(),
      lambda: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      slope: fc.double({ min: -2, max: 2, noNaN: true }),
      nu: fc.double({ min: 0.2, max: 4, noNaN: true }),
      seed: fc.nat(1e6),
    });
    fc.assert(
      fc.property(theta, ({ density, activation, dimension, bias, lambda, slope, nu, seed }) => {
        const model = moe(density, activation, dimension, bias);
        const q = model.box.eta.length;
        const eta = Array.from({ length: q }, (_, j) => slope + 0.3 * j);
        const sample = drawSample(model, { lambda, eta, nu }, { seed, path: "test", n: 40, replicate: 0 });
        const likelihood = plainLikelihood(model, sample);
        const at = Float64Array.of(lambda, ...eta.map((e) => e + 0.1), nu * 1.1);
        const p = q + 2;
        const [here, up, down] = [newPass(p), newPass(p), newPass(p)];
        likelihood.evaluate(at, here);
        expect(likelihood.value(at)).toBeCloseTo(here.logLikelihood, 9);
        for (let j = 0; j < p; j++) {
          const h = 1e-5 * (1 + Math.abs(at[j]));
          const [plus, minus] = [Float64Array.from(at), Float64Array.from(at)];
          plus[j] += h;
          minus[j] -= h;
          likelihood.evaluate(plus, up);
          likelihood.evaluate(minus, down);
          const difference = (up.logLikelihood - down.logLikelihood) / (2 * h);
          expect(Math.abs(here.gradient[j] - difference)).toBeLessThan(2e-5 * (1 + Math.abs(difference)) * 40);
          for (let k = 0; k < p; k++) {
            const second = (up.gradient[k] - down.gradient[k]) / (2 * h);
            expect(Math.abs(here.hessian[j * p + k] - second)).toBeLessThan(1e-5 * (40 + Math.abs(second)));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("gives a user-defined expert the same derivatives as the built-in one it copies", () => {
    const linear = customExpert(
      {
        name: "line",
        parameters: 2,
        evaluate: (x, eta, gradient, hessian) => {
          gradient[0] = x[0];
          gradient[1] = 1;
          hessian.fill(0);
          return eta[0] * x[0] + eta[1];
        },
      },
      { x: [[0.5], [-1]], eta: [[1, 2]] },
    );
    const builtIn = moe({ kind: "laplace" }, "identity", 1, true);
    const own = defineModel({ ...builtIn, prompt: { expert: linear } });
    const sample = drawSample(
      builtIn,
      { lambda: 0.4, eta: [1, -1], nu: 0.5 },
      { seed: 1, path: "t", n: 3000, replicate: 0 },
    );
    const theta = Float64Array.of(0.3, 0.8, -0.9, 0.6);
    const [left, right] = [newPass(4), newPass(4)];
    plainLikelihood(builtIn, sample).evaluate(theta, left);
    plainLikelihood(own, sample).evaluate(theta, right);
    expect(right.logLikelihood).toBe(left.logLikelihood);
    left.hessian.forEach((value, j) => {
      expect(right.hessian[j]).toBeCloseTo(value, 8);
    });
  });

  it("stays finite for |y| up to 1e150 and on the bounds of lambda", () => {
    const model = moe({ kind: "laplace" }, "identity", 1, true);
    const y = Float64Array.of(1e150, -1e150, 0, 1, 30);
    const sample = { n: 5, dimension: 1, x: Float64Array.of(0, 1, -1, 0.5, 0.2), y };
    const likelihood = plainLikelihood(model, sample);
    for (const lambda of [0, 0.5, 1]) {
      const out = newPass(4);
      likelihood.evaluate(Float64Array.of(lambda, 1, 0, 1), out);
      expect(Number.isFinite(out.logLikelihood)).toBe(true);
      expect([...out.gradient, ...out.hessian].some(Number.isNaN)).toBe(false);
    }
  });
});
