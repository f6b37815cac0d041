import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numerics/random-stream";
import { carriersOf } from "./carriers";

describe("the fits that carry half of a sum of squares", () => {
  const bounds = (count: number, ...on: readonly number[]) => {
    const flags = new Uint8Array(count);
    for (const i of on) flags[i] = 1;
    return flags;
  };

  it("are the largest errors, whatever their sign and place", () => {
    // 81 + 36 of 9 + 81 + 4 + 36 + 25 = 155.
    const errors = Float64Array.of(3, -9, 2, Number.NaN, 6, -5);
    expect(carriersOf(errors, bounds(6, 1, 3))).toStrictEqual({ fits: 1, atBound: 1 });
    expect(
      carriersOf(
        errors.map((e) => (e === -9 ? 7 : e)),
        bounds(6, 4),
      ),
    ).toStrictEqual({ fits: 2, atBound: 1 });
    expect(
      carriersOf(
        errors.map((e) => 1e-200 * e),
        bounds(6),
      ),
    ).toStrictEqual({ fits: 1, atBound: 0 });
  });

  it("are none where all errors are zero", () => {
    expect(carriersOf(new Float64Array(5), bounds(5, 2))).toStrictEqual({ fits: 0, atBound: 0 });
  });

  it("are one in eight where errors are normal", () => {
    const errors = new Float64Array(100_000);
    new RandomStream({ seed: 3, path: "carriers", n: 1, replicate: 0 }).normals(0, errors);
    // P(|Z| > t) with E Z^2 1(|Z| > t) = 1/2, that is t = 1.5382 (scipy: brentq on 2 (t phi(t) + 1 - Phi(t)) = 1/2): 0.1240.
    expect(carriersOf(errors, bounds(100_000)).fits / 100_000).toBeCloseTo(0.124, 2);
  });
});
