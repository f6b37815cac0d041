import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { defineModel } from "../../model/contaminated-moe";
import { fixed, type Path, powerLaw, truthAt } from "../../model/path";
import { fisherInformation } from "./information";
import { informationCurve, localSlopes } from "./information-curve";
import { preciseFactor, preciseTruth, preciseTruthAt } from "./precise-information";

function path(activation: (typeof ACTIVATIONS)[number], moves: Partial<Path>): Path {
  const expert = { kind: "activation", activation, bias: true } as const;
  const model = defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density: { kind: "gaussian" }, expert, eta: [1, 0.5], nu: 1 },
    prompt: { expert },
    box: defaultBox(2),
  });
  return { id: "t", title: "t", model, lambda: fixed(0.3), eta: [fixed(1), fixed(0.5)], nu: fixed(1), ...moves };
}

describe("the information in 32 digits", () => {
  const smooth = ACTIVATIONS.filter((activation) => activation !== "relu");
  const gap = fc.double({ min: -0.25, max: 0.25, noNaN: true });

  it("is that of plain doubles where these resolve it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...smooth),
        gap,
        gap,
        gap,
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (a, da, db, v, lambda) => {
          fc.pre(Math.abs(da) + Math.abs(v) > 0.02);
          const { model } = path(a, {});
          const truth = { lambda, eta: [1 + da, 0.5 + db], nu: 1 + v };
          const plain = fisherInformation(model, truth);
          const gaps = preciseTruth(model, truth);
          const precise = gaps && preciseFactor(model, gaps, 1);
          plain.deviations.forEach((deviation, j) => {
            expect(Math.abs((precise?.deviations[j] ?? 0) / deviation - 1)).toBeLessThan(1e-5);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("keeps gaps that a double cannot hold beside 1: t = 6/25 to n = 1e60", () => {
    const merging = path("tanh", { eta: [powerLaw(1, 1, "6/25"), fixed(0.5)] });
    expect(truthAt(merging, 1e70).eta[0]).toBe(1);
    expect(preciseTruthAt(merging, 1e60)?.etaGap[0][0]).toBeCloseTo(1e-60 ** 0.24, 25);
    const [slope] = localSlopes(merging, [1e60]);
    [slope.lambda, ...slope.eta, slope.nu].forEach((value, j) => {
      expect(value).toBeCloseTo([0.02, 0.26, 0.5, 0.5][j], 6);
    });
    expect(informationCurve(merging, [1e60])[0].relativeError).toBeLessThan(1e-6);
  });

  it("is taken where three scores, each well apart from those before, leave little of the first", () => {
    const law = (at: number, speed: string) => powerLaw(at, -0.5, speed);
    const three = path("identity", { eta: [powerLaw(1, -2, "1/24"), law(0.5, "1/16")], nu: law(1, "1/15") });
    const [slope] = localSlopes(three, [1e240]);
    // What is left of lambda's score is (a - a0)^2; of another's, that over the other's gap: the one is solved for in the other.
    const left = [1 / 12, 1 / 24, 1 / 12 - 1 / 16, 1 / 12 - 1 / 15];
    [slope.lambda, ...slope.eta, slope.nu].forEach((value, j) => {
      expect(Math.abs(value - (0.5 - left[j]))).toBeLessThan(5e-4);
    });
  });

  it("has the limit of least squares: a variance gap alone leaves slopes with sd sqrt(nu/n)/lambda", () => {
    const merging = path("identity", { nu: powerLaw(1, 1, "1/5") });
    const [{ eta }] = informationCurve(merging, [1e50]);
    expect(eta[0] * 1e25).toBeCloseTo(1 / 0.3, 8);
    expect(eta[1] * 1e25).toBeCloseTo(1 / 0.3, 8);
  });

  it("does not take over relu's bends, wide gaps or other densities", () => {
    const { model } = path("tanh", {});
    const wide = preciseTruth(model, { lambda: 0.5, eta: [4, 0], nu: 1 });
    expect(wide && preciseFactor(model, wide, 0)).toBeUndefined();
    const relu = path("relu", { eta: [fixed(1), powerLaw(0.5, 1, "1/8")] });
    const swept = preciseTruthAt(relu, 1e6);
    expect(swept && preciseFactor(relu.model, swept, 0)).toBeUndefined();
  });
});
