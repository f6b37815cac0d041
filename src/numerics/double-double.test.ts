import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DoubleDouble,
  ddAdd,
  ddDivide,
  ddExpm1,
  ddLog1p,
  ddMultiply,
  ddSqrt,
  ddSubtract,
  exactProduct,
  exactSum,
} from "./double-double";
import { log1p } from "./elementary";

/** A double as a whole multiple of 2^-1074: exact arithmetic by BigInt. */
function exact(x: number): bigint {
  let e = 0;
  let m = x;
  while (!Number.isInteger(m)) {
    m *= 2;
    e++;
  }
  return BigInt(m) << BigInt(1074 - e);
}
const value = ([h, l]: DoubleDouble): bigint => exact(h) + exact(l);
const real = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => (Math.abs(x) < 1e-6 ? 0.3 : x));
const dd = fc.tuple(real, real).map(([h, l]): DoubleDouble => exactSum(h, l * 2 ** -54 * 1e-6));
const close = (got: bigint, wanted: bigint, size: bigint, bits: bigint): void => {
  const error = got > wanted ? got - wanted : wanted - got;
  const scale = size < 0n ? -size : size;
  expect(error <= scale >> bits).toBe(true);
};

describe("double-double arithmetic against exact whole numbers", () => {
  it("sums and products of doubles are exact", () => {
    fc.assert(
      fc.property(real, real, (a, b) => {
        expect(value(exactSum(a, b))).toBe(exact(a) + exact(b));
        expect(value(exactProduct(a, b)) << 1074n).toBe(exact(a) * exact(b));
      }),
    );
  });

  it("operations keep 100 bits", () => {
    fc.assert(
      fc.property(dd, dd, (x, y) => {
        close(value(ddAdd(x, y)), value(x) + value(y), value(x) + value(y), 100n);
        close(value(ddSubtract(x, y)), value(x) - value(y), value(x) - value(y), 100n);
        const product = value(x) * value(y);
        close(value(ddMultiply(x, y)) << 1074n, product, product, 100n);
        close((value(ddDivide(x, y)) * value(y)) >> 1074n, value(x), value(x), 98n);
        const positive = ddMultiply(x, x);
        const root = value(ddSqrt(positive));
        close((root * root) >> 1074n, value(positive), value(positive), 98n);
      }),
    );
  });

  it("e^x - 1 is that of rational arithmetic, and log1p inverts it", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
        fc.pre(Math.abs(x) > 1e-12);
        // Taylor's series of x/2^10 in fixed point with 400 bits, squared back.
        const bits = 400n;
        const one = 1n << bits;
        const r = (exact(x) >> (1074n - bits)) >> 10n;
        let [term, sum] = [one, 0n];
        for (let k = 1n; k < 80n; k++) {
          term = (term * r) / (k * one);
          sum += term;
        }
        for (let i = 0; i < 10; i++) sum = 2n * sum + (sum * sum) / one;
        const got = ddExpm1([x, 0]);
        close(value(got) >> (1074n - bits), sum, sum, 94n);
        const back = ddLog1p(got, log1p(got[0]));
        if (x > -20) expect(Math.abs(ddSubtract(back, [x, 0])[0])).toBeLessThan(1e-20 * Math.abs(x) + 1e-29);
      }),
    );
  });
});
