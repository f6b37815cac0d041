import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../activation";
import { defaultBox } from "../box";
import { type ContaminatedMoe, defineModel } from "../contaminated-moe";
import type { Density } from "../density";
import { withSample } from "./draw-sample";
import { plainSample } from "./plain-sample";
import { wasmSample } from "./wasm-sample";

/** The bits of doubles, so that NaN and -0 count. */
const bits = (values: Float64Array): BigUint64Array => new BigUint64Array(values.slice().buffer);

const activation = fc.constantFrom(...ACTIVATIONS);
const model = fc
  .record({
    law: fc.constantFrom("uniform" as const, "normal" as const),
    dimension: fc.integer({ min: 1, max: 7 }),
    density: fc.oneof(
      fc.constantFrom<Density>({ kind: "gaussian" }, { kind: "laplace" }),
      fc.record({ kind: fc.constant("student-t" as const), df: fc.double({ min: 2.01, max: 50, noNaN: true }) }),
    ),
    frozen: activation,
    prompt: activation,
    frozenBias: fc.boolean(),
    bias: fc.boolean(),
    scale: fc.constantFrom(1e-3, 0.3, 1, 4, 40, 1e4, 1e9),
  })
  .map((s): { readonly model: ContaminatedMoe; readonly eta: readonly number[] } => {
    const eta = (q: number): readonly number[] => Array.from({ length: q }, (_, j) => s.scale * (0.7 - 0.45 * j));
    const q = s.dimension + (s.bias ? 1 : 0);
    return {
      eta: eta(q),
      model: defineModel({
        covariates: { law: s.law, dimension: s.dimension },
        pretrained: {
          density: s.density,
          expert: { kind: "activation", activation: s.frozen, bias: s.frozenBias },
          eta: eta(s.dimension + (s.frozenBias ? 1 : 0)),
          nu: 0.8,
        },
        prompt: { expert: { kind: "activation", activation: s.prompt, bias: s.bias } },
        box: defaultBox(q),
      }),
    };
  });

describe("drawing in WebAssembly", () => {
  it("gives the bits of the plain way for every covariate law, density and expert", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(
        model,
        unit,
        fc.integer({ min: 1, max: 700 }),
        word,
        word,
        fc.string(),
        (m, lambda, n, a, b, path) => {
          const truth = { lambda, eta: m.eta, nu: 1.7 };
          const key = { seed: a, path, n, replicate: b };
          const [fast, plain] = [wasmSample(m.model, truth, key), plainSample(m.model, truth, key)];
          expect(bits(fast.x)).toEqual(bits(plain.x));
          expect(bits(fast.y)).toEqual(bits(plain.y));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("gives the same bits where the sample is used and dropped, also when the memory is used again", () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 1, max: 3000 }), fc.nat(9), (m, n, seed) => {
        const truth = { lambda: 0.4, eta: m.eta, nu: 1.7 };
        const key = { seed, path: "with", n, replicate: 0 };
        const y = withSample(m.model, truth, key, (sample) => sample.y.slice());
        expect(bits(y)).toEqual(bits(plainSample(m.model, truth, key).y));
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a key that is none", () => {
    const [one] = fc.sample(model, 1);
    const truth = { lambda: 0.5, eta: one.eta, nu: 1 };
    expect(() => wasmSample(one.model, truth, { seed: -1, path: "", n: 5, replicate: 0 })).toThrow("seed is -1");
  });
});
