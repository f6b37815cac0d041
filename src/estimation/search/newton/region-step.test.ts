import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { RegionStep } from "./region-step";

function value(g: Float64Array, b: Float64Array, s: Float64Array): number {
  const p = g.length;
  let sum = 0;
  for (let j = 0; j < p; j++) {
    sum += g[j] * s[j];
    for (let k = 0; k < p; k++) sum += 0.5 * s[j] * b[j * p + k] * s[k];
  }
  return sum;
}

const length = (s: Float64Array): number => Math.sqrt(s.reduce((sum, v) => sum + v * v, 0));

/** The least value of the model in the ball, from the eigenvalues: bisection on the shift, another way than the code's. */
function leastValue(g: Float64Array, b: Float64Array, radius: number): number {
  const p = g.length;
  const evd = new EigenvalueDecomposition(
    new Matrix(Array.from({ length: p }, (_, j) => Array.from(b.subarray(j * p, (j + 1) * p)))),
    { assumeSymmetric: true },
  );
  const values = evd.realEigenvalues;
  const c = values.map((_, i) => g.reduce((sum, gj, j) => sum + gj * evd.eigenvectorMatrix.get(j, i), 0));
  const lengthAt = (shift: number): number =>
    Math.sqrt(c.reduce((sum, ci, i) => sum + (ci === 0 ? 0 : (ci / (values[i] + shift)) ** 2), 0));
  const least = Math.min(...values);
  let low = Math.max(0, -least) + 1e-13;
  const worth = (shift: number): number =>
    c.reduce((sum, ci, i) => {
      const s = ci === 0 ? 0 : -ci / (values[i] + shift);
      return sum + ci * s + 0.5 * values[i] * s * s;
    }, 0);
  if (lengthAt(low) <= radius) {
    const rest = Math.max(0, radius * radius - lengthAt(low) ** 2);
    return worth(low) + (least < 0 ? 0.5 * least * rest : 0);
  }
  let high = low + length(g) / radius + 1;
  for (let round = 0; round < 200; round++) {
    const middle = 0.5 * (low + high);
    if (lengthAt(middle) > radius) low = middle;
    else high = middle;
  }
  return worth(high);
}

/** By trying: the whole disc, its edge finely. No algebra that could be wrong in the same way as the code's. */
function leastInDisc(g: Float64Array, b: Float64Array, radius: number): number {
  let least = 0;
  const s = new Float64Array(2);
  for (let ring = 0; ring <= 60; ring++) {
    const angles = ring === 60 ? 20_000 : 240;
    for (let k = 0; k < angles; k++) {
      const angle = (2 * Math.PI * k) / angles;
      s[0] = (radius * ring * Math.cos(angle)) / 60;
      s[1] = (radius * ring * Math.sin(angle)) / 60;
      least = Math.min(least, value(g, b, s));
    }
  }
  return least;
}

/** Zeros, ones and millionths among them: degenerate matrices, where the hard case lives. */
const entry = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }).map((v) => Math.round(v * 1e6) / 1e6),
  fc.constantFrom(0, 0, 1, -1, 0.5, 1e-6, -2e-6),
);

describe("the trust-region step", () => {
  it("comes near the least value of the model in the ball, whatever the matrix's signs", () => {
    const problem = fc.integer({ min: 1, max: 6 }).chain((p) =>
      fc.record({
        g: fc.array(entry, { minLength: p, maxLength: p }),
        a: fc.array(entry, { minLength: p * p, maxLength: p * p }),
        radius: fc.double({ min: 0.01, max: 10, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(problem, ({ g, a, radius }) => {
        const p = g.length;
        const b = Float64Array.from({ length: p * p }, (_, at) => {
          const [j, k] = [Math.floor(at / p), at % p];
          return a[j * p + k] + a[k * p + j];
        });
        const gradient = Float64Array.from(g);
        const s = new Float64Array(p);
        new RegionStep(8).solve(gradient, b, p, radius, s);
        expect(length(s)).toBeLessThanOrEqual(1.11 * radius);
        const least = leastValue(gradient, b, radius);
        // A direction whose curvature is below 1e-9 of the matrix may be taken for flat: that gives away so much.
        const flat = 0.5e-9 * (1 + length(b) * radius * radius);
        expect(value(gradient, b, s)).toBeLessThanOrEqual(0.75 * least + flat);
      }),
      { numRuns: 5000 },
    );
  });

  it("is the Newton step where that lies inside", () => {
    const b = Float64Array.of(4, 1, 1, 3);
    const s = new Float64Array(2);
    new RegionStep(2).solve(Float64Array.of(1, 2), b, 2, 10, s);
    expect(s[0]).toBeCloseTo(-1 / 11, 14);
    expect(s[1]).toBeCloseTo(-7 / 11, 14);
  });

  it("comes as near to the least value that trying finds, in matrices of two that are turned into the hard case", () => {
    const problem = fc.record({
      values: fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: -0.01, noNaN: true })),
      turn: fc.double({ min: 0, max: 6.3, noNaN: true }),
      pull: fc.double({ min: 0, max: 1, noNaN: true }),
      slip: fc.constantFrom(0, 0, 1e-12, 1e-6, 1e-3),
      radius: fc.double({ min: 0.1, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(problem, ({ values: [one, other], turn, pull, slip, radius }) => {
        const [c, n] = [Math.cos(turn), Math.sin(turn)];
        const b = Float64Array.of(one * c * c + other * n * n, (one - other) * c * n, 0, one * n * n + other * c * c);
        b[2] = b[1];
        // Along the first eigenvector, blind to the second but for a slip.
        const g = Float64Array.of(pull * c - slip * n, pull * n + slip * c);
        const s = new Float64Array(2);
        new RegionStep(2).solve(g, b, 2, radius, s);
        expect(length(s)).toBeLessThanOrEqual(1.11 * radius);
        expect(value(g, b, s)).toBeLessThanOrEqual(0.75 * leastInDisc(g, b, radius) + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it("leaves a saddle in the hard case, where the gradient is blind to the way down", () => {
    const s = new Float64Array(2);
    new RegionStep(2).solve(Float64Array.of(1, 0), Float64Array.of(2, 0, 0, -1), 2, 3, s);
    expect(length(s)).toBeCloseTo(3, 6);
    // Shift 1: s_1 = -1/3, the rest along the second axis.
    expect(value(Float64Array.of(1, 0), Float64Array.of(2, 0, 0, -1), s)).toBeLessThan(0.85 * (-1 / 6 - 4.5));
  });
});
