import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../numerics/normal-quantile";
import { rational } from "../../numerics/rational";
import { scenarioPath } from "../../study/design/scenarios";
import type { CellSummary, Summary } from "../../study/measures/summary";
import { agreementWithCurve, holm } from "./curve-agreement";
import { judge, type ParameterVerdict, verdict } from "./verdict";

const SIZES = [1000, 3000, 10_000, 30_000, 100_000];
type OfSize = (n: number) => number;

/** A study of one parameter whose RMSE is `efficiency(n)` times `curve(n)`, with this relative MCSE. */
function study(curve: OfSize, efficiency: OfSize, relative = 0.01, change: Partial<CellSummary> = {}): Summary {
  const cells = SIZES.map((n): CellSummary => {
    const rmse = { value: efficiency(n) * curve(n), mcse: relative * efficiency(n) * curve(n) };
    return {
      ...{ n, records: 1000, failures: 0, notConverged: 0, atBound: 0, spikes: 0, uncertified: 0, reasons: {} },
      ...{ secondsPerFit: 1, passesPerFit: 100 },
      parameters: [
        {
          ...{ name: "lambda", truth: 0.5, bias: { value: 0, mcse: 0.01 }, rmse, mae: rmse, curve: curve(n) },
          efficiency: { value: efficiency(n), mcse: relative * efficiency(n) },
        },
      ],
      ...change,
    };
  });
  const totals = { records: 5000, failures: 0, notConverged: 0, atBound: 0, spikes: 0, uncertified: 0, seconds: 1 };
  return { path: "t/t", title: "", replications: 1000, parameters: ["lambda"], cells, ...totals };
}

const known = (value: string) => ({ known: true, value: rational(value) }) as const;
/** A curve that decays with local exponent 0.35 at small n and ends at 1/4. */
const drifting: OfSize = (n) => n ** -0.25 * (1 + 8 * n ** -0.4);
const one: OfSize = () => 1;

function verdicts(summary: Summary, guaranteed: string, sharp: string, limit: number): readonly ParameterVerdict[] {
  return judge(summary, [{ guaranteed: known(guaranteed), sharp: known(sharp) }], [{ value: limit, uncertainty: 0 }]);
}

function answers(summary: Summary, guaranteed: string, sharp: string, limit: number): readonly string[] {
  const [found] = verdicts(summary, guaranteed, sharp, limit);
  return [found.consistent.answer, found.tight.answer, found.agreement.answer, found.sharpness.answer];
}

