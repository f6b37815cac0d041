import { describe, expect, it } from "vitest";
import { defaultBox } from "../../model/box";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { fisherInformation } from "../information/information";
import { isMirrored } from "./mirrored-rule";
import { projectedRule } from "./projected-covariates";

const D = 6;
const A0 = [0.5, 0.4, -0.6, 0.5, 0.3, 0.7];
const A = [0.5, -0.5, 0.3, -0.6, 0.5, 0.2];

function model(activation: "tanh" | "softplus", bias: boolean): ContaminatedMoe {
  const expert = { kind: "activation", activation, bias } as const;
  return defineModel({
    covariates: { law: "uniform", dimension: D },
    pretrained: { density: { kind: "laplace" }, expert, eta: bias ? [...A0, 0] : A0, nu: 1 },
    prompt: { expert },
    box: defaultBox(bias ? D + 1 : D),
  });
}

describe("a rule on one side of the origin", () => {
  it("serves odd experts without a bias, and no others", () => {
    expect([model("tanh", false), model("tanh", true), model("softplus", false)].map(isMirrored)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("gives the information of the whole rule", () => {
    const odd = model("tanh", false);
    const truth = { lambda: 0.3, eta: A, nu: 0.5 };
    const half = fisherInformation(odd, truth, 1e-4);
    // With a bias held at 0 the whole rule is used; what a bias adds to know is orthogonal to the slopes by the symmetry.
    const whole = fisherInformation(model("tanh", true), { ...truth, eta: [...A, 0] }, 1e-4);
    for (let j = 0; j <= D; j++) expect(half.deviations[j] / whole.deviations[j]).toBeCloseTo(1, 9);
    expect(half.deviations[D + 1] / whole.deviations[D + 2]).toBeCloseTo(1, 9);
    expect(projectedRule(odd, A, 0)?.weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 6);
  });
});
