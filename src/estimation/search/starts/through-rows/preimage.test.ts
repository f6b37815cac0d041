import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS, activate } from "../../../../model/activation";
import { preimage } from "./preimage";

const TURN = 2 * Math.PI;
/** Evenly spread, unlike fc.double. */
const thousandths = (min: number, max: number) => fc.integer({ min: 1000 * min, max: 1000 * max }).map((k) => k / 1000);

describe("where an activation takes given values", () => {
  it("holds every u whose value lies between the two, and no other, up to rounding", () => {
    const out = new Float64Array(3);
    fc.assert(
      fc.property(
        fc.constantFrom(...ACTIVATIONS),
        thousandths(-1.5, 1.5),
        thousandths(0.001, 1),
        thousandths(-12, 12),
        (activation, low, width, u) => {
          activate(activation, u, out);
          const [value] = out;
          const inside = preimage(activation, low, low + width).some(([from, to]) => {
            const at = activation === "sin" ? u - TURN * Math.floor((u - from) / TURN) : u;
            return at >= from && at <= to;
          });
          const margin = Math.min(value - low, low + width - value);
          // Newton's method for gelu's inverse is no more exact than this near gelu's minimum.
          if (Math.abs(margin) > (activation === "gelu" ? 2e-4 : 1e-9)) expect(inside).toBe(margin > 0);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it("reaches the peaks of sin, and the flat side of relu", () => {
    const { PI } = Math;
    const near = (value: number) => expect.closeTo(value, 13);
    const from = 0.5 * PI - 2 * Math.asin(Math.sqrt(0.0005));
    expect(preimage("sin", 0.999, 1.2)).toEqual([[near(from), near(PI - from)]]);
    expect(preimage("sin", -1.2, -0.999)).toEqual([[near(PI + from), near(2 * PI - from)]]);
    expect(preimage("sin", -2, 2)).toEqual([[near(-0.5 * PI), near(1.5 * PI)]]);
    expect(preimage("relu", -1, 0)).toEqual([[Number.NEGATIVE_INFINITY, 0]]);
  });
});
