import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Activation } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import { fixed, type Path, powerLaw } from "../../model/path";
import { type ParameterExponents, pathExponents, showExponent } from "./exponents";
import { estimableMargin, isEstimable, largestMerging } from "./phase-diagram";
import { classify } from "./scenario";

interface Setting {
  readonly activation?: Activation;
  readonly activation0?: Activation;
  readonly laplace?: boolean;
  readonly bias?: boolean;
  readonly bias0?: boolean;
  readonly s?: string;
  readonly a?: readonly [number, string];
  readonly b?: readonly [number, string];
  readonly nu?: readonly [number, string];
}

function path(setting: Setting): Path {
  const { activation = "identity", activation0 = activation, bias = true, bias0 = bias, s } = setting;
  const model = defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: {
      density: { kind: setting.laplace ? "laplace" : "gaussian" },
      expert: { kind: "activation", activation: activation0, bias: bias0 },
      eta: bias0 ? [1, 0] : [1],
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation, bias } },
    box: defaultBox(bias ? 2 : 1),
  });
  const law = (limit: number, moves?: readonly [number, string]) =>
    moves ? powerLaw(limit, moves[0], moves[1]) : fixed(limit);
  return {
    id: "test",
    title: "test",
    model,
    lambda: s === undefined ? fixed(0.5) : powerLaw(0, 0.5, s),
    eta: bias ? [law(1, setting.a), law(0, setting.b)] : [law(1, setting.a)],
    nu: law(1, setting.nu),
  };
}

const show = (e: ParameterExponents): string => [e.lambda, ...e.eta, e.nu].map(showExponent).join(" ");

