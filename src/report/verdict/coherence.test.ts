import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rational } from "../../numerics/rational";
import type { CellSummary, Summary } from "../../study/measures/summary";
import type { Exponent } from "../../theory/rates/exponents";
import { EQUAL_EXPONENTS } from "./curve-limit";
import { judge, type ParameterVerdict } from "./verdict";

interface Evidence {
  /** RMSE / curve and its relative MCSE, by size. */
  readonly points: readonly { readonly efficiency: number; readonly relative: number }[];
  /** The curve is n^-slope in the window. */
  readonly slope: number;
  readonly limit: number;
  readonly uncertainty: number;
  readonly guaranteed: number | null;
  readonly sharp: number | null;
  readonly failures: number;
  readonly parameters: number;
}

/** Differences from the limit at which theorems are wrong, right, modest. */
const offset = fc.oneof(
  fc.constant(0),
  fc.constantFrom(0.01, 0.02, -0.01, 0.004, 0.1),
  fc.double({ min: -0.3, max: 0.3, noNaN: true }),
);
const orNone = fc.oneof({ weight: 5, arbitrary: offset }, { weight: 1, arbitrary: fc.constant(null) });

/** Ratios that follow a power of n, with or without a level and noise, and ratios that follow nothing. */
const points = fc
  .record({
    count: fc.integer({ min: 2, max: 10 }),
    level: fc.constantFrom(1, 1.01, 1.3, 0.8),
    drift: fc.oneof(fc.constantFrom(0, 0.02, -0.02, 0.1, -0.1), fc.double({ min: -0.4, max: 0.4, noNaN: true })),
    noise: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 10, maxLength: 10 }),
    relative: fc.array(fc.constantFrom(0.001, 0.02, 0.05, 0.08, 0.3), { minLength: 10, maxLength: 10 }),
    even: fc.boolean(),
    noisy: fc.boolean(),
  })
  .map(({ count, level, drift, noise, relative, even, noisy }) =>
    Array.from({ length: count }, (_, k) => {
      const error = relative[even ? 0 : k];
      return { efficiency: level * 2 ** (drift * k) * Math.exp(noisy ? error * noise[k] : 0), relative: error };
    }),
  );

const evidence: fc.Arbitrary<Evidence> = fc
  .record({
    points,
    slope: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
    limit: fc.constantFrom(0.25, 0.3333, 0.5),
    uncertainty: fc.constantFrom(0, 1e-6, 0.004, 0.02),
    promised: orNone,
    stated: orNone,
    failures: fc.constantFrom(0, 0, 0, 0, 30),
    parameters: fc.constantFrom(1, 4, 10),
  })
  .map(({ promised, stated, ...rest }) => ({
    ...rest,
    guaranteed: promised === null ? null : Number((rest.limit + promised).toFixed(4)),
    sharp: stated === null ? null : Number((rest.limit + stated).toFixed(4)),
  }));

const exponent = (value: number | null): Exponent =>
  value === null ? { known: false, reason: "none" } : { known: true, value: rational(value) };

function judged({
  points,
  slope,
  limit,
  uncertainty,
  guaranteed,
  sharp,
  failures,
  parameters,
}: Evidence): ParameterVerdict {
  const names = Array.from({ length: parameters }, (_, j) => `p${j}`);
  const cells = points.map(({ efficiency, relative }, k): CellSummary => {
    const n = 1000 * 2 ** k;
    const curve = n ** -slope;
    const of = (value: number) => ({ value, mcse: relative * value });
    const zero = { value: 0, mcse: 0 };
    const numbers = { rmse: of(efficiency * curve), curve, efficiency: of(efficiency) };
    return {
      ...{
        n,
        records: 1000,
        failures,
        notConverged: 0,
        atBound: 0,
        spikes: 0,
        uncertified: 0,
        reasons: {},
        secondsPerFit: 0,
        passesPerFit: 1,
      },
      parameters: names.map((name) => ({ name, truth: 1, bias: zero, mae: zero, ...numbers })),
    };
  });
  const totals = { records: 0, failures: 0, notConverged: 0, atBound: 0, spikes: 0, uncertified: 0, seconds: 0 };
  const summary: Summary = { path: "", title: "", replications: 1000, parameters: names, cells, ...totals };
  const pair = { guaranteed: exponent(guaranteed), sharp: exponent(sharp) };
  const [first] = judge(
    summary,
    names.map(() => pair),
    names.map(() => ({ value: limit, uncertainty })),
  );
  return first;
}

describe("the answers of the verdict never contradict each other", () => {
  it("whatever the evidence", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(evidence, (given) => {
        const found = judged(given);
        const [consistent, tight, agreement, sharpness] = [
          found.consistent.answer,
          found.tight.answer,
          found.agreement.answer,
          found.sharpness.answer,
        ];
        seen
          .add(`consistent ${consistent}`)
          .add(`tight ${tight}`)
          .add(`agreement ${agreement}`)
          .add(`sharp ${sharpness}`);
        const { guaranteed: g, sharp: s, limit } = given;
        const apart = (a: number | null, b: number | null) =>
          a !== null && b !== null && Math.abs(a - b) > 2 * EQUAL_EXPONENTS;
        // An attained promise is kept, and a broken one is not attained.
        if (tight === "yes") expect(consistent).toBe("yes");
        if (consistent === "no") expect(tight).toBe("no");
        // Nothing is said about a promise that nobody made.
        if (g === null) expect([consistent, tight]).toStrictEqual(["cannot tell", "cannot tell"]);
        // An error on the curve can break a promise only if the curve breaks it, and can attain only what the curve attains.
        if (agreement === "yes" && consistent === "no") expect(g).toBeGreaterThan(limit);
        if (agreement === "yes" && tight === "no" && consistent === "yes") expect(g).toBeLessThan(limit);
        // A promise above the curve's limit is never kept; one that is apart from it never attained.
        if (g !== null && g > limit + EQUAL_EXPONENTS) expect(consistent).not.toBe("yes");
        if (apart(g, limit)) expect(tight).not.toBe("yes");
        // The sharp exponent is the curve's or it is not.
        if (s !== null && Math.abs(s - limit) > EQUAL_EXPONENTS) expect(sharpness).not.toBe("yes");
        if (s !== null && Math.abs(s - limit) < EQUAL_EXPONENTS) expect(sharpness).not.toBe("no");
        if (sharpness === "yes" && tight === "yes") expect(apart(s, g)).toBe(false);
        if (sharpness === "yes" && s !== null && g !== null && s < g - 2 * EQUAL_EXPONENTS)
          expect(consistent).not.toBe("yes");
        // No answer is given with more confidence than the intervals have.
        if (consistent === "yes") expect(found.extrapolated?.exponent).toBeGreaterThan((g ?? Number.NaN) - 0.1);
        if (consistent === "no") expect(found.extrapolated?.high).toBeLessThan(g ?? Number.NaN);
        for (const { reason } of [found.consistent, found.tight, found.agreement, found.sharpness]) {
          expect(reason).not.toMatch(/NaN|undefined|Infinity/);
        }
      }),
      { numRuns: 3000, seed: 4 },
    );
    // Every answer was seen: the implications above are not empty.
    expect([...seen].sort()).toStrictEqual([
      ...["cannot tell", "no", "partly", "yes"].map((answer) => `agreement ${answer}`),
      ...["cannot tell", "no", "yes"].map((answer) => `consistent ${answer}`),
      ...["cannot tell", "no", "yes"].map((answer) => `sharp ${answer}`),
      ...["cannot tell", "no", "yes"].map((answer) => `tight ${answer}`),
    ]);
  });
});