describe("the verdict", () => {
  it("says yes four times when RMSE follows a curve that ends at the guarantee, though slopes still drift", () => {
    expect(answers(study(drifting, one), "1/4", "1/4", 0.25)).toStrictEqual(["yes", "yes", "yes", "yes"]);
  });

  it("says no to an error that falls more slowly than guaranteed and leaves the curve", () => {
    const slow = study(drifting, (n) => (n / 1000) ** 0.15);
    expect(answers(slow, "1/4", "1/4", 0.25)).toStrictEqual(["no", "no", "no", "yes"]);
  });

  it("says no to an estimator whose error does not fall at all", () => {
    const stuck = study(drifting, (n) => drifting(1000) / drifting(n));
    expect(answers(stuck, "1/4", "1/4", 0.25)[0]).toBe("no");
  });

  it("says no when the curve itself ends below the guarantee", () => {
    expect(answers(study(drifting, one), "1/2", "1/2", 0.25)[0]).toBe("no");
  });

  it("allows the guarantee's own logarithm", () => {
    const withLog = (power: number) => study(drifting, (n) => (Math.log(n) / Math.log(1000)) ** power, 0.002);
    expect(answers(withLog(0.25), "1/4", "1/4", 0.25)[0]).toBe("yes");
    expect(answers(withLog(0.5), "1/4", "1/4", 0.25)[0]).toBe("cannot tell");
    expect(answers(withLog(1), "1/4", "1/4", 0.25)[0]).toBe("no");
  });

  it("cannot tell from an error below the curve that rises towards it, as the box makes it", () => {
    const boxed = study(drifting, (n) => 1 - 0.6 * (n / 1000) ** -0.3);
    expect(answers(boxed, "1/4", "1/4", 0.25)[0]).toBe("cannot tell");
  });

  it("says not tight when the path is faster than its guarantee", () => {
    const faster: OfSize = (n) => n ** -0.5;
    expect(answers(study(faster, one), "1/4", "1/2", 0.5)).toStrictEqual(["yes", "no", "yes", "yes"]);
  });

  it("says not tight against theory when the error falls below the curve", () => {
    const beaten = study(drifting, (n) => (n / 1000) ** -0.15);
    expect(answers(beaten, "1/4", "1/4", 0.25)).toStrictEqual(["yes", "no", "no", "yes"]);
  });

  it("cannot tell tightness from a transient that still falls towards the curve", () => {
    const transient = study(drifting, (n) => 1 + 2 * (n / 1000) ** -0.5);
    expect(answers(transient, "1/4", "1/4", 0.25)[1]).toBe("cannot tell");
  });

  it("cannot tell with few replicates, few sizes, or failed fits", () => {
    const silent = ["cannot tell", "cannot tell", "cannot tell", "yes"];
    expect(answers(study(drifting, one, 0.3), "1/4", "1/4", 0.25)).toStrictEqual(silent);
    const few = study(drifting, one);
    expect(answers({ ...few, cells: few.cells.slice(0, 2) }, "1/4", "1/4", 0.25)).toStrictEqual(silent);
    expect(answers(study(drifting, one, 0.01, { failures: 11 }), "1/4", "1/4", 0.25)).toStrictEqual(silent);
    expect(answers(study(drifting, one, 0.01, { records: 19 }), "1/4", "1/4", 0.25)).toStrictEqual(silent);
  });

  it("cannot tell where the search is not certified, and says how often it is not", () => {
    const [some] = verdicts(study(drifting, one, 0.01, { uncertified: 10 }), "1/4", "1/4", 0.25);
    expect(some.consistent.answer).toBe("yes");
    expect(some.cautions[0]).toContain("10 of 1000 at n = 1000, 10 of 1000 at n = 3000");
    const [many] = verdicts(study(drifting, one, 0.01, { uncertified: 11 }), "1/4", "1/4", 0.25);
    expect([many.consistent.answer, many.tight.answer, many.agreement.answer]).toStrictEqual(
      Array(3).fill("cannot tell"),
    );
    expect(many.consistent.reason).toContain("11 of 1000 fits at n = 1000 have no certificate");
  });

  it("says when a few fits carry a size's errors", () => {
    const base = study(drifting, one);
    const cells = base.cells.map((cell, k) => ({
      ...cell,
      parameters: cell.parameters.map((each) => ({
        ...each,
        carriers: k === 2 ? { fits: 4, atBound: 3 } : { fits: 120, atBound: 0 },
      })),
    }));
    const [found] = verdicts({ ...base, cells }, "1/4", "1/4", 0.25);
    expect(found.cautions).toStrictEqual([
      "A few fits carry half of the squared error: 4 of 1000 fits (3 on a bound) at n = 10000; slope and interval rest on them.",
    ]);
  });

  it("never says yes to a promise above the curve, and says no from the detectable lie on", () => {
    const [exact] = verdicts(study(drifting, one), "1/4", "1/4", 0.25);
    const lie = exact.detectable?.promise ?? Number.NaN;
    // (2.24 + 0.84) SE with the two-sided 5 % quantile of one parameter; SE of the slope over the five sizes at 1 % each.
    const u = SIZES.map((n) => Math.log(n));
    const mean = u.reduce((sum, value) => sum + value, 0) / u.length;
    const spread = u.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(lie).toBeCloseTo((1.95996 + 0.84162) * (0.01 / Math.sqrt(spread)), 4);
    for (const more of [0.006, 0.01, 0.02, 0.2]) {
      const promised = (0.25 + more).toFixed(3);
      const found = answers(study(drifting, one), promised, promised, 0.25);
      expect(found).toStrictEqual([
        more > lie * 0.7 ? "no" : "cannot tell",
        more > lie * 0.7 ? "no" : "cannot tell",
        "yes",
        "no",
      ]);
    }
    // The logarithm excuses errors, not curves.
    expect(exact.detectable?.drift).toBeCloseTo(lie + 0.0555, 3);
  });

  it("sees a stated sharp exponent that is not the curve's, without any data", () => {
    const [found] = verdicts({ ...study(drifting, one), cells: [] }, "1/4", "3/8", 0.25);
    expect(found.consistent.answer).toBe("cannot tell");
    expect(found.sharpness).toStrictEqual({
      answer: "no",
      reason: "the curve's local exponent ends at 0.2500, which is smaller than the stated 3/8.",
    });
  });

  it("judges slopes where no guarantee is stated by the curve alone", () => {
    const unknown = { known: false, reason: "no theorem covers it" } as const;
    const [found] = judge(
      study(drifting, one),
      [{ guaranteed: unknown, sharp: unknown }],
      [{ value: 0.25, uncertainty: 0 }],
    );
    expect(found.consistent).toStrictEqual({
      answer: "cannot tell",
      reason: "no guarantee is stated: no theorem covers it.",
    });
    expect(found.agreement.answer).toBe("yes");
  });

  it("takes exponents and limits from theory for a named path", () => {
    const { path } = scenarioPath("L/resonant");
    const base = study(drifting, one);
    const cells = base.cells.map((cell) => ({
      ...cell,
      parameters: ["lambda", "a", "b", "nu"].map((name) => ({ ...cell.parameters[0], name })),
    }));
    const found = verdict(path, { ...base, parameters: ["lambda", "a", "b", "nu"], cells });
    expect(
      found.map(({ name, guaranteed }) => [name, guaranteed.known && guaranteed.value.toFraction()]),
    ).toStrictEqual([
      ["lambda", "1/4"],
      ["a", "3/8"],
      ["b", "3/16"],
      ["nu", "3/8"],
    ]);
    expect(found[0].curve?.limit).toBeCloseTo(0.25, 4);
    expect(found.map(({ sharpness }) => sharpness.answer)).toStrictEqual(["yes", "yes", "yes", "yes"]);
  });
});

describe("agreement with the curve", () => {
  it("names from where it holds when only small n disagree", () => {
    const late = study(drifting, (n) => (n < 5000 ? 1.3 : 1));
    expect(agreementWithCurve(late, 0)).toMatchObject({ answer: "partly", agreesFrom: 10_000 });
  });

  it("says no when the largest size disagrees, and tolerates two percent", () => {
    expect(
      agreementWithCurve(
        study(drifting, (n) => (n > 50_000 ? 1.1 : 1)),
        0,
      ).answer,
    ).toBe("no");
    expect(
      agreementWithCurve(
        study(drifting, () => 1.02, 0.001),
        0,
      ).answer,
    ).toBe("yes");
    expect(
      agreementWithCurve(
        study(drifting, () => 1.03, 0.001),
        0,
      ).answer,
    ).toBe("no");
  });

  it("is kept from false alarms by Holm's procedure (his own worked numbers)", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toStrictEqual([true, false, false, true]);
    expect(holm([0.02, 0.02, 0.02])).toStrictEqual([false, false, false]);
    expect(holm([])).toStrictEqual([]);
  });
});

describe("normal quantiles", () => {
  it("are the tabulated ones", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 10);
  });
});
