import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Activation } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import { fixed, type Path, powerLaw } from "../../model/path";
import { type ParameterExponents, pathExponents, showExponent } from "./exponents";
import { estimableMargin, isEstimable, largestMerging } from "./phase-diagram";

interface Setting {
  readonly activation?: Activation;
  readonly activation0?: Activation;
  readonly laplace?: boolean;
  readonly dimension?: number;
  readonly bias?: boolean;
  readonly bias0?: boolean;
  readonly s?: string;
  readonly a?: readonly [number, string];
  readonly b?: readonly [number, string];
  readonly nu?: readonly [number, string];
}

function path(setting: Setting): Path {
  const { activation = "identity", activation0 = activation, dimension = 1, bias = true, bias0 = bias, s } = setting;
  const slopes = Array.from({ length: dimension }, () => 1);
  const model = defineModel({
    covariates: { law: "uniform", dimension },
    pretrained: {
      density: { kind: setting.laplace ? "laplace" : "gaussian" },
      expert: { kind: "activation", activation: activation0, bias: bias0 },
      eta: bias0 ? [...slopes, 0] : slopes,
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation, bias } },
    box: defaultBox(dimension + (bias ? 1 : 0)),
  });
  const law = (limit: number, moves?: readonly [number, string]) =>
    moves ? powerLaw(limit, moves[0], moves[1]) : fixed(limit);
  return {
    id: "test",
    title: "test",
    model,
    lambda: s === undefined ? fixed(0.5) : powerLaw(0, 0.5, s),
    eta: [law(1, setting.a), ...slopes.slice(1).map(fixed), ...(bias ? [law(0, setting.b)] : [])],
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
      "S, everything moves",
      { activation: "tanh", a: [1, "1/8"], b: [1, "1/8"], nu: [1, "1/8"] },
      "1/4 3/8 3/8 3/8",
      "1/4 3/8 3/8 3/8",
    ],
    [
      "S, at two speeds",
      { activation: "tanh", a: [1, "1/8"], b: [1, "1/10"] },
      "3/10 2/5 2/5 2/5",
      "3/10 17/40 2/5 1/2",
    ],
    ["L, slope and bias", { a: [1, "1/9"], b: [1, "1/9"] }, "5/18 7/18 7/36 7/18", "5/18 7/18 7/18 1/2"],
    [
      "L, a variance slower than the bias squared",
      { b: [1, "1/10"], nu: [1, "1/9"] },
      "5/18 7/18 7/36 7/18",
      "13/45 1/2 7/18 2/5",
    ],
    [
      "H, f^2/f0 not integrable",
      { activation0: "tanh", s: "1/4", nu: [3, "0"] },
      "1/2 1/4 1/4 1/4",
      "7/12 1/3 1/3 1/3",
    ],
    [
      "H, on the edge of integrability",
      { activation0: "tanh", s: "1/4", nu: [1, "0"] },
      "1/2 1/4 1/4 1/4",
      "1/2 1/4 1/4 1/4",
    ],
    [
      "homogeneous, open, not integrable",
      { activation: "tanh", a: [1, "0"], nu: [2, "0"], s: "1/5" },
      "1/2 3/10 3/10 3/10",
      "11/20 7/20 7/20 7/20",
    ],
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
    [
      "resonance beyond 1/10",
      { b: [3, "1/9"], nu: [3, "2/9"] },
      /second-order term .* n\^-4\/9, not smaller than n\^-1\/2/,
    ],
    ["outside the region", { activation: "tanh", a: [1, "1/4"] }, /outside the estimable region/],
    ["nothing moves", { activation: "tanh" }, /equals the pre-trained model/],
    [
      "relu whose bend moves, in two dimensions",
      { activation: "relu", dimension: 2, b: [1, "1/8"] },
      /bend moves .* not twice differentiable/,
    ],
  ];
  it.each(unknown)("give a reason instead: %s", (_, setting, reason) => {
    const { lambda } = pathExponents(path(setting)).sharp;
    expect(lambda.known ? "known" : lambda.reason).toMatch(reason);
  });
});

