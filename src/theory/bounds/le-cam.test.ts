import { describe, expect, it } from "vitest";
import { defaultBox } from "../../model/box";
import type { Parameters } from "../../model/by-parameter";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { fisherInformation } from "../information/information";
import { farRootRatio, farStarts } from "./far-alternatives";
import { hellinger } from "./hellinger";
import { leCamBound, twoPointFactor } from "./le-cam";

const LINEAR = { kind: "activation", activation: "identity", bias: true } as const;
const TANH = { kind: "activation", activation: "tanh", bias: true } as const;

function linear(dimension = 1): ContaminatedMoe {
  return defineModel({
    covariates: { law: "normal", dimension },
    pretrained: {
      density: { kind: "gaussian" },
      expert: LINEAR,
      eta: [...Array.from({ length: dimension }, () => 1), 0],
      nu: 1,
    },
    prompt: { expert: LINEAR },
    box: defaultBox(dimension + 1),
  });
}

/** E_X BC of N(h1, nu1) and N(h2, nu2) with h1 - h2 = b + a^T X, X standard normal, |a| = slope. */
function gaussianAffinity(slope: number, b: number, nu1: number, nu2: number): number {
  const sum = nu1 + nu2;
  const front = Math.sqrt((2 * Math.sqrt(nu1 * nu2)) / sum);
  // E exp(-(b + slope Z)^2 / (4 sum)), Z standard normal
  const c = 1 / (4 * sum);
  const k = 1 + 2 * c * slope * slope;
  return (front * Math.exp((-c * b * b) / k)) / Math.sqrt(k);
}

describe("the Hellinger distance", () => {
  const prompt = (eta: readonly number[], nu: number): Parameters => ({ lambda: 1, eta, nu });

  it.each([
    [1, 0.3, 0.5, 2],
    [1, 0, 0, 1.5],
    [1, 2, -1, 0.05],
    [2, 0.4, 0.7, 3],
  ] as const)("of two normal laws has its closed form (d = %d, slope %d, bias %d, nu %d)", (d, slope, b, nu) => {
    const model = linear(d);
    const left = prompt([...Array.from({ length: d }, () => 1), 0], 1);
    const right = prompt([1 + slope, ...Array.from({ length: d - 1 }, () => 1), b], nu);
    const { affinity, squaredDistance } = hellinger(model, left, right);
    expect(Math.abs(affinity - gaussianAffinity(slope, b, 1, nu))).toBeLessThan(1e-9);
    expect(affinity + squaredDistance).toBeCloseTo(1, 14);
  });

  it("keeps its digits at distances of 1e-16", () => {
    const model = linear();
    const nu = 1 + 2 ** -24;
    const { squaredDistance } = hellinger(model, prompt([1, 0], 1), prompt([1, 0], nu));
    // 1 - BC = v^2/16 to leading order in v = nu - 1, relative error of order v.
    expect(Math.abs(squaredDistance / (2 ** -48 / 16) - 1)).toBeLessThan(1e-6);
  });

  it("is symmetric and zero for equal truths", () => {
    const model = linear();
    const [p, q] = [
      { lambda: 0.3, eta: [0.5, 1], nu: 0.7 },
      { lambda: 0.6, eta: [1.5, -1], nu: 2 },
    ];
    expect(hellinger(model, p, q).squaredDistance).toBeCloseTo(hellinger(model, q, p).squaredDistance, 12);
    expect(hellinger(model, p, p).squaredDistance).toBe(0);
  });

  it("is a quarter of half the information's quadratic form nearby", () => {
    const model = linear();
    const truth = { lambda: 0.4, eta: [1.8, 0.9], nu: 0.6 };
    const { inverseFactor } = fisherInformation(model, truth);
    const small = 1e-4;
    for (let k = 0; k < 4; k++) {
      const move = Array.from({ length: 4 }, (_, i) => inverseFactor[i * 4 + k] * small);
      const other = {
        lambda: truth.lambda + move[0],
        eta: truth.eta.map((e, j) => e + move[j + 1]),
        nu: truth.nu + move[3],
      };
      const { squaredDistance } = hellinger(model, truth, other);
      expect(Math.abs(squaredDistance / ((small * small) / 8) - 1)).toBeLessThan(2e-3);
    }
  });
});

