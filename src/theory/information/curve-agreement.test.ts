import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS, type Activation } from "../../model/activation";
import { defaultBox } from "../../model/box";
import { inVectorOrder } from "../../model/by-parameter";
import { defineModel } from "../../model/contaminated-moe";
import type { Density } from "../../model/density";
import { decayExpert } from "../../model/own-expert-example";
import { fixed, type Path, type PowerLaw, powerLaw } from "../../model/path";
import { SCENARIO_PATHS, scenarioPath } from "../../study/design/scenarios";
import { pathExponents } from "../rates/exponents";
import { AGREEMENT, requireAgreement } from "./curve-agreement";
import { localSlopes } from "./information-curve";
import { vanishingSlopes } from "./vanishing-slopes";

/** Random paths of each kind; 200 take some minutes (RANDOM_PATHS=200). */
const RUNS = Number(process.env.RANDOM_PATHS ?? 12);

const SPEEDS = [
  "1/24",
  "1/20",
  "1/18",
  "1/16",
  "1/15",
  "1/14",
  "1/12",
  "1/10",
  "1/9",
  "1/8",
  "1/7",
  "1/6",
  "3/16",
  "1/5",
  "2/9",
];
const SHARES = ["0", "1/30", "1/20", "1/12", "1/8"];

const size = fc.tuple(fc.boolean(), fc.double({ min: 0.5, max: 2, noNaN: true })).map(([up, v]) => (up ? v : -v));
const speed = fc.constantFrom(...SPEEDS);

interface Draw {
  readonly law: "uniform" | "normal";
  readonly dimension: number;
  readonly bias: boolean;
  readonly s: string;
  readonly share: number;
  readonly nu0: number;
  readonly eta0: readonly number[];
  readonly sizes: readonly number[];
  readonly speeds: readonly string[];
  readonly one: boolean;
  readonly moved: readonly boolean[];
}

const draw: fc.Arbitrary<Draw> = fc.record({
  law: fc.constantFrom("uniform", "normal"),
  dimension: fc.constantFrom(1, 1, 2),
  bias: fc.boolean(),
  s: fc.constantFrom(...SHARES),
  share: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
  nu0: fc.constantFrom(0.25, 1, 2),
  eta0: fc.array(size, { minLength: 3, maxLength: 3 }),
  sizes: fc.array(size, { minLength: 4, maxLength: 4 }),
  speeds: fc.array(speed, { minLength: 4, maxLength: 4 }),
  one: fc.boolean(),
  moved: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }).filter((all) => all.includes(true)),
});

/** A path of homogeneous experts whose prompt merges, or (`open`) of a prompt that keeps some gap. */
function pathOf(activation: Activation, density: Density, open: boolean, d: Draw): Path {
  const q = d.dimension + (d.bias ? 1 : 0);
  const expert = { kind: "activation", activation, bias: d.bias } as const;
  const eta0 = d.eta0.slice(0, q);
  const model = defineModel({
    covariates: { law: d.law, dimension: d.dimension },
    pretrained: { density, expert, eta: eta0, nu: d.nu0 },
    prompt: { expert },
    box: defaultBox(q),
  });
  const law = (at: number, j: number): PowerLaw =>
    d.moved[j] ? powerLaw(at, d.sizes[j], open ? "0" : d.one ? d.speeds[0] : d.speeds[j]) : fixed(at);
  const nu = open ? fixed(d.moved[q] ? (1 + 0.6 * d.sizes[q]) * d.nu0 : d.nu0) : law(d.nu0, q);
  const lambda = d.s === "0" ? fixed(d.share) : powerLaw(0, 0.5, d.s);
  return { id: `${activation}/${density.kind}`, title: "random", model, lambda, eta: eta0.map(law), nu };
}

describe("the sharp exponents of every named path", () => {
  const named = SCENARIO_PATHS.filter(({ path }) => path.model.covariates.dimension === 1);
  it.each(named.map(({ path }) => [path.id, path] as const))("%s: agree with the curve at n = 1e60", (_, path) => {
    const { exponents, largest } = requireAgreement(path);
    expect(exponents.every((e) => e !== undefined)).toBe(true);
    expect(largest).toBeLessThan(1e-3);
  });
});

