import { describe, expect, it } from "vitest";
import { customDensity } from "../../model/custom-density";
import { logisticDensity } from "../../model/own-expert-example";
import { isGaussian } from "../quadrature/gaussian-shape";
import { densityShape } from "./density-shape";

const normal = (z: number, m: number, v: number): number =>
  Math.exp((-(z - m) * (z - m)) / (2 * v)) / Math.sqrt(2 * Math.PI * v);

/** f + c v (2 df/dv) at N(0, v), v = 1/(1 + 2c): a density for 0 < c < 1. */
const withDerivative = (c: number) => {
  const v = 1 / (1 + 2 * c);
  return customDensity({
    name: "own derivative",
    logDensity: (z) => Math.log(normal(z, 0, v) * (1 + c * ((z * z) / v - 1))),
  });
};

describe("the shape of a density against the prompt's family", () => {
  it("sees a normal law under another name, and none where there is none", () => {
    expect(isGaussian(customDensity({ name: "n", logDensity: (z) => Math.log(normal(z, 0, 1)) }))).toBe(true);
    expect(isGaussian(withDerivative(1e-3))).toBe(false);
    expect(isGaussian({ kind: "student-t", df: 1e6 })).toBe(false);
  });

  it("sees a normal law plus its own derivative, at its variance", () => {
    const shape = densityShape(withDerivative(0.3));
    expect(shape.second).toBeLessThan(1e-6);
    expect(shape.means[1]).toBeCloseTo(0, 4);
    expect(shape.variances[1]).toBeCloseTo(1 / 1.6, 4);
  });

  it("sees a mixture of two normal laws", () => {
    const v = 1 - 0.36;
    const mixture = customDensity({
      name: "two humps",
      logDensity: (z) => Math.log(0.5 * normal(z, -0.6, v) + 0.5 * normal(z, 0.6, v)),
    });
    const shape = densityShape(mixture);
    expect(shape.distance).toBeLessThan(1e-6);
    expect([...shape.means].sort((a, b) => a - b)[1]).toBeCloseTo(0.6, 1);
  });

  it("puts the logistic law, Laplace and t with few degrees of freedom clearly apart, t with many nearly inside", () => {
    for (const density of [logisticDensity, { kind: "laplace" }, { kind: "student-t", df: 5 }] as const) {
      expect(densityShape(density).distance).toBeGreaterThan(0.01);
    }
    const distances = [20, 40, 80].map((df) => densityShape({ kind: "student-t", df }).distance);
    expect(distances[0]).toBeGreaterThan(distances[1]);
    expect(distances[1]).toBeGreaterThan(distances[2]);
    expect(distances[0]).toBeGreaterThan(3e-3);
  });
});
