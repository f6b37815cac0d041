import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Activation } from "../../model/activation";
import { defaultBox } from "../../model/box";
import type { Parameters } from "../../model/by-parameter";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import type { BuiltInDensity } from "../../model/density";
import { fixed, type Path, powerLaw } from "../../model/path";
import { hellinger } from "../bounds/hellinger";
import { pathExponents } from "../rates/exponents";
import { fisherInformation } from "./information";
import { informationCurve, localSlopes } from "./information-curve";

/** As reference/information_reference.py writes it. */
interface ReferenceCase {
  readonly name: string;
  readonly model: {
    readonly density: BuiltInDensity["kind"];
    readonly df: number | null;
    readonly activation0: Activation;
    readonly bias0: boolean;
    readonly eta0: readonly number[];
    readonly nu0: number;
    readonly activation: Activation;
    readonly bias: boolean;
    readonly lambda: number;
    readonly eta: readonly number[];
    readonly nu: number;
    readonly law: "uniform" | "normal";
    readonly dimension: number;
  };
  readonly deviations: readonly number[];
  readonly other?: Parameters;
  readonly affinity?: number;
}

const reference = JSON.parse(readFileSync(resolve(__dirname, "../reference/reference.json"), "utf8")) as {
  readonly cases: readonly ReferenceCase[];
};

function modelOf({ model: m }: ReferenceCase): ContaminatedMoe {
  const density: BuiltInDensity = m.density === "student-t" ? { kind: m.density, df: m.df ?? 5 } : { kind: m.density };
  return defineModel({
    covariates: { law: m.law, dimension: m.dimension },
    pretrained: {
      density,
      expert: { kind: "activation", activation: m.activation0, bias: m.bias0 },
      eta: m.eta0,
      nu: m.nu0,
    },
    prompt: { expert: { kind: "activation", activation: m.activation, bias: m.bias } },
    box: defaultBox(m.eta.length),
  });
}

/** Homogeneous experts of one kind around eta0 = (1, 0), nu0 = 1, lambda* = 1/2: the setting of the prototype. */
function mergingPath(activation: Activation, moves: Partial<Pick<Path, "eta" | "nu">>): Path {
  const expert = { kind: "activation", activation, bias: true } as const;
  const model = defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density: { kind: "gaussian" }, expert, eta: [1, 0], nu: 1 },
    prompt: { expert },
    box: defaultBox(2),
  });
  const still = { eta: [fixed(1), fixed(0)], nu: fixed(1) };
  return { id: "test", title: "test", model, lambda: fixed(0.5), ...still, ...moves };
}

describe("the Fisher information", () => {
  it.each(reference.cases)("agrees with scipy's adaptive quadrature to 1e-5: $name", (entry) => {
    const { lambda, eta, nu } = entry.model;
    const { deviations, relativeError } = fisherInformation(modelOf(entry), { lambda, eta, nu });
    expect(relativeError).toBeLessThan(1e-6);
    deviations.forEach((deviation, j) => {
      // The reference itself is good to 1e-6 in four dimensions.
      const tolerance = entry.model.dimension > 3 ? 1e-5 : 1e-6;
      expect(Math.abs(deviation / entry.deviations[j] - 1)).toBeLessThan(tolerance);
    });
  });

  it.each(
    reference.cases.filter((entry) => entry.other !== undefined),
  )("its companion, the affinity, agrees too: $name", (entry) => {
    const { lambda, eta, nu } = entry.model;
    const { affinity } = hellinger(modelOf(entry), { lambda, eta, nu }, entry.other ?? { lambda, eta, nu });
    expect(Math.abs(affinity - (entry.affinity ?? Number.NaN))).toBeLessThan(1e-8);
  });

  it("says which parameters no sample identifies", () => {
    const { model } = mergingPath("tanh", {});
    const { deviations } = fisherInformation(model, { lambda: 0.5, eta: [1, 0], nu: 1 });
    expect(deviations[0]).toBe(Number.POSITIVE_INFINITY);
    expect(deviations.subarray(1).every(Number.isFinite)).toBe(true);
  });

  it("refuses a truth on the edge of lambda", () => {
    const { model } = mergingPath("tanh", {});
    expect(() => fisherInformation(model, { lambda: 0, eta: [2, 0], nu: 1 })).toThrow(/strictly between 0 and 1/);
  });

  it("for lambda near 1 is that of ordinary least squares", () => {
    const path = mergingPath("identity", {});
    const { deviations } = fisherInformation(path.model, { lambda: 1 - 1e-9, eta: [-2, 6], nu: 0.5 });
    expect(deviations[1]).toBeCloseTo(Math.sqrt(0.5), 6);
    expect(deviations[2]).toBeCloseTo(Math.sqrt(0.5), 6);
    expect(deviations[3]).toBeCloseTo(Math.sqrt(2) * 0.5, 6);
  });
});

