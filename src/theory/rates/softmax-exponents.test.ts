import { describe, expect, it } from "vitest";
import type { Activation } from "../../model/activation";
import { defaultSoftmaxBox } from "../../model/box";
import { inVectorOrder } from "../../model/by-parameter";
import { defineModel } from "../../model/contaminated-moe";
import { SOFTMAX_GATE } from "../../model/gate";
import { fixed, type Path, type PowerLaw, powerLaw } from "../../model/path";
import { localSlopes } from "../information/information-curve";
import { type Exponent, pathExponents, showExponent } from "./exponents";

interface Moving {
  readonly slope?: PowerLaw;
  readonly bias?: PowerLaw;
  readonly nu?: PowerLaw;
}

/** X uniform, nu0 = 1, eta0 = (1, 0), tau* = 0: the setting in which the curve was followed to n = 1e31. */
function path(
  activation: Activation,
  beta: number,
  { slope = fixed(1), bias = fixed(0), nu = fixed(1) }: Moving,
): Path<"softmax"> {
  const expert = { kind: "activation", activation, bias: true } as const;
  return {
    id: "test/softmax",
    title: "",
    model: defineModel({
      gate: SOFTMAX_GATE,
      covariates: { law: "uniform", dimension: 1 },
      pretrained: { density: { kind: "gaussian" }, expert, eta: [1, 0], nu: 1 },
      prompt: { expert },
      box: defaultSoftmaxBox(1, 2),
    }),
    tau: fixed(0),
    beta: [fixed(beta)],
    eta: [slope, bias],
    nu,
  };
}

const SLOPE: Moving = { slope: powerLaw(1, 1, "1/8") };
const BIAS: Moving = { bias: powerLaw(0, 1, "1/8") };
const VARIANCE: Moving = { nu: powerLaw(1, 1, "1/8") };
const RESONANT: Moving = { bias: powerLaw(0, 1, "1/16"), nu: powerLaw(1, 1 / 3, "1/8") };

const sharpOf = (of: Path<"softmax">): readonly string[] =>
  inVectorOrder<Exponent>(pathExponents(of).sharp).map(showExponent);

/** tau, beta, a, b, nu: derived by hand, bracket by bracket, and seen in the information curve. */
const TABLE = [
  ["tanh", 0, "slope", SLOPE, ["1/4", "3/8", "3/8", "1/2", "1/2"]],
  ["tanh", 0, "bias", BIAS, ["1/4", "1/4", "3/8", "3/8", "1/2"]],
  ["tanh", 0, "variance", VARIANCE, ["1/4", "3/8", "1/2", "1/2", "3/8"]],
  ["tanh", 1, "slope", SLOPE, ["3/8", "3/8", "1/2", "1/2", "1/2"]],
  ["tanh", 1, "bias", BIAS, ["3/8", "3/8", "1/2", "1/2", "1/2"]],
  ["tanh", 1, "variance", VARIANCE, ["3/8", "3/8", "1/2", "1/2", "1/2"]],
  ["identity", 0, "slope", SLOPE, ["1/4", "3/8", "3/8", "1/2", "1/2"]],
  ["identity", 0, "variance", VARIANCE, ["1/4", "3/8", "1/2", "1/2", "3/8"]],
  ["identity", 1, "slope", SLOPE, ["3/8", "3/8", "1/2", "1/2", "1/2"]],
  ["identity", 1, "bias", BIAS, ["3/8", "3/8", "1/2", "1/2", "1/2"]],
  ["identity", 1, "variance", VARIANCE, ["3/8", "3/8", "1/2", "1/2", "1/2"]],
] as const;

describe("the exponents of a softmax gate", () => {
  it.each(TABLE)("%s, beta* = %d, %s", (activation, beta, _, moving, expected) => {
    expect(sharpOf(path(activation, beta, moving))).toEqual(expected);
  });

  it.each([
    ["tanh", 0, BIAS],
    ["tanh", 1, SLOPE],
    ["identity", 0, SLOPE],
    ["identity", 1, BIAS],
  ] as const)("are the slopes of the information curve at n = 1e30: %s, beta* = %d", (activation, beta, moving) => {
    const of = path(activation, beta, moving);
    const sharp = inVectorOrder<Exponent>(pathExponents(of).sharp);
    const [slopes] = localSlopes(of, [1e30], 1e-6);
    inVectorOrder<number>(slopes).forEach((slope, j) => {
      const exponent = sharp[j];
      expect(Math.abs(slope - (exponent.known ? exponent.value.valueOf() : Number.NaN))).toBeLessThan(0.012);
    });
  });

  it("of linear experts, bias and variance in resonance at beta* = 0, are those of a constant gate with beta as the slopes", () => {
    expect(sharpOf(path("identity", 0, RESONANT))).toEqual(["1/4", "3/8", "7/16", "5/16", "3/8"]);
    expect(sharpOf(path("identity", 1, RESONANT))).toEqual(["7/16", "7/16", "1/2", "1/2", "1/2"]);
  });

  it("of linear experts whose bias merges alone at beta* = 0 lie between", () => {
    const of = path("identity", 0, { bias: powerLaw(0, 1, "1/12") });
    expect(sharpOf(of)).toEqual(["1/4", "1/3", "5/12", "1/3", "5/12"]);
  });

  it("guaranteed by the successor's theorem where it applies: without a bias; a bias is told to violate its condition", () => {
    const { model, ...laws } = path("tanh", 1, SLOPE);
    const expert = { kind: "activation", activation: "tanh", bias: false } as const;
    const without = {
      ...laws,
      eta: [laws.eta[0]],
      model: defineModel({
        ...model,
        pretrained: { ...model.pretrained, expert, eta: [1] },
        prompt: { expert },
        box: defaultSoftmaxBox(1, 1),
      }),
    };
    const promised = inVectorOrder<Exponent>(pathExponents(without).guaranteed).map(showExponent);
    expect(promised).toEqual(["1/4", "3/8", "3/8", "3/8"]);
    const [told] = inVectorOrder<Exponent>(pathExponents(path("tanh", 1, BIAS)).guaranteed);
    expect(told.known ? "" : told.reason).toContain("third condition");
  });
});
