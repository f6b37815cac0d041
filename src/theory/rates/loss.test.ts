import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parameters } from "../../model/by-parameter";
import { distinguishableLoss, stronglyIdentifiableLoss, weakDistance, weaklyIdentifiableLoss } from "./loss";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const parameters: fc.Arbitrary<Parameters> = fc.record({
  lambda: real(0.01, 1),
  eta: fc.array(real(-3, 3), { minLength: 3, maxLength: 3 }),
  nu: real(0.1, 4),
});
const frozen = { eta: [1, 0.5, 0], nu: 1 };
const losses = [
  ["D/H", distinguishableLoss],
  ["S", (p: Parameters, q: Parameters) => stronglyIdentifiableLoss(p, q, frozen)],
  ["L", (p: Parameters, q: Parameters) => weaklyIdentifiableLoss(p, q, frozen)],
] as const;

describe.each(losses)("the loss of %s", (_, loss) => {
  it("is symmetric, not negative, and zero for equal truths", () => {
    fc.assert(
      fc.property(parameters, parameters, (p, q) => {
        expect(loss(p, q)).toBeCloseTo(loss(q, p), 12);
        expect(loss(p, q)).toBeGreaterThanOrEqual(0);
        expect(loss(p, p)).toBe(0);
      }),
    );
  });

  it("is positive for different truths away from the frozen point", () => {
    fc.assert(
      fc.property(parameters, parameters, (p, q) => {
        const away = (g: Parameters) => weakDistance(g, frozen) > 1e-3;
        fc.pre(away(p) && away(q) && distinguishableLoss(p, q) > 1e-3);
        expect(loss(p, q)).toBeGreaterThan(0);
      }),
    );
  });

  it("grows with lambda's distance", () => {
    fc.assert(
      fc.property(parameters, real(0, 0.4), real(0, 0.4), (p, near, more) => {
        const at = (shift: number) => loss({ ...p, lambda: 0.1 + shift }, { ...p, lambda: 0.1 });
        expect(at(near + more)).toBeGreaterThanOrEqual(at(near));
      }),
    );
  });
});

describe("the losses where they differ", () => {
  it("D has the value of its definition on a worked example", () => {
    const p = { lambda: 0.5, eta: [1, 0], nu: 2 };
    const q = { lambda: 0.25, eta: [1, 3], nu: 6 };
    // |1/4| + (3/4) * 5
    expect(distinguishableLoss(p, q)).toBe(4);
  });

  it("S and L forget lambda where both prompts have merged; D does not", () => {
    const p = { lambda: 0.2, ...frozen };
    const q = { lambda: 0.9, ...frozen };
    expect(stronglyIdentifiableLoss(p, q, frozen)).toBe(0);
    expect(weaklyIdentifiableLoss(p, q, frozen)).toBe(0);
    expect(distinguishableLoss(p, q)).toBeCloseTo(0.7, 15);
  });

  it("L counts the bias squared and the slopes once", () => {
    const at = (eta: readonly number[], nu: number) => weakDistance({ eta, nu }, frozen);
    expect(at([1, 0.5, 0.1], 1)).toBeCloseTo(0.01, 15);
    expect(at([1.1, 0.5, 0], 1)).toBeCloseTo(0.1, 15);
    expect(at([1, 0.5, 0], 1.2)).toBeCloseTo(0.2, 15);
  });

  it("refuse truths of different length", () => {
    const p = { lambda: 0.5, eta: [1], nu: 1 };
    expect(() => distinguishableLoss(p, { ...p, eta: [1, 2] })).toThrow(/1 and 2 entries/);
  });
});
