import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS, activate } from "../../../../model/activation";
import { preimage } from "./preimage";

const TURN = 2 * Math.PI;

describe("where an activation takes given values", () => {
  it("holds every u whose value lies between the two, and no other, up to rounding", () => {
    const out = new Float64Array(3);
    fc.assert(
      fc.property(
        fc.constantFrom(...ACTIVATIONS),
        fc.double({ min: -1.5, max: 1.5, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: -12, max: 12, noNaN: true }),
        (activation, low, width, u) => {
          activate(activation, u, out);
          const [value] = out;
          const inside = preimage(activation, low, low + width).some(([from, to]) => {
            const at = activation === "sin" ? u - TURN * Math.floor((u - from) / TURN) : u;
            return at >= from && at <= to;
          });
          // Newton's method for arc sine and gelu's inverse are no more exact than this.
          const margin = Math.min(value - low, low + width - value);
          if (Math.abs(margin) > 2e-4) expect(inside).toBe(margin > 0);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
