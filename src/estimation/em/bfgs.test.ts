import fc from "fast-check";
import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { bfgs } from "./bfgs";

const entries = fc.double({ min: -2, max: 2, noNaN: true });

describe("BFGS", () => {
  it("finds the minimum of a convex quadratic, which is a system of equations", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 6 })
          .chain((p) =>
            fc.tuple(fc.constant(p), fc.array(entries, { minLength: p * p + 2 * p, maxLength: p * p + 2 * p })),
          ),
        ([p, numbers]) => {
          const root = Matrix.from1DArray(p, p, numbers.slice(0, p * p));
          const A = root.mmul(root.transpose()).add(Matrix.eye(p, p));
          const c = Matrix.columnVector(numbers.slice(p * p, p * p + p));
          const { at } = bfgs(
            (x, gradient) => {
              const X = Matrix.columnVector(Array.from(x));
              const AX = A.mmul(X);
              gradient.set(AX.clone().sub(c).to1DArray());
              return 0.5 * X.dot(AX) - X.dot(c);
            },
            Float64Array.from(numbers.slice(p * p + p)),
            { tolerance: 1e-9 },
          );
          const solution = solve(A, c).to1DArray();
          for (let j = 0; j < p; j++) expect(Math.abs(at[j] - solution[j])).toBeLessThan(1e-7);
        },
      ),
    );
  });

  it("follows Rosenbrock's valley to (1, 1)", () => {
    const { at, value, steps } = bfgs(
      ([x, y], gradient) => {
        gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
        gradient[1] = 200 * (y - x * x);
        return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
      },
      Float64Array.of(-1.2, 1),
      { tolerance: 1e-6 },
    );
    expect(Math.abs(at[0] - 1) + Math.abs(at[1] - 1)).toBeLessThan(1e-5);
    expect(value).toBeLessThan(1e-10);
    // Nocedal and Wright, section 6.1: 34 iterations with a Wolfe search; halving alone takes a few more.
    expect(steps).toBeLessThan(60);
  });

  it("keeps out of where the objective is infinite", () => {
    const { at } = bfgs(
      ([x], gradient) => {
        if (!(x > 0)) return Number.POSITIVE_INFINITY;
        gradient[0] = 1 - 1e-3 / x;
        return x - 1e-3 * Math.log(x);
      },
      Float64Array.of(3),
      { tolerance: 1e-10 },
    );
    expect(at[0]).toBeCloseTo(1e-3, 9);
  });

  it("never ends above where it began, however few its steps", () => {
    const rise = (x: Float64Array, gradient: Float64Array): number => {
      for (let j = 0; j < x.length; j++) gradient[j] = 4 * x[j] ** 3 - 3 * x[j];
      return x.reduce((sum, v) => sum + v ** 4 - 1.5 * v ** 2, 0);
    };
    fc.assert(
      fc.property(fc.array(entries, { minLength: 1, maxLength: 4 }), fc.nat(5), (start, maxSteps) => {
        const began = rise(Float64Array.from(start), new Float64Array(start.length));
        const { value, steps } = bfgs(rise, Float64Array.from(start), { maxSteps });
        expect(value).toBeLessThanOrEqual(began);
        expect(steps).toBeLessThanOrEqual(maxSteps);
      }),
    );
  });
});