describe("the exponents of the table in notebooks/04-linear-experts", () => {
  const table: readonly [string, Setting, string, string][] = [
    ["D", { laplace: true, activation0: "tanh", s: "1/4" }, "1/2 1/4 1/4 1/4", "1/2 1/4 1/4 1/4"],
    ["D with a prompt that approaches h0", { laplace: true, a: [1, "1/8"] }, "1/2 1/2 1/2 1/2", "1/2 1/2 1/2 1/2"],
    ["H", { activation0: "tanh", s: "1/8" }, "1/2 3/8 3/8 3/8", "1/2 3/8 3/8 3/8"],
    ["S slope", { activation: "tanh", a: [1, "1/8"], s: "1/16" }, "1/4 5/16 5/16 5/16", "1/4 5/16 7/16 7/16"],
    ["S bias", { activation: "gelu", b: [1, "1/8"] }, "1/4 3/8 3/8 3/8", "1/4 1/2 3/8 1/2"],
    ["S variance", { activation: "sigmoid", nu: [1, "1/8"] }, "1/4 3/8 3/8 3/8", "1/4 1/2 1/2 3/8"],
    ["S, linear without bias", { bias: false, a: [1, "1/8"] }, "1/4 3/8 3/8", "1/4 3/8 1/2"],
    ["L slope", { a: [1, "1/8"] }, "1/4 3/8 3/16 3/8", "1/4 3/8 1/2 1/2"],
    ["L variance", { nu: [1, "1/8"] }, "1/4 3/8 3/16 3/8", "1/4 1/2 1/2 3/8"],
    ["L bias", { b: [2, "1/12"], s: "1/24" }, "1/6 7/24 7/48 7/24", "1/4 11/24 7/24 3/8"],
    ["L kappa = 1", { b: [2, "1/12"], nu: [4, "1/6"] }, "1/6 1/3 1/6 1/3", "1/4 1/2 1/3 1/2"],
    ["L resonant", { b: [3, "1/16"], nu: [3, "1/8"] }, "1/4 3/8 3/16 3/8", "1/4 1/2 5/16 3/8"],
    ["L, nu's gap faster than Db^2", { b: [2, "1/12"], nu: [4, "1/5"] }, "1/6 1/3 1/6 1/3", "1/4 1/2 1/3 5/12"],
    [
      "homogeneous, gap stays open",
      { activation: "tanh", a: [1, "0"], s: "1/4" },
      "1/2 1/4 1/4 1/4",
      "1/2 1/4 1/4 1/4",
    ],
    [
      "tanh without bias inside tanh with bias",
      { activation: "tanh", bias0: false, a: [1, "1/8"] },
      "1/4 3/8 3/8 3/8",
      "1/4 3/8 1/2 1/2",
    ],
  ];

  it.each(table)("%s", (_, setting, guaranteed, sharp) => {
    const exponents = pathExponents(path(setting));
    expect(show(exponents.guaranteed)).toBe(guaranteed);
    expect(show(exponents.sharp)).toBe(sharp);
  });

  it("are never below the guarantee", () => {
    const exponent = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 13, max: 60 }))
      .map(([p, q]) => `${p}/${q}`);
    const moves = fc.option(fc.tuple(fc.constantFrom(0.5, 1, 3), exponent), { nil: undefined });
    const activation = fc.constantFrom<Activation>("identity", "tanh", "gelu");
    fc.assert(
      fc.property(activation, exponent, moves, moves, moves, (activation, s, a, b, nu) => {
        const setting = { activation, s, ...(a && { a }), ...(b && { b }), ...(nu && { nu }) };
        const { guaranteed, sharp } = pathExponents(path(setting));
        const [g, e] = [guaranteed, sharp].map(({ lambda, eta, nu }) => [lambda, ...eta, nu]);
        e.forEach((exponent, j) => {
          const promise = g[j];
          if (exponent.known) expect(promise.known && exponent.value.compare(promise.value) >= 0).toBe(true);
          else expect(exponent.reason.length).toBeGreaterThan(10);
        });
      }),
    );
  });

  const unknown: readonly [string, Setting, RegExp][] = [
    ["two gaps", { activation: "tanh", a: [1, "1/8"], b: [1, "1/8"] }, /more than one entry of eta/],
    ["a slow variance beside a bias", { b: [1, "1/10"], nu: [1, "1/9"] }, /more slowly than the square/],
    ["resonance beyond 1/10", { b: [3, "1/9"], nu: [3, "2/9"] }, /hold for t < 1\/10/],
    ["outside the region", { activation: "tanh", a: [1, "1/4"] }, /outside the estimable region/],
    ["nothing moves", { activation: "tanh" }, /equals the pre-trained model/],
    ["relu", { activation: "relu", a: [1, "1/8"] }, /not twice differentiable/],
  ];
  it.each(unknown)("give a reason instead: %s", (_, setting, reason) => {
    const { lambda } = pathExponents(path(setting)).sharp;
    expect(lambda.known ? "known" : lambda.reason).toMatch(reason);
  });
});

describe("the estimable region", () => {
  it("is s + 2t < 1/2 in S, s + 4t < 1/2 on L's bias path, and all t in D and H", () => {
    expect(estimableMargin("S", "slope", "1/4", "1/8").toFraction()).toBe("0");
    expect(isEstimable("S", "slope", "1/4", "1/9")).toBe(true);
    expect(isEstimable("L", "bias", "1/4", "1/16")).toBe(false);
    expect(isEstimable("L", "slope", "1/4", "1/16")).toBe(true);
    expect(largestMerging("L", "bias", "1/4")?.toFraction()).toBe("1/16");
    expect(largestMerging("D", "fixed", "1/4")).toBeUndefined();
  });
});

describe("the scenario of a model", () => {
  it("sees h0 inside the prompt's class with another parametrisation", () => {
    expect(classify(path({ activation: "tanh", bias0: false }).model)).toEqual({ covered: true, scenario: "S" });
    expect(classify(path({ bias0: false }).model)).toEqual({ covered: true, scenario: "L" });
    expect(classify(path({ activation0: "tanh" }).model)).toEqual({ covered: true, scenario: "H" });
  });
});
