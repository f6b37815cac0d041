import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parameters } from "../../model/by-parameter";
import { softmaxPath } from "../../study/design/softmax-paths";
import { hellinger } from "../bounds/hellinger";
import { distinguishableGateLoss, stronglyIdentifiableGateLoss } from "./gate-loss";
import { distinguishableLoss, stronglyIdentifiableLoss } from "./loss";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const parameters: fc.Arbitrary<Parameters<"softmax">> = fc.record({
  tau: real(-2, 2),
  beta: fc.array(real(-2, 2), { minLength: 2, maxLength: 2 }),
  eta: fc.array(real(-3, 3), { minLength: 2, maxLength: 2 }),
  nu: real(0.1, 4),
});
const frozen = { eta: [1, 0], nu: 1 };
const asConstant = ({ tau, eta, nu }: Parameters<"softmax">): Parameters => ({ lambda: Math.exp(tau), eta, nu });
const losses = [
  ["D/H", distinguishableGateLoss, distinguishableLoss],
  [
    "S",
    (p: Parameters<"softmax">, q: Parameters<"softmax">) => stronglyIdentifiableGateLoss(p, q, frozen),
    (p: Parameters, q: Parameters) => stronglyIdentifiableLoss(p, q, frozen),
  ],
] as const;

describe.each(losses)("the softmax gate's loss of %s", (_, loss, constant) => {
  it("is symmetric, not negative, and zero for equal truths", () => {
    fc.assert(
      fc.property(parameters, parameters, (p, q) => {
        expect(loss(p, q)).toBeCloseTo(loss(q, p), 10);
        expect(loss(p, q)).toBeGreaterThanOrEqual(0);
        expect(loss(p, p)).toBe(0);
      }),
    );
  });

  it("is the constant gate's with the odds in place of lambda where beta does not differ, and more where it does", () => {
    fc.assert(
      fc.property(parameters, parameters, (p, q) => {
        const same = { ...q, beta: p.beta };
        const expected = constant(asConstant(p), asConstant(same));
        expect(loss(p, same)).toBeCloseTo(expected, 8);
        expect(loss(p, q)).toBeGreaterThanOrEqual(expected - 1e-8);
      }),
    );
  });

  it("refuses gates of different length", () => {
    const p = { tau: 0, beta: [1], eta: [1, 0], nu: 1 };
    expect(() => loss(p, { ...p, beta: [1, 2] })).toThrow(/compares beta of equal length/);
  });
});

describe("the loss of S", () => {
  // The inequality behind the theorem: d_H >= C D near merging, along directions that keep pi m to first order.
  const { model } = softmaxPath("S/gate-flat").path;
  const point = { eta: model.pretrained.eta, nu: model.pretrained.nu };
  it.each([
    ["tau", (gap: number) => ({ tau: -0.2, beta: [0], eta: [1 + gap * 1.1], nu: point.nu })],
    ["beta", (gap: number) => ({ tau: 0, beta: [0.3], eta: [1 + gap], nu: point.nu })],
    ["a", (gap: number) => ({ tau: 0, beta: [0], eta: [1 + 1.3 * gap], nu: point.nu })],
  ] as const)("stays below the Hellinger distance, up to a constant: %s", (_, at) => {
    const quotients = [0.1, 0.02, 0.004].map((gap) => {
      const [one, two] = [{ tau: 0, beta: [0], eta: [1 + gap], nu: point.nu }, at(gap)];
      return Math.sqrt(hellinger(model, one, two).squaredDistance) / stronglyIdentifiableGateLoss(one, two, point);
    });
    expect(Math.min(...quotients)).toBeGreaterThan(0.1);
    expect(quotients[2] / quotients[1]).toBeGreaterThan(0.8);
  });
});
