import fc from "fast-check";
import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { curveExponent, type ErrorPoint, logLogSlope } from "./slopes";

const sizes = [1000, 3000, 10_000, 30_000, 100_000];
const positive = fc.double({ min: 0.01, max: 10, noNaN: true });

describe("log-log slopes", () => {
  it("find the exponent of an exact power law, whatever the weights", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        positive,
        fc.array(positive, { minLength: 5, maxLength: 5 }),
        (e, c, relative) => {
          const points = sizes.map((n, k) => ({ n, error: c * n ** -e, mcse: c * n ** -e * relative[k] }));
          expect(logLogSlope(points)?.exponent).toBeCloseTo(e, 10);
        },
      ),
    );
  });

  it("equal ordinary least squares when all relative errors are equal", () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 5, maxLength: 5 }), (values) => {
        const points = sizes.map((n, k) => ({ n, error: values[k], mcse: 0.1 * values[k] }));
        const x = new Matrix(points.map(({ n }) => [1, Math.log(n)]));
        const line = solve(x, Matrix.columnVector(points.map(({ error }) => Math.log(error))));
        expect(logLogSlope(points)?.exponent).toBeCloseTo(-line.get(1, 0), 9);
      }),
    );
  });

  it("weigh by 1/variance: slope and standard error from the textbook sums", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(positive, positive), { minLength: 5, maxLength: 5 }), (rows) => {
        const points: ErrorPoint[] = rows.map(([error, relative], k) => ({
          n: sizes[k],
          error,
          mcse: error * relative,
        }));
        const w = points.map(({ error, mcse }) => (error / mcse) ** 2);
        const x = points.map(({ n }) => Math.log(n));
        const y = points.map(({ error }) => Math.log(error));
        const s = (f: (i: number) => number): number => w.reduce((sum, weight, i) => sum + weight * f(i), 0);
        const [s0, sx, sy, sxx, sxy] = [
          s(() => 1),
          s((i) => x[i]),
          s((i) => y[i]),
          s((i) => x[i] ** 2),
          s((i) => x[i] * y[i]),
        ];
        const determinant = s0 * sxx - sx * sx;
        const slope = logLogSlope(points);
        fc.pre(determinant > 1e-6 * s0 * sxx);
        expect(slope?.exponent).toBeCloseTo(-(s0 * sxy - sx * sy) / determinant, 6);
        expect((slope?.standardError ?? 0) / Math.sqrt(s0 / determinant)).toBeCloseTo(1, 6);
      }),
    );
  });

  it("of two points pass through both, without misfit", () => {
    const slope = logLogSlope([
      { n: 100, error: 1, mcse: 0.1 },
      { n: 10_000, error: 0.1, mcse: 0.02 },
    ]);
    expect(slope?.exponent).toBeCloseTo(0.5, 12);
    expect(slope?.misfit).toBeCloseTo(0, 12);
    expect(slope?.standardError).toBeCloseTo(Math.hypot(0.1, 0.2) / Math.log(100), 12);
  });

  it("leave out what has no error or no standard error, and need two points", () => {
    expect(
      logLogSlope([
        { n: 10, error: 1, mcse: 0.1 },
        { n: 20, error: 0, mcse: 0 },
      ]),
    ).toBeUndefined();
  });

  it("of a curve use the points' weights: a bent curve gives the weighted mean of its local slopes", () => {
    const bent = (n: number): number => n ** -0.5 + 0.1;
    const early = sizes.map((n, k) => ({ n, error: 1, mcse: k < 2 ? 0.01 : 10 }));
    const late = sizes.map((n, k) => ({ n, error: 1, mcse: k > 2 ? 0.01 : 10 }));
    expect(curveExponent(early, bent)).toBeGreaterThan(2 * (curveExponent(late, bent) ?? 1));
  });
});
