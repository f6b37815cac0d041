import { describe, expect, it } from "vitest";
import { expm1 } from "./elementary";
import { gaussLegendre } from "./gauss-legendre";
import { korobovLattice } from "./low-discrepancy";
import { nelderMead } from "./nelder-mead";
import { normalQuantile } from "./normal-quantile";
import { invertTriangle, TriangularFactor } from "./triangular-factor";

describe("Gauss-Legendre rules", () => {
  it.each([
    2, 3, 5, 10, 16, 24, 32, 72, 128, 448, 784,
  ])("with %i nodes are exact for monomials up to 2n - 1", (order) => {
    const { nodes, weights } = gaussLegendre(order);
    for (let degree = 0; degree < 2 * order; degree++) {
      const sum = nodes.reduce((total, x, i) => total + weights[i] * x ** degree, 0);
      expect(Math.abs(sum - (degree % 2 === 0 ? 2 / (degree + 1) : 0))).toBeLessThan(4e-15);
    }
  });

  it("have the published nodes and weights (Abramowitz and Stegun, table 25.4, n = 5)", () => {
    const { nodes, weights } = gaussLegendre(5);
    expect(nodes[4]).toBeCloseTo(0.906179845938664, 15);
    expect(nodes[3]).toBeCloseTo(0.538469310105683, 15);
    expect(nodes[2]).toBe(0);
    expect(weights[4]).toBeCloseTo(0.236926885056189, 15);
    expect(weights[2]).toBeCloseTo(0.568888888888889, 15);
  });

  it("refuse orders that make no rule", () => {
    expect(() => gaussLegendre(1)).toThrow(RangeError);
  });
});

describe("the lattice", () => {
  it("fills the open cube and integrates smooth functions much better than chance", () => {
    const [points, d] = [4093, 5];
    const lattice = korobovLattice(points, d);
    let sum = 0;
    for (let i = 0; i < points; i++) {
      let product = 1;
      for (let j = 0; j < d; j++) {
        const x = lattice[i * d + j];
        expect(x > 0 && x < 1).toBe(true);
        product *= 1 + 0.5 * (x * x - 1 / 3);
      }
      sum += product;
    }
    // Chance would give about 0.005.
    expect(Math.abs(sum / points - 1)).toBeLessThan(2e-4);
  });
});

describe("the triangular factor", () => {
  const hilbert = (i: number, j: number): number => 1 / (i + j + 1);

  it("has the cross products of the rows, folded in any portions", () => {
    const factor = new TriangularFactor(4, 7);
    for (let i = 0; i < 30; i++) {
      const { buffer, offset } = factor.nextRow();
      for (let j = 0; j < 4; j++) buffer[offset + j] = hilbert(i, j);
    }
    const r = factor.fold();
    for (let j = 0; j < 4; j++) {
      for (let k = 0; k < 4; k++) {
        let direct = 0;
        let folded = 0;
        for (let i = 0; i < 30; i++) direct += hilbert(i, j) * hilbert(i, k);
        for (let i = 0; i < 4; i++) folded += r[i * 4 + j] * r[i * 4 + k];
        expect(Math.abs(folded / direct - 1)).toBeLessThan(1e-14);
      }
    }
  });

  it("is not undone by portions of rows that underflow", () => {
    const factor = new TriangularFactor(2, 4);
    for (let i = 0; i < 12; i++) {
      const { buffer, offset } = factor.nextRow();
      const size = i < 8 ? 1e-158 : 1;
      buffer[offset] = size;
      buffer[offset + 1] = size * i;
    }
    const r = factor.fold();
    expect(Math.abs(r[0])).toBeCloseTo(2, 14);
    expect(Math.abs(r[3])).toBeCloseTo(Math.sqrt(5), 14);
  });

  it("keeps a column that is almost the sum of others: 1e-10 apart, its square 1e-20", () => {
    const factor = new TriangularFactor(2, 16);
    const rows = 100;
    for (let i = 0; i < rows; i++) {
      const { buffer, offset } = factor.nextRow();
      buffer[offset] = 1;
      buffer[offset + 1] = 1 + (i % 2 === 0 ? 1e-10 : -1e-10);
    }
    const inverse = invertTriangle(factor.fold(), 2);
    const deviation = Math.abs(inverse[3]);
    expect(Math.abs(deviation * 1e-10 * Math.sqrt(rows) - 1)).toBeLessThan(1e-5);
  });
});

describe("smaller tools", () => {
  it("expm1 keeps small arguments and agrees with exp for large ones", () => {
    for (const x of [1e-300, 1e-18, -3e-9, 1e-4, -0.1, 0.7, -1.2, 1.3, -5, 40, 709, -800]) {
      // The engine's expm1 is within an ulp.
      expect(Math.abs(expm1(x) / Math.expm1(x) - 1)).toBeLessThan(1.2e-15);
    }
    expect(expm1(0)).toBe(0);
    expect(expm1(Number.NaN)).toBeNaN();
  });

  it("normalQuantile has scipy.special.ndtri's values", () => {
    const table: readonly [number, number][] = [
      [1e-12, -7.034483825301131],
      [0.001, -3.090232306167813],
      [0.3, -0.5244005127080407],
      [0.5, 0],
      [0.975, 1.959963984540054],
    ];
    for (const [p, z] of table) expect(normalQuantile(p)).toBeCloseTo(z, 12);
  });

  it("nelderMead finds Rosenbrock's minimum", () => {
    const rosenbrock = ([x, y]: Float64Array): number => 100 * (y - x * x) ** 2 + (1 - x) ** 2;
    const { point } = nelderMead(rosenbrock, Float64Array.of(-1.2, 1), {
      step: 0.5,
      evaluations: 400,
      tolerance: 1e-14,
    });
    expect(point[0]).toBeCloseTo(1, 5);
    expect(point[1]).toBeCloseTo(1, 5);
  });
});