describe("the condition of validity", () => {
  const resonant = (t: number, over: number, s: string) =>
    pathExponents(path({ b: [3, `${t}/${over}`], nu: [3, `${2 * t}/${over}`], s })).sharp.lambda.known;

  it("at resonance is found to be t < 1/10 - s/5", () => {
    // s = 1/10: the edge is 2/25.
    expect([resonant(2, 25, "1/10"), resonant(199, 2500, "1/10")]).toEqual([false, true]);
    // s = 1/20: the edge is 9/100.
    expect([resonant(9, 100, "1/20"), resonant(89, 1000, "1/20")]).toEqual([false, true]);
  });

  it("holds elsewhere in the estimable region", () => {
    const t = fc.integer({ min: 17, max: 60 }).map((q) => `2/${q}`);
    fc.assert(
      fc.property(t, t, t, fc.constantFrom("1/40", "1/20", "1/12"), (a, b, nu, s) => {
        const { guaranteed, sharp } = pathExponents(path({ activation: "tanh", s, a: [1, a], b: [1, b], nu: [1, nu] }));
        expect(sharp.lambda.known).toBe(guaranteed.lambda.known);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a relu whose bend moves with the gap", () => {
  // The density differs by delta^(3/2) on the stretch that the bend has swept, before delta^2 elsewhere: lambda pays 3/2 t.
  it.each([
    ["bias", { b: [1, "1/8"] }, "5/16 1/2 7/16 1/2"],
    ["bias, the other way", { b: [-1, "1/8"] }, "5/16 1/2 7/16 1/2"],
    ["bias, vanishing", { b: [1, "1/8"], s: "1/10" }, "5/16 2/5 27/80 2/5"],
    ["slope alone: the bend at 0 stands still", { a: [1, "1/8"] }, "1/4 3/8 1/2 1/2"],
    ["bias beside a slower variance", { b: [1, "1/8"], nu: [1, "1/12"] }, "1/3 1/2 11/24 5/12"],
  ] as const)("%s", (_, moves, expected) => {
    const { guaranteed, sharp } = pathExponents(path({ activation: "relu", ...moves }));
    expect(show(sharp)).toBe(expected);
    expect(guaranteed.lambda.known).toBe(false);
  });
});

describe("guarantees", () => {
  it("are withheld where the path's limit is degenerate: a dead relu", () => {
    const { guaranteed, sharp } = pathExponents(
      path({ laplace: true, activation0: "tanh", activation: "relu", b: [-5, "0"] }),
    );
    expect(guaranteed.lambda.known || guaranteed.lambda.reason).toMatch(/conditions fail at this truth/);
    expect(sharp.eta.map((e) => (e.known ? "known" : e.reason))).toEqual(
      Array(2).fill(expect.stringMatching(/no sample identifies it/)),
    );
    expect([sharp.lambda, sharp.nu].map(showExponent)).toEqual(["1/2", "1/2"]);
  });

  it("are withheld where the path merges into h0 under other coordinates", () => {
    const sine = path({ activation: "sin" });
    const other = { ...sine, eta: [powerLaw(-1, 1, "1/8"), fixed(Math.PI)] };
    expect(show(pathExponents(other).sharp)).toBe("1/4 3/8 1/2 1/2");
    expect(show(pathExponents(other).guaranteed)).toBe("1/4 3/8 3/8 3/8");
  });

  it("say what was nearly decided otherwise: kappa = 0.33334", () => {
    const { sharp, nearMisses } = pathExponents(path({ b: [1, "1/16"], nu: [0.33334, "1/8"] }));
    expect(sharp.lambda.known && sharp.lambda.value.toFraction()).toBe("5/16");
    expect(nearMisses.join()).toMatch(/leading terms .* nearly cancel/);
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