describe("a prompt that vanishes beside a Gaussian f0", () => {
  const vanishing = (nu: number, s = "1/4"): Path => {
    const { path } = scenarioPath("H/vanishing");
    return { ...path, nu: fixed(nu), lambda: powerLaw(0, 1, s) };
  };

  it("has the curve's slopes at n = 1e40 by logarithms too", () => {
    const path = vanishing(4);
    const gap = { model: path.model, eta: [-1, 0.5], nu: 4 };
    const [slope] = localSlopes(path, [1e40]);
    const depth = 0.25 * 40 * Math.log(10);
    vanishingSlopes(gap, 0.25, depth).forEach((value, j) => {
      expect(Math.abs(value - [slope.lambda, ...slope.eta, slope.nu][j])).toBeLessThan(2e-4);
    });
  });

  it.each([9, 4, 2.5, 2, 1.5, 1, 0.25])("agrees with the sharp exponents at nu* = %d nu0, s g/2 and all", (nu) => {
    for (const s of ["1/4", "1/10"]) expect(requireAgreement(vanishing(nu, s)).largest).toBeLessThanOrEqual(AGREEMENT);
  });

  it("would be caught with the exponents of an integrable f^2/f0", () => {
    const path = vanishing(4);
    const slopes = vanishingSlopes({ model: path.model, eta: [-1, 0.5], nu: 4 }, 0.25, 6000);
    [0.5, 0.25, 0.25, 0.25].forEach((regular, j) => {
      expect(Math.abs(slopes[j] - regular)).toBeGreaterThan(0.05);
    });
  });
});

describe("the sharp exponents of random paths", () => {
  const smooth = ACTIVATIONS.filter((activation) => activation !== "relu");
  const check = (path: Path): void => {
    const { sharp } = pathExponents(path);
    fc.pre(sharp.lambda.known);
    expect(requireAgreement(path).largest).toBeLessThanOrEqual(AGREEMENT);
  };

  it("agree with the curve far out where the prompt merges", () => {
    const activation = fc.constantFrom<Activation>("identity", ...ACTIVATIONS);
    fc.assert(
      fc.property(activation, draw, (a, d) => {
        // A relu's bend is followed in one dimension.
        const dimension = a === "relu" ? 1 : d.dimension;
        check(pathOf(a, { kind: "gaussian" }, false, { ...d, dimension }));
      }),
      { numRuns: RUNS },
    );
  }, 1e7);

  it("agree with the curve where f0 is not Gaussian, moving or not", () => {
    const density = fc.constantFrom<Density>({ kind: "laplace" }, { kind: "student-t", df: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...ACTIVATIONS), density, fc.boolean(), draw, (a, f0, open, d) => {
        check(pathOf(a, f0, open, { ...d, dimension: 1 }));
      }),
      { numRuns: RUNS },
    );
  }, 1e7);

  it("agree with the curve where a Gaussian gap stays open", () => {
    fc.assert(
      fc.property(fc.constantFrom<Activation>("identity", "tanh", "sigmoid"), draw, (a, d) => {
        const still = { ...d, law: "uniform", dimension: 1 } as const;
        check(pathOf(a, { kind: "gaussian" }, true, still));
      }),
      { numRuns: RUNS },
    );
  }, 1e7);

  it("are never below the guarantee, and the curve keeps it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...smooth), draw, (a, d) => {
        const { guaranteed, sharp } = pathExponents(pathOf(a, { kind: "gaussian" }, false, d));
        const gives = inVectorOrder(sharp);
        inVectorOrder(guaranteed).forEach((promise, j) => {
          const given = gives[j];
          if (promise.known && given.known) expect(given.value.compare(promise.value)).toBeGreaterThanOrEqual(0);
        });
      }),
      { numRuns: 4 * RUNS },
    );
  }, 1e7);

  it("hold for a user's expert from its first two derivatives", () => {
    const model = defineModel({
      covariates: { law: "uniform", dimension: 1 },
      pretrained: { density: { kind: "gaussian" }, expert: decayExpert, eta: [1, 0.5], nu: 1 },
      prompt: { expert: decayExpert },
      box: defaultBox(2),
    });
    const still = { id: "decay", title: "decay", model, lambda: fixed(0.5), nu: fixed(1) };
    const path = { ...still, eta: [powerLaw(1, 1, "1/8"), powerLaw(0.5, 0.5, "1/8")] };
    // Beyond n = 1e30 a plain double no longer resolves a user's expert.
    expect(pathExponents(path).sharp.lambda).toMatchObject({ known: true });
    const [slope] = [requireAgreement(path)];
    expect(slope.exponents.map((e) => e?.toFixed(3))).toEqual(["0.250", "0.375", "0.375", "0.500"]);
  });
});
