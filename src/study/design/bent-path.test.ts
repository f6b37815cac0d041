import { describe, expect, it } from "vitest";
import { customExpert } from "../../model/expert";
import { truthAt } from "../../model/path";
import { fisherInformation } from "../../theory/information/information";
import { bentPath } from "./bent-path";
import { scenarioPath } from "./scenarios";

describe("the pre-trained expert bends into the prompt's class", () => {
  const straight = scenarioPath("L/slope").path;

  it.each([0.5, 2])("in units of y/s it is the model with h0 = tanh(s x)/s, s = %d", (s) => {
    const expert = customExpert(
      {
        name: "tanh(sx)/s",
        parameters: 1,
        evaluate: (x, eta, gradient, hessian) => {
          gradient[0] = Math.tanh(s * x[0]) / s;
          hessian[0] = 0;
          return eta[0] * gradient[0];
        },
      },
      { x: [[0.5], [-1.2]], eta: [[1]] },
    );
    const model = { ...straight.model, pretrained: { ...straight.model.pretrained, expert, eta: [1] } };
    const plain = fisherInformation(model, truthAt(straight, 1000)).deviations;
    const scaled = fisherInformation(bentPath(s).model, truthAt(bentPath(s), 1000)).deviations;
    const units = [1, s, s, s * s];
    for (const [j, unit] of units.entries()) expect(scaled[j] / unit / plain[j]).toBeCloseTo(1, 6);
  });

  it("is L/slope at s = 0, and close to it before", () => {
    expect(bentPath(0)).toBe(straight);
    const lambda = (s: number): number =>
      fisherInformation(bentPath(s).model, truthAt(bentPath(s), 1000)).deviations[0];
    expect(lambda(0.01) / lambda(0)).toBeCloseTo(1, 3);
    expect(lambda(1)).toBeLessThan(lambda(0.5));
  });

  it("refuses a negative bend", () => {
    expect(() => bentPath(-1)).toThrow(/expected a number from 0 to 10/);
  });
});
