import { describe, expect, it } from "vitest";
import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import { vectorNames } from "../../model/parameters";
import { type Path, truthAt } from "../../model/path";
import { curveLimits } from "../../report/verdict/curve-limit";
import { informationCurve } from "../../theory/information/information-curve";
import { type Exponent, pathExponents, showExponent } from "../../theory/rates/exponents";
import { smallDesign } from "../testing/small-design";
import { designHash, folderName } from "./design-hash";
import { designStudy } from "./design-study";
import { NAMED_PATHS, namedPath } from "./named-paths";
import { pathOf } from "./path-json";
import { SCENARIO_PATHS, scenarioPath } from "./scenarios";
import { SOFTMAX_PATHS, softmaxPath } from "./softmax-paths";

const shown = (of: Path<GateKind>, which: "guaranteed" | "sharp"): string =>
  inVectorOrder<Exponent>(pathExponents(of)[which]).map(showExponent).join(" ");

/** Derived by hand, bracket by bracket, in notebooks/11-softmax-gate; tau, beta, eta, nu. */
const TABLE = [
  ["S/gate-flat", "1/4 3/8 3/8 3/8", "1/4 3/8 3/8 1/2"],
  ["S/gate-tilted", "1/4 3/8 3/8 3/8", "3/8 3/8 1/2 1/2"],
  ["S/gate-bias", "- - - - -", "1/4 1/4 3/8 3/8 1/2"],
  ["L/gate-flat", "- - - - -", "1/4 3/8 7/16 5/16 3/8"],
  ["L/gate-tilted", "- - - - -", "7/16 7/16 1/2 1/2 1/2"],
] as const;

describe("the paths of a softmax gate", () => {
  it("are named, each with its scenario's letter; names of either gate are known together", () => {
    expect(SOFTMAX_PATHS.map(({ id }) => id)).toEqual([
      ...TABLE.map(([id]) => id),
      "D/successor-a",
      "S/successor-b.i",
      "S/successor-b.ii",
    ]);
    for (const { id, scenario, path } of SOFTMAX_PATHS) {
      expect(id.startsWith(`${scenario}/`)).toBe(true);
      expect(pathExponents(path).scenario).toBe(scenario);
      expect(path.model.gate.kind).toBe("softmax");
    }
    expect(NAMED_PATHS).toHaveLength(SCENARIO_PATHS.length + SOFTMAX_PATHS.length);
    expect(new Set(NAMED_PATHS.map(({ id }) => id)).size).toBe(NAMED_PATHS.length);
    expect(namedPath("L/gate-flat")).toBe(softmaxPath("L/gate-flat"));
    expect(namedPath("L/resonant")).toBe(scenarioPath("L/resonant"));
  });

  it("refuse an unknown name with those of their gate", () => {
    expect(() => softmaxPath("L/resonant")).toThrow(/known ones are S\/gate-flat, .*S\/successor-b.ii/);
    expect(() => namedPath("L/none")).toThrow(/known ones are D\/vanishing, .*S\/successor-b.ii/);
  });

  it.each(TABLE)("%s: guaranteed %s, sharp %s", (id, guaranteed, sharp) => {
    const { path } = softmaxPath(id);
    expect(shown(path, "guaranteed")).toBe(guaranteed);
    expect(shown(path, "sharp")).toBe(sharp);
  });

  it.each(TABLE)("%s: the curve ends there", (id, _, sharp) => {
    const limits = curveLimits(softmaxPath(id).path);
    sharp.split(" ").forEach((text, j) => {
      const [numerator, denominator] = text.split("/").map(Number);
      expect(Math.abs(limits[j].value - numerator / denominator)).toBeLessThan(0.005);
    });
    expect(limits).toHaveLength(vectorNames(softmaxPath(id).path.model).length);
  });

  it("let the smallest n resolve the gate and the gap", () => {
    for (const [id] of TABLE) {
      const { path } = softmaxPath(id);
      const truth = truthAt(path, 1000);
      const [point] = informationCurve(path, [1000]);
      // d pi / pi = (1 - pi) d tau: the share at x = 0 is known to an eighth.
      expect(point.tau).toBeLessThan(0.26);
      expect(point.beta[0]).toBeLessThan(0.26);
      const frozen = path.model.pretrained.eta;
      truth.eta.forEach((e, j) => {
        if (e !== frozen[j]) expect(point.eta[j] / Math.abs(e - frozen[j])).toBeLessThan(0.3);
      });
    }
  });

  it("have the successor's gate share of 0.7 on average, and its exponents", () => {
    expect(shown(softmaxPath("D/successor-a").path, "guaranteed")).toBe(Array(18).fill("1/2").join(" "));
    // Nothing merges in (b.ii) as printed: the gap of 2 in eta stays open.
    expect(shown(softmaxPath("S/successor-b.ii").path, "sharp")).toBe(Array(18).fill("1/2").join(" "));
    const of = softmaxPath("S/successor-b.i").path;
    expect(shown(of, "guaranteed")).toBe(["1/4", ...Array(17).fill("3/8")].join(" "));
    expect(shown(of, "sharp")).toBe([...Array(9).fill("3/8"), ...Array(9).fill("1/2")].join(" "));
  });
});

describe("a design of a softmax path", () => {
  it("holds its path exactly after a journey through JSON", () => {
    for (const { path, sizes, replications } of SOFTMAX_PATHS) {
      const design = JSON.parse(JSON.stringify(designStudy(path, { sizes, replications })));
      for (const n of sizes) expect(truthAt(pathOf(design), n)).toStrictEqual(truthAt(path, n));
    }
  });

  it("does not change what a design of a constant gate is called", () => {
    const folder = (id: string): string => {
      const { path, sizes, replications } = scenarioPath(id);
      return folderName({ ...designStudy(path, { sizes, replications, seed: 20250503 }), version: "0.2.0" });
    };
    // As version 0.2.0 has published them.
    expect(folder("S/slope")).toBe("S-slope-02029236a988a5df");
    expect(folder("L/resonant")).toBe("L-resonant-db210c186db71b16");
    expect(designHash(smallDesign())).not.toBe(
      designHash(designStudy(softmaxPath("S/gate-flat").path, { sizes: [1000], replications: 1 })),
    );
  });
});