describe("Le Cam's bound", () => {
  it("has the factor (1 - sqrt(1 - BC^2n)) / 2", () => {
    expect(twoPointFactor(100, 0)).toBe(0.5);
    expect(twoPointFactor(1, 1)).toBe(0);
    expect(twoPointFactor(3, 0.2)).toBeCloseTo(0.5 * (1 - Math.sqrt(1 - 0.8 ** 6)), 14);
    expect(twoPointFactor(1e15, 1e-15)).toBeCloseTo(0.5 * (1 - Math.sqrt(1 - Math.exp(-2))), 10);
  });

  const regular = defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density: { kind: "laplace" }, expert: TANH, eta: [1, 0], nu: 1 },
    prompt: { expert: LINEAR },
    box: defaultBox(2),
  });
  it.each([
    "lambda",
    "eta[0]",
    "eta[1]",
    "nu",
  ])("is 0.3 to 0.45 of the regular mean absolute error: %s", (parameter) => {
    const truth = { lambda: 0.2, eta: [-1, 0.5], nu: 0.25 };
    const n = 1e4;
    const { deviations } = fisherInformation(regular, truth);
    const j = ["lambda", "eta[0]", "eta[1]", "nu"].indexOf(parameter);
    const { bound, alternative, hellinger: distance } = leCamBound(regular, truth, n, parameter);
    const ratio = bound / ((deviations[j] / Math.sqrt(n)) * Math.sqrt(2 / Math.PI));
    // Where regular: max over c of c (1 - sqrt(1 - e^(-c^2/4))) / 2 over sqrt(2/pi) = 0.339.
    expect(ratio).toBeGreaterThan(0.335);
    expect(ratio).toBeLessThan(0.45);
    // What it reports is what it claims.
    const again = hellinger(regular, truth, alternative);
    expect(Math.sqrt(again.squaredDistance)).toBeCloseTo(distance, 12);
  });

  it("finds the far root of linear experts where the sample cannot tell it apart", () => {
    const model = defineModel({ ...linear(), covariates: { law: "uniform", dimension: 1 } });
    const truth = { lambda: 0.4, eta: [1, 1], nu: 1 };
    // kappa = 0: the root is 2 lambda; lambda b and the first three moments agree.
    expect(farRootRatio(1, 0)).toBe(2);
    expect(farRootRatio(1, 1 / 3)).toBeCloseTo(1, 15);
    const { deviations } = fisherInformation(model, truth);
    const local = 0.339 * deviations[0] * Math.sqrt(2 / Math.PI);
    const n = 300;
    const { bound, alternative } = leCamBound(model, truth, n, "lambda");
    expect(alternative.lambda).toBeGreaterThan(0.6);
    expect(bound).toBeGreaterThan((1.2 * local) / Math.sqrt(n));
  });

  it("starts far alternatives on matched moments", () => {
    const truth = { lambda: 0.4, eta: [1, 0.8], nu: 1.1 };
    const moments = ({ lambda, eta: [, b], nu }: Parameters) => [
      lambda * b,
      lambda * (b * b + nu - 1),
      lambda * (b ** 3 + 3 * b * (nu - 1)),
    ];
    const here = moments(truth);
    const ratio = farRootRatio(0.8, 0.1) ?? Number.NaN;
    const starts = farStarts(linear(), truth);
    for (const start of starts) {
      const [first, second] = moments(start);
      expect(first).toBeCloseTo(here[0], 12);
      expect(second).toBeCloseTo(here[1], 12);
    }
    const root = starts.find(({ lambda }) => Math.abs(lambda - ratio * truth.lambda) < 1e-12);
    expect(root && moments(root)[2]).toBeCloseTo(here[2], 12);
  });

  it("is half the box where nothing identifies lambda", () => {
    const { bound } = leCamBound(linear(), { lambda: 0.3, eta: [1, 0], nu: 1 }, 1e4, "lambda");
    expect(bound).toBeCloseTo(0.35, 10);
  });

  it("names the parameters it knows", () => {
    expect(() => leCamBound(regular, { lambda: 0.2, eta: [-1, 0.5], nu: 0.25 }, 100, "eta[2]")).toThrow(
      'no parameter "eta[2]"; there are lambda, a, b, nu',
    );
  });
});
