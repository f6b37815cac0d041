import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultBox } from "./box";
import { defineModel } from "./contaminated-moe";
import { type ActivationExpert, customExpert, expertValue } from "./expert";
import { canonicalEta, nearestEquivalent } from "./expert-symmetry";

const sine: ActivationExpert = { kind: "activation", activation: "sin", bias: true };
const number = fc.double({ min: -9, max: 9, noNaN: true });
const model = defineModel({
  covariates: { law: "uniform", dimension: 2 },
  pretrained: { density: { kind: "gaussian" }, expert: sine, eta: [1, 1, 0], nu: 1 },
  prompt: { expert: sine },
  box: defaultBox(3),
});

describe("the symmetries of sin(a'x + b)", () => {
  it("give the same function, never farther from the target", () => {
    fc.assert(
      fc.property(
        fc.tuple(number, number, number),
        fc.tuple(number, number, number),
        number,
        number,
        (eta, to, x, z) => {
          const near = nearestEquivalent(sine, eta, to);
          const at = Float64Array.of(x, z);
          expect(expertValue(sine, at, near)).toBeCloseTo(expertValue(sine, at, eta), 9);
          const gap = (one: readonly number[]): number => one.reduce((sum, v, j) => sum + (v - to[j]) ** 2, 0);
          expect(gap(near)).toBeLessThanOrEqual(gap(eta) + 1e-9);
        },
      ),
    );
  });

  it("have one representative: equivalent parameters share it, and it lies in the box", () => {
    fc.assert(
      fc.property(fc.tuple(number, number, number), fc.integer({ min: -1, max: 1 }), ([a, c, b], turns) => {
        fc.pre(Math.abs(Math.abs(b % Math.PI) - Math.PI / 2) > 1e-6);
        const one = canonicalEta(model, [a, c, b]);
        expect(Math.abs(one[2])).toBeLessThanOrEqual(Math.PI / 2 + 1e-12);
        for (const other of [
          [a, c, b + 2 * Math.PI * turns],
          [-a, -c, Math.PI - b + 2 * Math.PI * turns],
        ]) {
          canonicalEta(model, other).forEach((value, j) => {
            expect(value).toBeCloseTo(one[j], 9);
          });
        }
      }),
    );
  });

  it("do not leave a box that cuts the representative off", () => {
    const narrow = {
      ...model,
      box: {
        ...model.box,
        eta: [
          [0, 10],
          [0, 10],
          [2, 8],
        ] as const,
      },
    };
    expect(canonicalEta(narrow, [1, 2, 5])).toEqual([1, 2, 5]);
  });
});

describe("a user-defined symmetry", () => {
  const definition = {
    name: "b1^2 x",
    parameters: 1,
    evaluate: (x: Float64Array, eta: ArrayLike<number>, gradient: Float64Array, hessian: Float64Array) => {
      gradient[0] = 2 * eta[0] * x[0];
      hessian[0] = 2 * x[0];
      return eta[0] * eta[0] * x[0];
    },
  };

  it("is used when it is one, and refused when it changes the function", () => {
    const check = { x: [[1], [2]], eta: [[1], [-3]] };
    const even = customExpert({ ...definition, nearest: ([b], [t]) => [t < 0 ? -Math.abs(b) : Math.abs(b)] }, check);
    expect(nearestEquivalent(even, [2], [-1])).toEqual([-2]);
    expect(() => customExpert({ ...definition, nearest: ([b]) => [b + 1] }, check)).toThrow("nearest(eta");
  });
});
