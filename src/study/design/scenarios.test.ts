import { describe, expect, it } from "vitest";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import { truthAt } from "../../model/path";
import { leCamBound } from "../../theory/bounds/le-cam";
import { informationCurve, localSlopes } from "../../theory/information/information-curve";
import { pathExponents } from "../../theory/rates/exponents";
import { SCENARIO_PATHS, scenarioPath } from "./scenarios";

/** The check of the catalogue's rule, made before any simulation: the curve at n = 1e3 over what it has to resolve. */
const oneDimensional = SCENARIO_PATHS.filter(({ path }) => path.model.covariates.dimension === 1);

describe("the catalogue", () => {
  it("has these paths, each with its scenario's letter and increasing sizes", () => {
    expect(SCENARIO_PATHS.map(({ id }) => id)).toEqual([
      "D/vanishing",
      "D/student-t",
      "D/paper-style",
      "H/vanishing",
      "S/slope",
      "S/bias",
      "S/variance",
      "S/slope-gelu",
      "S/slope-sigmoid",
      "L/slope",
      "L/variance",
      "L/bias",
      "L/resonant",
    ]);
    for (const { id, scenario, path, sizes, replications } of SCENARIO_PATHS) {
      expect(id.startsWith(`${scenario}/`)).toBe(true);
      expect(pathExponents(path).scenario).toBe(scenario);
      expect([...sizes].sort((left, right) => left - right)).toEqual(sizes);
      expect(sizes.every(Number.isInteger)).toBe(true);
      expect(replications).toBeGreaterThanOrEqual(40);
    }
  });

  it("stays in its boxes at every default size", () => {
    for (const { path, sizes } of SCENARIO_PATHS) {
      const { box } = path.model;
      for (const n of sizes) {
        const { lambda, eta, nu } = truthAt(path, n);
        const inside = (value: number, [low, high]: readonly [number, number]) => value > low && value < high;
        expect(inside(lambda, box.lambda) && inside(nu, box.nu)).toBe(true);
        expect(eta.every((e, j) => inside(e, box.eta[j]))).toBe(true);
      }
    }
  });

  it("knows every exponent of every path", () => {
    for (const { path } of SCENARIO_PATHS) {
      const { guaranteed, sharp } = pathExponents(path);
      for (const { lambda, eta, nu } of [guaranteed, sharp]) {
        expect([lambda, ...eta, nu].every(({ known }) => known)).toBe(true);
      }
    }
  });

  it("refuses an unknown id with the known ones", () => {
    expect(() => scenarioPath("L/none")).toThrow(/known ones are D\/vanishing, .*L\/resonant/);
  });
});

describe("the constants", () => {
  it.each(
    SCENARIO_PATHS.map((scenario) => [scenario.id, scenario] as const),
  )("of %s let the smallest n resolve lambda and the gap: the curve is below 0.3 of either", (_, {
    path,
    direction,
  }) => {
    const n = 1000;
    const truth = truthAt(path, n);
    const [point] = informationCurve(path, [n]);
    expect(point.lambda / truth.lambda).toBeLessThan(0.3);
    const frozen = frozenCoordinates(path.model);
    if (direction.kind === "fixed" || frozen === undefined) {
      // Nothing merges: the prompt's own parameters are what has to be resolved.
      truth.eta.forEach((e, j) => {
        expect(point.eta[j] / Math.abs(e)).toBeLessThan(0.3);
      });
      expect(point.nu / truth.nu).toBeLessThan(0.3);
      return;
    }
    truth.eta.forEach((e, j) => {
      if (e !== frozen[j]) expect(point.eta[j] / Math.abs(e - frozen[j])).toBeLessThan(0.3);
    });
    const varianceGap = Math.abs(truth.nu - path.model.pretrained.nu);
    if (varianceGap > 0) expect(point.nu / varianceGap).toBeLessThan(0.3);
  });

  it.each(
    oneDimensional.map((scenario) => [scenario.id, scenario] as const),
  )("of %s give an information curve whose slope tends to the sharp exponents", (_, { path, direction }) => {
    const { sharp } = pathExponents(path);
    // D, H and S slopes are there at 1e24; L's bias gaps shrink most slowly.
    const [slope] = localSlopes(path, [direction.kind === "bias" ? 1e40 : 1e24]);
    const values = [slope.lambda, ...slope.eta, slope.nu];
    [sharp.lambda, ...sharp.eta, sharp.nu].forEach((exponent, j) => {
      expect(exponent.known && Math.abs(values[j] - exponent.value.valueOf())).toBeLessThan(0.004);
    });
  });

  it.each(["S/slope", "L/bias", "L/resonant"])("of %s give lower bounds that scale with the sharp exponent", (id) => {
    const { path } = scenarioPath(id);
    const { sharp } = pathExponents(path);
    const bound = (n: number) => leCamBound(path.model, truthAt(path, n), n, "lambda").bound;
    const slope = Math.log(bound(1e14) / bound(1e16)) / Math.log(100);
    const [local] = localSlopes(path, [1e15]);
    // With the curve's local slope to a thousandth; the sharp exponent itself is still drifting in.
    expect(Math.abs(slope - local.lambda)).toBeLessThan(0.002);
    expect(sharp.lambda.known && Math.abs(slope - sharp.lambda.value.valueOf())).toBeLessThan(0.02);
  });
});
