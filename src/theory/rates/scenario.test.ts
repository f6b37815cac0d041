import { describe, expect, it } from "vitest";
import type { Activation } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { customDensity } from "../../model/custom-density";
import type { Density } from "../../model/density";
import { customExpert, type Expert, parameterCount } from "../../model/expert";
import { decayExpert } from "../../model/own-expert-example";
import { bentPath } from "../../study/design/bent-path";
import { classify } from "./scenario";

const expert = (activation: Activation, bias = true): Expert => ({ kind: "activation", activation, bias });
const GAUSSIAN: Density = { kind: "gaussian" };

function model(
  h0: Expert,
  eta0: readonly number[],
  h: Expert = h0,
  density: Density = GAUSSIAN,
  dimension = 1,
): ContaminatedMoe {
  return defineModel({
    covariates: { law: "uniform", dimension },
    pretrained: { density, expert: h0, eta: eta0, nu: 1 },
    prompt: { expert: h },
    box: defaultBox(parameterCount(h, dimension)),
  });
}

const normal = (z: number, v: number): number => Math.exp((-z * z) / (2 * v)) / Math.sqrt(2 * Math.PI * v);
const disguised = customDensity({ name: "disguised normal", logDensity: (z) => Math.log(normal(z, 1)) });
const derivative = customDensity({
  name: "normal plus its derivative",
  logDensity: (z) => Math.log(normal(z, 0.625) * (1 + 0.3 * ((z * z) / 0.625 - 1))),
});
const cubic = customExpert(
  {
    name: "a x^3 + b",
    parameters: 2,
    evaluate: (x, eta, gradient, hessian) => {
      gradient[0] = x[0] ** 3;
      gradient[1] = 1;
      hessian.fill(0);
      return eta[0] * x[0] ** 3 + eta[1];
    },
  },
  { x: [[1]], eta: [[1, 1]] },
);
const redundant = customExpert(
  {
    name: "(a + b) x",
    parameters: 2,
    evaluate: (x, eta, gradient, hessian) => {
      gradient.fill(x[0]);
      hessian.fill(0);
      return (eta[0] + eta[1]) * x[0];
    },
  },
  { x: [[1]], eta: [[1, 1]] },
);

describe("the scenario of a model, measured", () => {
  const covered: readonly [string, ContaminatedMoe, string, string][] = [
    ["tanh", model(expert("tanh"), [1, 0]), "S", "theorem"],
    ["tanh without bias inside tanh with bias", model(expert("tanh", false), [1], expert("tanh")), "S", "theorem"],
    ["sin", model(expert("sin"), [2, 1]), "S", "theorem"],
    [
      "gelu in eight dimensions",
      model(expert("gelu"), [1, 1, 1, 1, 0, 0, 0, 0, 0.5], expert("gelu"), GAUSSIAN, 8),
      "S",
      "theorem",
    ],
    ["linear", model(expert("identity"), [1, 0]), "L", "theorem"],
    [
      "linear, of five covariates",
      model(expert("identity"), [1, 0, 0, 0, 0, 1], expert("identity"), GAUSSIAN, 5),
      "L",
      "theorem",
    ],
    ["linear with a frozen intercept only", model(expert("tanh"), [0, 0.5], expert("identity")), "L", "theorem"],
    [
      "linear without intercept: neither set holds, the densities do",
      model(expert("identity", false), [1]),
      "S",
      "workbook",
    ],
    ["exponential decay, linear in one parameter", model(decayExpert, [1, 0.5]), "S", "workbook"],
    ["a user's linear expert", model(cubic, [1, 0]), "L", "theorem"],
    ["relu that does not bend on the support", model(expert("relu"), [1, 5]), "L", "theorem"],
    ["relu that does not bend, frozen as linear", model(expert("identity"), [1, 5], expert("relu")), "L", "theorem"],
    [
      "a disguised normal law, linear",
      model(expert("identity"), [1, 0], expert("identity"), disguised),
      "L",
      "theorem",
    ],
    ["a disguised normal law, tanh", model(expert("tanh"), [1, 0], expert("tanh"), disguised), "S", "theorem"],
    [
      "a disguised normal law, heterogeneous",
      model(expert("tanh"), [1, 0], expert("identity"), disguised),
      "H",
      "theorem",
    ],
    ["heterogeneous", model(expert("tanh"), [1, 0], expert("identity")), "H", "theorem"],
    ["Laplace", model(expert("tanh"), [1, 0], expert("identity"), { kind: "laplace" }), "D", "theorem"],
    [
      "normal plus derivative, heterogeneous",
      model(expert("tanh"), [1, 0], expert("identity"), derivative),
      "D",
      "theorem",
    ],
  ];
  it.each(covered)("%s", (_, of, scenario, basis) => {
    expect(classify(of)).toMatchObject({ covered: true, scenario, basis });
  });

  const none: readonly [string, ContaminatedMoe, RegExp][] = [
    [
      "a normal law plus its own derivative",
      model(expert("tanh"), [1, 0], expert("tanh"), derivative),
      /not distinguishable.*combination/,
    ],
    ["dead relu", model(expert("relu"), [1, -5]), /linearly dependent at the pre-trained model/],
    ["relu that bends", model(expert("relu"), [1, 0]), /not twice differentiable/],
    ["tanh constant in x", model(expert("tanh"), [0, 0.5]), /not strongly identifiable/],
    ["a redundant expert", model(redundant, [1, 0]), /linearly dependent at the pre-trained model/],
    [
      "a redundant expert beside Laplace",
      model(redundant, [1, 0], redundant, { kind: "laplace" }),
      /linearly dependent wherever tested/,
    ],
  ];
  it.each(none)("none: %s", (_, of, reason) => {
    const found = classify(of);
    expect(found.covered ? found.scenario : found.reason).toMatch(reason);
  });

  it("says what was nearly decided otherwise", () => {
    const misses = (of: ContaminatedMoe): string => classify(of).nearMisses.join("; ");
    expect(misses(model(expert("tanh"), [0.1, 0], expert("identity")))).toMatch(/nearly a member.*e-4 standard/);
    expect(misses(bentPath(0.05).model)).toMatch(/nearly a member/);
    expect(misses(bentPath(2).model)).toBe("");
    expect(misses(model(expert("tanh"), [0.01, 1]))).toMatch(/nearly linearly dependent/);
    expect(misses(model(expert("tanh"), [1, 0], expert("tanh"), { kind: "student-t", df: 1e4 }))).toMatch(
      /nearly a combination/,
    );
    expect(misses(model(expert("tanh"), [1, 0], expert("relu"), { kind: "laplace" }))).toMatch(
      /singular in a part of the box/,
    );
  });
});
