import { describe, expect, it } from "vitest";
import { defaultBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import { fixed, type Path, powerLaw } from "../../model/path";
import { rational } from "../../numerics/rational";
import { limitPoint } from "./limit-point";
import { type TailGain, tailGain } from "./tail";

function path(law: "uniform" | "normal", eta: readonly [number, number], nu: number, laplace = false): Path {
  const expert = { kind: "activation", activation: "identity", bias: true } as const;
  const model = defineModel({
    covariates: { law, dimension: 1 },
    pretrained: { density: { kind: laplace ? "laplace" : "gaussian" }, expert, eta: [1, 0], nu: 1 },
    prompt: { expert },
    box: defaultBox(2),
  });
  return { id: "t", title: "t", model, lambda: powerLaw(0, 0.5, "1/8"), eta: eta.map(fixed), nu: fixed(nu) };
}

function gainOf(of: Path): TailGain {
  const point = limitPoint(of);
  if ("reason" in point) throw new Error(point.reason);
  return tailGain(of.model, point);
}

/**
 * log of int g^2 / ((1 - lambda) f0 + lambda f) dy for lambda = e^-L, g = f times a polynomial, f0 = N(0, 1), f = N(m, v): by the trapezoidal
 * rule with logarithms, far beyond where densities underflow.
 */
function logInformation(L: number, m: number, v: number, polynomial: (y: number) => number): number {
  const reach = 4 * Math.sqrt(v * (2 * L + 50)) + Math.abs(m);
  const step = 4e-3;
  const logs: number[] = [];
  for (let y = -reach; y <= reach; y += step) {
    const f0 = -0.5 * y * y;
    const f = -0.5 * Math.log(v) - (0.5 * (y - m) ** 2) / v;
    const tail = f - L;
    const p = Math.max(f0, tail) + Math.log1p(Math.exp(-Math.abs(f0 - tail)));
    logs.push(2 * f - p + 2 * Math.log(Math.abs(polynomial(y)) + 1e-300));
  }
  const top = logs.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return top + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - top), 0) * step);
}

describe("the gain of the tail where f^2/f0 is not integrable", () => {
  it("is (nu* - 2 nu0)/(nu* - nu0), exactly, and none up to nu* = 2 nu0", () => {
    const gain = (nu: number) => gainOf(path("uniform", [-1, 0.5], nu));
    for (const [nu, value] of [
      [4, "2/3"],
      [3, "1/2"],
      [2.5, "1/3"],
      [2, "0"],
      [1.5, "0"],
      [0.25, "0"],
    ] as const) {
      expect(gain(nu)).toEqual({ gain: rational(value) });
    }
    expect(gainOf(path("uniform", [-1, 0.5], 4, true))).toEqual({ gain: rational(0) });
  });

  it.each([
    [4, 0, (_: number) => 1],
    [4, 2, (_: number) => 1],
    [3, 1, (y: number) => y - 1],
    [2, 1, (_: number) => 1],
    [1.5, 2, (y: number) => y * y],
  ])("is the growth of the integral itself in 1/lambda, by quadrature to lambda = e^-20000: nu = %d, mean %d", (v, m, g) => {
    const [low, high] = [10000, 20000];
    const slope = (logInformation(high, m, v, g) - logInformation(low, m, v, g)) / (high - low);
    // Means that differ leave exp(c sqrt(L)), polynomials powers of L.
    expect(Math.abs(slope - Math.max(0, (v - 2) / (v - 1)))).toBeLessThan(0.01);
  });

  it("of normal x whose means grow apart is no rational, and stated with a reason", () => {
    const apart = gainOf(path("normal", [3, 0], 1));
    expect("reason" in apart && apart.reason).toMatch(/means of normal x grow apart/);
    // A gap of 1/2 in the slope: E exp((x/2)^2) is finite.
    expect(gainOf(path("normal", [1.5, 0], 1))).toEqual({ gain: rational(0) });
    expect(gainOf(path("normal", [1, 2], 4))).toEqual({ gain: rational("2/3") });
  });
});