describe("the information curve", () => {
  const t8 = (coefficient: number) => powerLaw(1, coefficient, "1/8");
  const bias = (kappa: number): Partial<Pick<Path, "eta" | "nu">> => ({
    eta: [fixed(1), powerLaw(0, 2, "1/12")],
    nu: powerLaw(1, 4 * kappa, "1/6"),
  });
  const table: readonly [string, Path, readonly number[]][] = [
    ["L slope", mergingPath("identity", { eta: [t8(1.5), fixed(0)] }), [0.25, 0.375, 0.5, 0.5]],
    ["L variance", mergingPath("identity", { nu: t8(1.5) }), [0.253, 0.501, 0.501, 0.378]],
    ["L bias, kappa = 0", mergingPath("identity", bias(0)), [0.251, 0.5, 0.334, 0.417]],
    ["L bias, kappa = 1", mergingPath("identity", bias(1)), [0.252, 0.5, 0.336, 0.502]],
    ["L bias, kappa = 1/3", mergingPath("identity", bias(1 / 3)), [0.168, 0.5, 0.251, 0.334]],
    ["S slope", mergingPath("tanh", { eta: [t8(1.5), fixed(0)] }), [0.252, 0.379, 0.501, 0.5]],
    ["S bias", mergingPath("tanh", { eta: [fixed(1), powerLaw(0, 1.5, "1/8")] }), [0.25, 0.5, 0.376, 0.5]],
    ["S variance", mergingPath("tanh", { nu: t8(1.5) }), [0.253, 0.501, 0.501, 0.378]],
  ];

  it.each(table)("has the local slopes of an independent prototype at n = 1e15: %s", (_, path, expected) => {
    const [slope] = localSlopes(path, [1e15]);
    [slope.lambda, ...slope.eta, slope.nu].forEach((value, j) => {
      // The prototype's coefficients are not recorded, and the drift still depends on them in the third digit.
      expect(Math.abs(value - expected[j])).toBeLessThan(0.005);
    });
  });

  it.each(table.filter(([name]) => !name.endsWith("1/3")))("tends to the sharp exponents: %s", (_, path) => {
    const { sharp } = pathExponents(path);
    const [slope] = localSlopes(path, [1e24]);
    const values = [slope.lambda, ...slope.eta, slope.nu];
    [sharp.lambda, ...sharp.eta, sharp.nu].forEach((exponent, j) => {
      expect(exponent.known && Math.abs(values[j] - exponent.value.valueOf())).toBeLessThan(0.001);
    });
  });

  it("of the resonant path tends to 1/2 - 4t, 1/2, 1/2 - 3t, 1/2 - 2t (t = 1/16), slowly", () => {
    const moves = { eta: [fixed(1), powerLaw(0, 2.3, "1/16")], nu: powerLaw(1, 2.3 ** 2 / 3, "1/8") };
    const path = mergingPath("identity", moves);
    const drift = localSlopes(path, [3e4, 3e7, 3e13]).map(({ lambda }) => lambda);
    // The prototype gave two digits; its coefficient, not recorded, must have been about 2.3.
    [0.33, 0.29, 0.26].forEach((expected, i) => {
      expect(Math.abs(drift[i] - expected)).toBeLessThan(0.005);
    });
    const [limit] = localSlopes(path, [1e40]);
    [limit.lambda, ...limit.eta, limit.nu].forEach((value, j) => {
      expect(value).toBeCloseTo([0.25, 0.5, 0.3125, 0.375][j], 4);
    });
  });

  it("keeps its digits when the prompt has all but merged", () => {
    // 13 digits of the gap are gone in double precision at 1e30; the exact scaling laws still hold to the third.
    const path = mergingPath("identity", { eta: [t8(1.5), fixed(0)] });
    const [point] = informationCurve(path, [1e60]);
    expect(point.relativeError).toBeLessThan(1e-6);
    const [slope] = localSlopes(path, [1e60]);
    expect(slope.lambda).toBeCloseTo(0.25, 6);
  });

  it("takes less than a second for 13 sizes", () => {
    const path = mergingPath("tanh", { eta: [t8(1.5), fixed(0)] });
    const start = performance.now();
    informationCurve(
      path,
      Array.from({ length: 13 }, (_, i) => 10 ** (3 + i)),
    );
    // Three times the promise: test machines are shared.
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
