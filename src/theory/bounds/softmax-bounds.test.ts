import { describe, expect, it } from "vitest";
import { defaultBox, defaultSoftmaxBox } from "../../model/box";
import { inVectorOrder } from "../../model/by-parameter";
import { defineModel } from "../../model/contaminated-moe";
import { SOFTMAX_GATE } from "../../model/gate";
import { fisherInformation } from "../information/information";
import { hellinger } from "./hellinger";
import { leCamBound } from "./le-cam";

const expert = { kind: "activation", activation: "tanh", bias: true } as const;
const parts = {
  covariates: { law: "uniform", dimension: 1 },
  pretrained: { density: { kind: "gaussian" }, expert, eta: [1, 0], nu: 0.3 },
  prompt: { expert },
} as const;
const gated = defineModel({ ...parts, gate: SOFTMAX_GATE, box: defaultSoftmaxBox(1, 2) });
const constant = defineModel({ ...parts, box: defaultBox(2) });
const truth = { tau: 0.4, beta: [1.1], eta: [-0.8, 0.5], nu: 0.2 };

function density(at: typeof truth, x: number, y: number): number {
  const normal = (mean: number, nu: number): number =>
    Math.exp((-0.5 * (y - mean) ** 2) / nu) / Math.sqrt(2 * Math.PI * nu);
  const share = 1 / (1 + Math.exp(-(at.tau + at.beta[0] * x)));
  return (1 - share) * normal(Math.tanh(x), 0.3) + share * normal(Math.tanh(at.eta[0] * x + at.eta[1]), at.nu);
}

/** A midpoint rule in both directions: another quadrature than the library's. */
function integral(of: (x: number, y: number) => number): number {
  const [n, m, reach] = [400, 400, 5];
  let total = 0;
  for (let i = 0; i < n; i++) {
    const x = Math.sqrt(3) * ((2 * i + 1) / n - 1);
    for (let k = 0; k < m; k++) total += of(x, reach * ((2 * k + 1) / m - 1));
  }
  return (total * 2 * reach) / (n * m);
}

describe("theory of a softmax gate", () => {
  it("has the Hellinger distance that a midpoint rule gives, and keeps its digits for near truths", () => {
    const other = { tau: 0.9, beta: [0.6], eta: [-0.7, 0.6], nu: 0.25 };
    const { squaredDistance } = hellinger(gated, truth, other);
    const plain = integral((x, y) => 0.5 * (Math.sqrt(density(truth, x, y)) - Math.sqrt(density(other, x, y))) ** 2);
    expect(Math.abs(squaredDistance / plain - 1)).toBeLessThan(1e-4);
    // Where only the gate moves, by h: the distance is of order h^2 down to the last digits.
    const moved = (h: number): number =>
      hellinger(gated, truth, { ...truth, tau: truth.tau + h }).squaredDistance / (h * h);
    expect(Math.abs(moved(1e-6) / moved(1e-4) - 1)).toBeLessThan(1e-3);
  });

  it("has the Fisher information that differences of the density give", () => {
    const { factor } = fisherInformation(gated, truth);
    const at = (theta: readonly number[]): typeof truth => ({
      tau: theta[0],
      beta: [theta[1]],
      eta: [theta[2], theta[3]],
      nu: theta[4],
    });
    const theta = inVectorOrder<number>(truth);
    const score = (j: number, x: number, y: number): number => {
      const h = 1e-5;
      const [up, down] = [1, -1].map((sign) => density(at(theta.map((v, k) => (k === j ? v + sign * h : v))), x, y));
      return (up - down) / (2 * h);
    };
    for (const [j, k] of [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 2],
      [0, 4],
      [1, 3],
    ] as const) {
      let own = 0;
      for (let i = 0; i < 5; i++) own += factor[i * 5 + j] * factor[i * 5 + k];
      const plain = integral((x, y) => (score(j, x, y) * score(k, x, y)) / density(truth, x, y));
      expect(Math.abs(own - plain)).toBeLessThan(1e-4 * (1 + Math.abs(plain)));
    }
  });

  it("does not take x and -x for alike, though the experts are odd: the gate is not", () => {
    const odd = { kind: "activation", activation: "tanh", bias: false } as const;
    const model = defineModel({
      ...gated,
      pretrained: { ...gated.pretrained, expert: odd, eta: [1] },
      prompt: { expert: odd },
      box: defaultSoftmaxBox(1, 1),
    });
    const at = { tau: 0.4, beta: [1.1], eta: [-0.8], nu: 0.2 };
    const withBias = { ...truth, eta: [-0.8, 0] };
    const [own, whole] = [fisherInformation(model, at), fisherInformation(gated, withBias)];
    const gram = (factor: Float64Array, p: number, j: number, k: number): number =>
      Array.from({ length: p }, (_, i) => factor[i * p + j] * factor[i * p + k]).reduce((sum, v) => sum + v, 0);
    for (const [j, k] of [
      [0, 0],
      [0, 1],
      [1, 2],
      [0, 2],
    ] as const) {
      expect(gram(own.factor, 4, j, k)).toBeCloseTo(gram(whole.factor, 5, j, k), 6);
    }
  });

  it("is that of a constant gate where beta* = 0 and is known: lambda's information is tau's over (lambda (1 - lambda))^2", () => {
    const lambda = 0.35;
    const tau = Math.log(lambda / (1 - lambda));
    const left = fisherInformation(constant, { lambda, eta: truth.eta, nu: truth.nu });
    const right = fisherInformation(gated, { ...truth, tau, beta: [0] });
    const gram = (factor: Float64Array, p: number, j: number, k: number): number =>
      Array.from({ length: p }, (_, i) => factor[i * p + j] * factor[i * p + k]).reduce((sum, v) => sum + v, 0);
    const slope = lambda * (1 - lambda);
    expect(gram(right.factor, 5, 0, 0) / slope ** 2).toBeCloseTo(gram(left.factor, 4, 0, 0), 6);
    expect(gram(right.factor, 5, 0, 2) / slope).toBeCloseTo(gram(left.factor, 4, 0, 1), 6);
    expect(gram(right.factor, 5, 3, 4)).toBeCloseTo(gram(left.factor, 4, 2, 3), 6);
  });

  it("bounds any estimator of tau and beta below: the two points are as far apart as told", () => {
    const n = 2000;
    for (const parameter of ["tau", "beta"]) {
      const found = leCamBound(gated, truth, n, parameter);
      const { squaredDistance } = hellinger(gated, truth, found.alternative);
      expect(found.hellinger).toBeCloseTo(Math.sqrt(squaredDistance), 10);
      const shift = parameter === "tau" ? found.alternative.tau - truth.tau : found.alternative.beta[0] - truth.beta[0];
      const affinity = (1 - squaredDistance) ** (2 * n);
      expect(found.bound).toBeCloseTo((Math.abs(shift) / 2) * (1 - Math.sqrt(1 - affinity)), 8);
      const j = parameter === "tau" ? 0 : 1;
      const curve = fisherInformation(gated, truth).deviations[j] / Math.sqrt(n);
      expect(found.bound).toBeGreaterThan(0.1 * curve);
      expect(found.bound).toBeLessThan(0.8 * curve);
    }
  });
});
