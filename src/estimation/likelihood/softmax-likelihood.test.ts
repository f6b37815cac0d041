import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../model/activation";
import { defaultSoftmaxBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import type { Density } from "../../model/density";
import { customExpert } from "../../model/expert";
import { SOFTMAX_GATE } from "../../model/gate";
import { drawSample } from "../../model/sample/draw-sample";
import { gateRegression } from "../em/gate-regression";
import { type Likelihood, newPass } from "./likelihood";
import { parallelLikelihood } from "./parallel-likelihood";
import { plainLikelihood } from "./plain-likelihood";
import { wasmLikelihood } from "./wasm-likelihood";

interface Case {
  readonly density: Density;
  readonly activation: (typeof ACTIVATIONS)[number];
  readonly dimension: number;
  readonly bias: boolean;
  readonly tau: number;
  readonly beta: number;
  readonly slope: number;
  readonly nu: number;
  readonly n: number;
  readonly seed: number;
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

function cases(most: number): fc.Arbitrary<Case> {
  return fc.record({
    density: fc.constantFrom<Density>({ kind: "gaussian" }, { kind: "laplace" }, { kind: "student-t", df: 5 }),
    activation: fc.constantFrom(...ACTIVATIONS.filter((one) => one !== "relu")),
    dimension: fc.integer({ min: 1, max: most }),
    bias: fc.boolean(),
    tau: number(-3, 3),
    beta: number(-2, 2),
    slope: number(-2, 2),
    nu: number(0.2, 4),
    n: fc.integer({ min: 1, max: 300 }),
    seed: fc.nat(1e6),
  });
}

function moe({ density, activation, dimension, bias }: Case): ContaminatedMoe<"softmax"> {
  return defineModel({
    gate: SOFTMAX_GATE,
    covariates: { law: "uniform", dimension },
    pretrained: {
      density,
      expert: { kind: "activation", activation: "tanh", bias: false },
      eta: Array.from({ length: dimension }, () => 1),
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation, bias } },
    box: defaultSoftmaxBox(dimension, dimension + (bias ? 1 : 0)),
  });
}

function drawn(of: Case) {
  const model = moe(of);
  const eta = model.box.eta.map((_, j) => of.slope + 0.3 * j);
  const beta = model.box.beta.map((_, j) => of.beta - 0.2 * j);
  const sample = drawSample(
    model,
    { tau: of.tau, beta, eta, nu: of.nu },
    { seed: of.seed, path: "test", n: of.n, replicate: 0 },
  );
  const theta = Float64Array.of(of.tau + 0.2, ...beta.map((b) => b + 0.1), ...eta.map((e) => e + 0.1), of.nu * 1.1);
  return { model, sample, theta };
}

/** Largest difference of two likelihoods' passes at theta, relative to the rows' number and the entry. */
function difference(left: Likelihood, right: Likelihood, theta: Float64Array): number {
  const p = theta.length;
  const [a, b] = [newPass(p), newPass(p)];
  left.evaluate(theta, a);
  right.evaluate(theta, b);
  const flat = (pass: typeof a): number[] => [pass.logLikelihood, ...pass.gradient, ...pass.hessian];
  const expected = flat(b);
  return Math.max(...flat(a).map((v, j) => Math.abs(v - expected[j]) / (left.sample.n + Math.abs(expected[j]))));
}

describe("the likelihood of a softmax gate", () => {
  it("has the gradient and Hessian that differences give", () => {
    fc.assert(
      fc.property(cases(3), (of) => {
        const { model, sample, theta } = drawn({ ...of, n: 40 });
        const likelihood = plainLikelihood(model, sample);
        const p = theta.length;
        const [here, up, down] = [newPass(p), newPass(p), newPass(p)];
        likelihood.evaluate(theta, here);
        expect(likelihood.value(theta)).toBeCloseTo(here.logLikelihood, 9);
        for (let j = 0; j < p; j++) {
          const h = 1e-5 * (1 + Math.abs(theta[j]));
          const [plus, minus] = [theta.slice(), theta.slice()];
          plus[j] += h;
          minus[j] -= h;
          likelihood.evaluate(plus, up);
          likelihood.evaluate(minus, down);
          const first = (up.logLikelihood - down.logLikelihood) / (2 * h);
          expect(Math.abs(here.gradient[j] - first)).toBeLessThan(2e-5 * (1 + Math.abs(first)) * 40);
          for (let k = 0; k < p; k++) {
            const second = (up.gradient[k] - down.gradient[k]) / (2 * h);
            expect(Math.abs(here.hessian[j * p + k] - second)).toBeLessThan(1e-5 * (40 + Math.abs(second)));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is log[(1 - pi) f0 + pi f], summed: from the densities themselves", () => {
    fc.assert(
      fc.property(cases(3), (of) => {
        const { model, sample, theta } = drawn({ ...of, density: { kind: "laplace" }, activation: "identity" });
        const d = of.dimension;
        let total = 0;
        for (let i = 0; i < sample.n; i++) {
          const x = Array.from({ length: d }, (_, j) => sample.x[j * sample.n + i]);
          const dot = (from: number): number => x.reduce((sum, v, j) => sum + theta[from + j] * v, 0);
          const share = 1 / (1 + Math.exp(-(theta[0] + dot(1))));
          const mean = dot(d + 1) + (of.bias ? theta[2 * d + 1] : 0);
          const nu = theta[theta.length - 1];
          const frozen = Math.tanh(x.reduce((sum, v) => sum + v, 0));
          const f0 = Math.exp(-Math.abs(sample.y[i] - frozen) * Math.SQRT2) / Math.SQRT2;
          const f = Math.exp((-0.5 * (sample.y[i] - mean) ** 2) / nu) / Math.sqrt(2 * Math.PI * nu);
          total += Math.log((1 - share) * f0 + share * f);
        }
        expect(plainLikelihood(model, sample).value(theta)).toBeCloseTo(total, 8);
      }),
      { numRuns: 40 },
    );
  });

  it("is the same in WebAssembly and in threads: value, derivatives, posterior probabilities, for every expert", () => {
    fc.assert(
      fc.property(cases(9), fc.constantFrom(...ACTIVATIONS), (of, activation) => {
        const { model, sample, theta } = drawn({ ...of, activation });
        const [fast, plain] = [wasmLikelihood(model, sample), plainLikelihood(model, sample)];
        expect(difference(fast, plain, theta)).toBeLessThan(1e-13 * 50);
        const [a, b] = [new Float64Array(sample.n), new Float64Array(sample.n)];
        const values = [fast.value(theta), fast.responsibilities(theta, a), plain.responsibilities(theta, b)];
        for (const value of values)
          expect(Math.abs(value - values[2])).toBeLessThan(1e-12 * (sample.n + Math.abs(value)));
        a.forEach((v, i) => {
          expect(Math.abs(v - b[i])).toBeLessThan(1e-14);
        });
        fast.release();
      }),
      { numRuns: 80 },
    );
    const { model, sample, theta } = drawn({
      ...{ density: { kind: "laplace" }, activation: "tanh", dimension: 4, bias: true },
      ...{ tau: 0.5, beta: 1, slope: 0.5, nu: 0.6, n: 5000, seed: 1 },
    });
    const [one, two] = [wasmLikelihood(model, sample), parallelLikelihood(model, sample, 2)];
    expect(difference(two, one, theta)).toBe(0);
    one.release();
    two.release();
  });

  it("keeps its digits where the log-odds are in the hundreds, either way", () => {
    for (const tau of [-690, -60, 60, 690]) {
      const { model, sample, theta } = drawn({
        ...{ density: { kind: "gaussian" }, activation: "identity", dimension: 2, bias: true },
        ...{ tau: 0, beta: 0, slope: 0.5, nu: 0.6, n: 200, seed: 2 },
      });
      theta[0] = tau;
      theta.fill(0, 1, 3);
      const [fast, plain] = [wasmLikelihood(model, sample), plainLikelihood(model, sample)];
      const pass = newPass(theta.length);
      fast.evaluate(theta, pass);
      expect([pass.logLikelihood, ...pass.gradient, ...pass.hessian].every(Number.isFinite)).toBe(true);
      expect(difference(fast, plain, theta)).toBeLessThan(1e-12);
      // d/dtau = sum of (a - pi): as small as the rarer component's odds.
      const odds = Math.exp(-Math.abs(tau));
      expect(Math.abs(pass.gradient[0])).toBeLessThan(1e4 * odds);
      expect(Math.abs(pass.gradient[0])).toBeGreaterThan(0);
      fast.release();
    }
  });

  it("takes a user-defined expert: the derivatives of the built-in one that it copies", () => {
    const line = customExpert(
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
    const { model, sample, theta } = drawn({
      ...{ density: { kind: "laplace" }, activation: "identity", dimension: 1, bias: true },
      ...{ tau: 0.5, beta: 1, slope: 0.5, nu: 0.6, n: 300, seed: 3 },
    });
    const own = plainLikelihood({ ...model, prompt: { expert: line } }, sample);
    expect(difference(own, plainLikelihood(model, sample), theta)).toBeLessThan(1e-14);
  });

  it("has the gate's regression of EM in WebAssembly as row by row", () => {
    fc.assert(
      fc.property(cases(9), (of) => {
        const { model, sample, theta } = drawn(of);
        const g = of.dimension + 1;
        const weights = Float64Array.from({ length: sample.n }, (_, i) => ((i * 7919) % 101) / 100);
        const fast = wasmLikelihood(model, sample);
        const [left, right] = [newPass(g), newPass(g)];
        fast.gateRegression?.(weights, theta.slice(0, g), left);
        gateRegression(sample, weights, theta.slice(0, g), right);
        const flat = (pass: typeof left): number[] => [pass.logLikelihood, ...pass.gradient, ...pass.hessian];
        flat(left).forEach((value, j) => {
          expect(Math.abs(value - flat(right)[j])).toBeLessThan(1e-12 * (sample.n + Math.abs(value)));
        });
        fast.release();
      }),
      { numRuns: 40 },
    );
  });
});
