import { describe, expect, it } from "vitest";
import type { Activation } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { squaredDistanceToSpan } from "../rates/linear-independence";
import { nearestExpert, sameOnSupport } from "./expert-class";

function model(h0: Activation, eta0: readonly number[], h: Activation, nu = 1): ContaminatedMoe {
  const dimension = eta0.length - 1;
  return defineModel({
    covariates: { law: "uniform", dimension },
    pretrained: {
      density: { kind: "gaussian" },
      expert: { kind: "activation", activation: h0, bias: true },
      eta: eta0,
      nu,
    },
    prompt: { expert: { kind: "activation", activation: h, bias: true } },
    box: defaultBox(dimension + 1),
  });
}

describe("the prompt's expert nearest to h0", () => {
  it("for linear prompts is the projection on (1, x), in deviations of the noise", () => {
    const bend = 0.7;
    const exact = squaredDistanceToSpan((x) => Math.tanh(bend * x), [() => 1, (x) => x]);
    expect(nearestExpert(model("tanh", [bend, 0], "identity")).distance).toBeCloseTo(Math.sqrt(exact), 10);
    expect(nearestExpert(model("tanh", [bend, 0], "identity", 0.04)).distance).toBeCloseTo(5 * Math.sqrt(exact), 9);
  });

  it("finds members that have another name: relu that does not bend, constants, the same in two dimensions", () => {
    const relu = nearestExpert(model("identity", [1, 5], "relu"));
    expect(relu.distance).toBeLessThan(1e-9);
    expect(relu.eta[0]).toBeCloseTo(1, 8);
    expect(relu.eta[1]).toBeCloseTo(5, 8);
    expect(nearestExpert(model("relu", [-1, 2], "identity")).distance).toBeLessThan(1e-9);
    expect(nearestExpert(model("tanh", [0, 0.5], "sigmoid")).distance).toBeLessThan(1e-9);
    expect(nearestExpert(model("relu", [1, -0.5, 4], "identity")).distance).toBeLessThan(1e-9);
    expect(nearestExpert(model("relu", [1, -0.5, 2], "identity")).distance).toBeGreaterThan(1e-3);
  });

  it("stays in the box: a slope of 12 is out of reach of [-10, 10]", () => {
    const { eta, distance } = nearestExpert(model("identity", [12, 0], "identity"), 0);
    expect([eta, distance]).toEqual([[12, 0], 0]);
    const steep = nearestExpert(model("relu", [12, 30], "identity"));
    // E (2 x)^2 = 4 and the intercept 30 - 10 = 20 is missed too.
    expect(steep.distance).toBeCloseTo(Math.sqrt(4 + 400), 8);
  });

  it("knows that sin(a x + b) and sin(a x + b + 2 pi) are one function", () => {
    const at = model("sin", [1, 0.5], "sin");
    expect(sameOnSupport(at, [1, 0.5 + 2 * Math.PI])).toBe(true);
    expect(sameOnSupport(at, [-1, Math.PI - 0.5])).toBe(true);
    expect(sameOnSupport(at, [1, 0.5 + 1e-6])).toBe(false);
  });
});
