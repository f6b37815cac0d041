import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sample } from "../../../model/sample/sample";
import { checkAliased } from "./aliased-columns";

const n = 60;
function sampleOf(columns: readonly (readonly number[])[]): Sample {
  return { n, dimension: columns.length, x: Float64Array.from(columns.flat()), y: new Float64Array(n) };
}
const check = (columns: readonly (readonly number[])[], intercept = true): readonly string[] => {
  const names = columns.map((_, j) => `c${j + 1}`);
  const all = columns.map((_, j) => j);
  return checkAliased("data.csv", sampleOf(columns), names, all, intercept);
};

// Two columns that no line joins: row numbers and their remainders, moved about.
const unit = fc.constantFrom(1, 1e-6, 1e6);
const shift = fc.constantFrom(0, 3, -1e3, 1.7e9);
const column = (values: readonly number[]): fc.Arbitrary<readonly number[]> =>
  fc.tuple(unit, shift).map(([u, s]) => values.map((value) => u * value + s));
const rows = Array.from({ length: n }, (_, i) => i);
const first = column(rows);
// 2 x 3.4e-7 of the spacing of doubles near 1.7e9 is what a column in small units has left there: none of those.
const second = fc.tuple(unit, fc.constantFrom(0, 3, -1e3)).map(([u, s]) => rows.map((i) => u * ((i * 7) % 11) + s));

describe("columns whose slopes cannot be told apart", () => {
  it("independent columns pass, in any units and far from 0", () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 3, -1e3, 1.7e9), unit, second, (s, u, other) => {
        const own = rows.map((i) => Math.max(u, s > 1e6 ? 1 : 0) * i + s);
        expect(check([own, other])).toEqual([]);
      }),
    );
  });

  it("a linear function of the columns before is refused, but for its constant where there is no intercept", () => {
    const factor = fc.constantFrom(-2, 0.1, 1, 1.8, 1e3);
    fc.assert(
      fc.property(first, second, factor, factor, shift, (one, two, f, g, s) => {
        const sum = one.map((value, i) => f * value + g * two[i] + s);
        const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
        const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));
        // Where the terms cancel, their own rounding is what is left of the sum.
        const terms = Math.max(Math.abs(f) * largest(one), Math.abs(g) * largest(two), Math.abs(s));
        fc.pre(spread(one) > 0 && spread(sum) > 0 && largest(sum) > 0.3 * terms);
        expect(() => check([one, two, sum])).toThrow(/column "c3" is a linear function of "c1", "c2" and a constant/);
      }),
    );
    const other = rows.map((i) => (i * 7) % 11);
    expect(() => check([rows, other, rows.map((i) => i - other[i])], false)).toThrow(
      /"c3" is a linear .* "c1", "c2", so/,
    );
    // One-hot: told apart without an intercept, not with one.
    const group = rows.map((i) => i % 2);
    const rest = group.map((value) => 1 - value);
    expect(check([group, rest], false)).toEqual([]);
    expect(() => check([group, rest])).toThrow(/"c2" is a linear function of "c1" and a constant/);
  });

  it("a constant column is one beside an intercept, a zero one always", () => {
    const tenth = rows.map(() => 0.1);
    expect(() => check([rows, tenth])).toThrow(
      'column "c2" is 0.1 in every row, so its slope cannot be told from the bias',
    );
    expect(check([rows, tenth], false)).toEqual([]);
    expect(() => check([rows.map(() => 0)], false)).toThrow("cannot be told at all");
  });

  it("little left of a column is said and not refused", () => {
    const noisy = rows.map((i) => i + 1e-6 * ((i * 7) % 11));
    expect(check([rows, noisy])).toEqual([
      expect.stringMatching(/all but \d\.\de-7 of column "c2" is a linear function of "c1"/),
    ]);
  });
});
