import { describe, expect, it } from "vitest";
import { ACTIVATIONS, activate } from "../../../../model/activation";
import { arcSine, inverseActivation } from "./inverse-activation";

describe("inverses of activations", () => {
  it("arc sine is exact to the last digits up to the peaks", () => {
    for (let k = -10_000; k <= 10_000; k++)
      expect(Math.abs(arcSine(k / 10_000) - Math.asin(k / 10_000))).toBeLessThan(5e-16);
    for (const gap of [1e-5, 1e-8, 1e-12, 1e-16]) expect(arcSine(1 - gap)).toBeCloseTo(Math.asin(1 - gap), 15);
  });

  it("gives back the value wherever the activation takes it, whatever branch is drawn", () => {
    const out = new Float64Array(3);
    const ranges = {
      identity: [-9, 9],
      tanh: [-0.99, 0.99],
      sigmoid: [0.01, 0.99],
      softplus: [0.01, 9],
      gelu: [-0.16, 9],
    };
    for (const activation of ACTIVATIONS) {
      const [from, to] = { ...ranges, relu: [0.01, 9], sin: [-1, 1] }[activation];
      for (let k = 0; k <= 200; k++) {
        const y = from + ((to - from) * k) / 200;
        for (const [v, w] of [
          [0.2, 0.1],
          [0.7, 0.9],
        ]) {
          activate(activation, inverseActivation(activation, y, v, w), out);
          expect(out[0]).toBeCloseTo(y, activation === "gelu" ? 6 : 12);
        }
      }
    }
  });
});
