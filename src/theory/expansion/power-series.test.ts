import { describe, expect, it } from "vitest";
import { combine, compose, monomial, multiply, scalar, truncate, valuation } from "./power-series";

const values = (series: ReturnType<typeof combine>) =>
  [...series.terms].sort(([a], [b]) => a - b).map(([e, { coefficient }]) => [e, ...coefficient]);

describe("formal series in 1/n", () => {
  const x = Float64Array.of(1, -2);

  it("multiply pointwise, exponents adding: (x n^-2)(x n^-2 + n^-1) = x^2 n^-4 + x n^-3", () => {
    const left = monomial(2, x);
    const right = combine([
      { series: left, factor: 1 },
      { series: scalar(1, 1), factor: 1 },
    ]);
    expect(values(multiply(left, right))).toEqual([
      [3, 1, -2],
      [4, 1, 4],
    ]);
  });

  it("know what cancels: (0.1 + 0.2) - 0.3 is zero, 1 - (1 - 1e-6) is not", () => {
    const term = (factor: number) => ({ series: scalar(0, 1), factor });
    expect(values(combine([term(0.1), term(0.2), term(-0.3)]))).toEqual([]);
    expect(values(combine([term(1), term(-1 + 1e-6)]))).toHaveLength(1);
  });

  it("remember what an earlier cancellation lost", () => {
    const lossy = combine([
      { series: scalar(0, 1), factor: 1 },
      { series: scalar(0, 1), factor: -1 + 1e-6 },
    ]);
    // 1e-6 is known to ten digits; what remains after taking all but 1e-8 of it away is rounding.
    expect(
      values(
        combine([
          { series: lossy, factor: 1 },
          { series: scalar(0, 1e-6), factor: -1 - 1e-8 },
        ]),
      ),
    ).toEqual([]);
  });

  it("compose: exp(x n^-1 + n^-2) to n^-3 has x^2/2 + 1 at n^-2", () => {
    const step = combine([
      { series: monomial(1, x), factor: 1 },
      { series: scalar(2, 1), factor: 1 },
    ]);
    const exponential = [1, 1, 1 / 2, 1 / 6].map((c) => Float64Array.of(c, c));
    const series = compose(exponential, step, 3);
    expect(series.precision).toBe(3);
    expect(values(series)).toEqual([
      [0, 1, 1],
      [1, 1, -2],
      [2, 1.5, 3],
    ]);
  });

  it("lose precision as products do", () => {
    const unknown = truncate(scalar(1, 1), 2);
    expect(multiply(unknown, scalar(-3, 1)).precision).toBe(-1);
    expect(valuation(truncate(scalar(5, 1), 3))).toBe(3);
  });
});
