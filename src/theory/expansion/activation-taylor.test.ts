import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS, activate } from "../../model/activation";
import { activationTaylor } from "./activation-taylor";

describe.each(ACTIVATIONS)("Taylor's series of %s", (activation) => {
  const at = (u: number) => {
    const out = new Float64Array(3);
    activate(activation, u, out);
    return out;
  };
  const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  it("sums to the activation itself, and starts with its derivatives", () => {
    fc.assert(
      fc.property(real(-6, 6), real(-0.5, 0.5), (u, t) => {
        fc.pre(activation !== "relu" || Math.abs(u) > 0.6);
        const c = activationTaylor(activation, u, 40);
        const sum = c.reduceRight((total, coefficient) => total * t + coefficient, 0);
        expect(Math.abs(sum - at(u + t)[0])).toBeLessThan(1e-13 * (1 + Math.abs(u)));
        expect(c[1]).toBeCloseTo(at(u)[1], 14);
        expect(2 * c[2]).toBeCloseTo(at(u)[2], 14);
      }),
    );
  });
});
