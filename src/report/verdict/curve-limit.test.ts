import { describe, expect, it } from "vitest";
import { fixed, type Path, powerLaw } from "../../model/path";
import { rational } from "../../numerics/rational";
import { SCENARIO_PATHS, scenarioPath } from "../../study/design/scenarios";
import { predictedExponents } from "../prediction/prediction";
import { curveLimits, EQUAL_EXPONENTS, standing } from "./curve-limit";
import { replicationsToCatch } from "./detectable";

describe("where a curve's local exponent ends", () => {
  it("is the sharp exponent of every named path with one covariate, to four digits", () => {
    for (const { path } of SCENARIO_PATHS.filter((each) => each.path.model.covariates.dimension === 1)) {
      curveLimits(path).forEach(({ value, uncertainty }, j) => {
        const { sharp } = predictedExponents(path).parameters[j];
        if (!sharp.known) throw new Error(`${path.id} states no sharp exponent`);
        expect(Math.abs(value - sharp.value.valueOf())).toBeLessThan(5e-5);
        expect(uncertainty).toBeLessThan(1e-4);
      });
    }
  });

  it("is found before the gap is lost in the last digits of nu0 + gap", () => {
    // Along L/variance with t = 0.24 the gap is 1e-15 of nu0 at n = 1e60.
    const { path } = scenarioPath("L/variance");
    const [lambda] = curveLimits({ ...path, nu: powerLaw(1, -0.9, "6/25") });
    expect(Math.abs(lambda.value - 0.02)).toBeLessThan(0.003 + lambda.uncertainty);
    expect(lambda.uncertainty).toBeLessThan(EQUAL_EXPONENTS);
  });

  it("is 1/2 + s g/2 and 1/2 - s + s g/2 where f^2/f0 is not integrable, g = (nu* - 2 nu0)/(nu* - nu0)", () => {
    const { path } = scenarioPath("H/vanishing");
    for (const nu of [9, 4, 2, 1.9]) {
      for (const s of nu === 4 ? ["1/4", "1/10"] : ["1/4"]) {
        const shift = 0.5 * rational(s).valueOf() * Math.max(0, (nu - 2) / (nu - 1));
        const limits = curveLimits({ ...path, nu: fixed(nu), lambda: powerLaw(0, 1, s) });
        limits.forEach((limit, j) => {
          const exponent = (j === 0 ? 0.5 : 0.5 - rational(s).valueOf()) + shift;
          expect(Math.abs(limit.value - exponent)).toBeLessThan(0.0012);
          expect(standing(limit, exponent)).toBe("equal");
          expect(standing(limit, exponent + 0.02)).toBe("below");
        });
      }
    }
  });

  it("is nothing for lambda where the prompt is the pre-trained model", () => {
    const { path } = scenarioPath("S/slope");
    const lost: Path = { ...path, eta: [fixed(1), fixed(0)] };
    const [lambda, ...others] = curveLimits(lost);
    expect(standing(lambda, 0.5)).toBe("open");
    for (const limit of others) expect(standing(limit, 0.5)).toBe("equal");
  });

  it("stands below, at or above a stated exponent, or leaves it open", () => {
    const at = (value: number, uncertainty: number) => standing({ value, uncertainty }, 0.25);
    expect([at(0.24, 0.001), at(0.2501, 0.004), at(0.26, 0.001), at(0.25, 0.006), at(0.24, 0.02)]).toStrictEqual([
      "below",
      "equal",
      "above",
      "open",
      "open",
    ]);
  });
});

describe("replications to catch a lie", () => {
  it("grow like the inverse square of the lie, and none suffice below the numerical border", () => {
    const detectable = { promise: 0.04, drift: 0.09, alone: 0.4 };
    expect(replicationsToCatch(detectable, 200, 0.04)).toBe(200);
    expect(replicationsToCatch(detectable, 200, 0.02)).toBe(800);
    expect(replicationsToCatch(detectable, 200, 0.005)).toBeNull();
  });
});
