import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combine, monomial, type Series, valuation } from "./power-series";
import { reduceBasis } from "./reduced-basis";

/** A vector of polynomials in t = n^-1 by its coefficient vectors. */
const polynomial = (...coefficients: readonly (readonly number[])[]): Series =>
  combine(coefficients.map((c, e) => ({ series: monomial(e, Float64Array.from(c)), factor: 1 })));

/** The order of sqrt of (G^-1)_jj, G the Gram matrix: min over the basis of val(T_ij) - val(b_i). */
const orders = (vectors: readonly Series[]): readonly number[] => {
  const { basis, transform } = reduceBasis(vectors);
  return vectors.map((_, j) => Math.min(...basis.map((b, i) => valuation(transform[i][j]) - valuation(b))));
};

describe("the reduced basis of vectors of series", () => {
  it("finds (1, t) and (1, 2t): their difference is t (0, 1)", () => {
    // G^-1 = t^-2 [[1 + 4 t^2, -1 - 2 t^2], [.., 1 + t^2]].
    expect(orders([polynomial([1, 0], [0, 1]), polynomial([1, 0], [0, 2])])).toEqual([-1, -1]);
  });

  it("finds cancellation of second order and leaves the others alone", () => {
    const f = polynomial([1, 0, 0], [0, 1, 0], [0, 0, 1]);
    const g = polynomial([1, 0, 0]);
    const h = polynomial([0, 1, 0]);
    expect(orders([f, g, h])).toEqual([-2, -2, -1]);
  });

  it("names a combination that vanishes", () => {
    const f = polynomial([1, 0], [0, 1]);
    const { basis, vanishing } = reduceBasis([f, combine([{ series: f, factor: 3 }]), polynomial([0, 0], [1, 1])]);
    expect(basis).toHaveLength(2);
    expect(vanishing).toHaveLength(1);
    const [{ combination, order }] = vanishing;
    expect(order).toBe(Number.POSITIVE_INFINITY);
    expect(combination.map((c) => c.terms.get(0)?.coefficient[0])).toEqual([-3, 1, undefined]);
  });

  it("does not depend on the basis of the space or on powers taken out of a vector", () => {
    const entry = fc.integer({ min: -2, max: 2 });
    const vector = fc.array(fc.array(entry, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(vector, { minLength: 3, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
        (raw, shifts) => {
          const plain = raw.map((coefficients) => polynomial(...coefficients));
          fc.pre(reduceBasis(plain).vanishing.length === 0);
          // A unimodular change of coordinates, and powers of t in front.
          const turned = raw.map((coefficients, j) =>
            combine([
              {
                series: polynomial(...coefficients.map(([a, b, c]) => [a + 2 * b, b - 3 * c, c + 0.5 * (a + 2 * b)])),
                factor: 1,
                shift: shifts[j],
              },
            ]),
          );
          expect(orders(turned)).toEqual(orders(plain).map((order, j) => order - shifts[j]));
        },
      ),
    );
  });
});
