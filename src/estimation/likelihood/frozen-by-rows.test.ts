import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import type { Density } from "../../model/density";
import type { FrozenRows } from "../../model/frozen-by-rows";
import { drawSample } from "../../model/sample/draw-sample";
import { frozenMoments } from "../../model/sample/frozen-rows";
import type { Sample } from "../../model/sample/sample";
import { frozenLogDensities, newPass } from "./likelihood";
import { plainLikelihood } from "./plain-likelihood";
import { wasmLikelihood } from "./wasm-likelihood";

const density = fc.constantFrom<Density>({ kind: "gaussian" }, { kind: "laplace" }, { kind: "student-t", df: 3.5 });
const activation = fc.constantFrom(...ACTIVATIONS);

interface Twins {
  readonly model: ContaminatedMoe;
  readonly sample: Sample;
  /** The same frozen model, known by its predictions for the sample's rows, or by their log densities alone. */
  readonly byRows: ContaminatedMoe;
  readonly withMoments: Sample;
  readonly byLogDensity: ContaminatedMoe;
  readonly withLogDensity: Sample;
}

/** A built-in model and sample, and the same with its own predictions as columns. */
const twins = fc
  .record({ density, frozen: activation, activation, dimension: fc.integer({ min: 1, max: 4 }), seed: fc.nat(1e6) })
  .map((shape): Twins => {
    const { dimension } = shape;
    const eta = Array.from({ length: dimension + 1 }, (_, j) => (j % 2 === 0 ? 0.8 : -0.5));
    const rest = {
      covariates: { law: "uniform", dimension },
      prompt: { expert: { kind: "activation", activation: shape.activation, bias: true } },
      box: defaultBox(dimension + 1),
    } as const;
    const model = defineModel({
      ...rest,
      pretrained: {
        density: shape.density,
        expert: { kind: "activation", activation: shape.frozen, bias: true },
        eta,
        nu: 0.7,
      },
    });
    const truth = { lambda: 0.4, eta: eta.map((e) => -e), nu: 0.5 };
    const sample = drawSample(model, truth, { seed: shape.seed, path: "twins", n: 333, replicate: 0 });
    const moments = frozenMoments(model, sample);
    if (moments === undefined) throw new Error("A built-in model has moments.");
    const frozen: FrozenRows = { given: "moments", ...moments };
    const logDensity = frozenLogDensities(model, sample);
    return {
      model,
      sample,
      byRows: defineModel({ ...rest, pretrained: { kind: "by-rows", given: "moments", density: shape.density } }),
      withMoments: { ...sample, frozen },
      byLogDensity: defineModel({ ...rest, pretrained: { kind: "by-rows", given: "log-density" } }),
      withLogDensity: { ...sample, frozen: { given: "log-density", logDensity } },
    };
  });

describe("a frozen model given by a built-in model's own predictions", () => {
  it("has the bits of the built-in one: value, gradient, Hessian and responsibilities, plain and in WebAssembly", () => {
    fc.assert(
      fc.property(twins, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (t, lambda) => {
        const q = t.sample.dimension + 1;
        const theta = Float64Array.of(lambda, ...Array.from({ length: q }, (_, j) => 0.3 - 0.4 * j), 0.6);
        for (const make of [plainLikelihood, wasmLikelihood]) {
          const answers = [
            make(t.model, t.sample),
            make(t.byRows, t.withMoments),
            make(t.byLogDensity, t.withLogDensity),
          ].map((likelihood) => {
            const pass = newPass(q + 2);
            const shares = new Float64Array(t.sample.n);
            likelihood.evaluate(theta, pass);
            const value = likelihood.responsibilities(theta, shares);
            likelihood.release();
            return { ...pass, value, shares };
          });
          expect(answers[1]).toEqual(answers[0]);
          expect(answers[2]).toEqual(answers[0]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
