import { describe, expect, it } from "vitest";
import { fixed } from "../../model/path";
import { designStudy } from "../design/design-study";
import { pathOf } from "../design/path-json";
import { runStudy } from "../engines/run-study";
import { planReplications, replicationsFor } from "../questions/replication-plan";
import type { StudyRecord } from "../records/record";
import { SMALL_PATH, smallDesign } from "../testing/small-design";
import { type Summary, summarize, summarizeTally } from "./summary";
import { StudyTally } from "./tally";

async function recordsOf(design = smallDesign({ replications: 25 })): Promise<readonly StudyRecord[]> {
  const kept: StudyRecord[] = [];
  for await (const batch of (await runStudy(design, { workers: 0 })).records()) kept.push(...batch);
  return kept;
}

function studyOf(batches: readonly (readonly StudyRecord[])[], design = smallDesign({ replications: 25 })) {
  return {
    design,
    async *records() {
      yield* batches;
    },
  };
}

describe("a summary", () => {
  it("does not depend on the order of the records, to the bit, nor on records that come twice", async () => {
    const records = await recordsOf();
    const whole = await summarize(studyOf([records]));
    const mixed = [...records].reverse();
    expect(await summarize(studyOf([mixed.slice(0, 7), mixed, mixed.slice(3)]))).toStrictEqual(whole);
  });

  it("is the same at once or record by record, to the bit", async () => {
    const records = await recordsOf();
    const tally = new StudyTally(smallDesign({ replications: 25 }));
    for (const record of [...records].sort((a, b) => a.replicate - b.replicate)) tally.add([record]);
    expect(summarizeTally(pathOf(smallDesign()), tally)).toStrictEqual(await summarize(studyOf([records])));
  });

  it("has the plain formulas' values and the information curve", async () => {
    const records = await recordsOf();
    const { cells } = await summarize(studyOf([records]));
    const errors = records.filter(({ n }) => n === 40).map(({ error }) => error?.[1] ?? Number.NaN);
    const rmse = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    const [, cell] = cells;
    expect(cell.n).toBe(40);
    expect(cell.parameters[1].name).toBe("a");
    expect(cell.parameters[1].rmse.value).toBeCloseTo(rmse, 12);
    expect(cell.parameters[1].efficiency?.value).toBeCloseTo(rmse / (cell.parameters[1].curve ?? 0), 12);
  });

  it("counts failures with their reasons: a fit without estimate is in no error, but in every summary", async () => {
    const path = { ...SMALL_PATH, lambda: fixed(0.5) };
    const design = designStudy(path, { sizes: [3, 40], replications: 5 });
    const records = await recordsOf(design);
    const failed = records.filter(({ n }) => n === 3);
    expect(failed).toHaveLength(5);
    for (const record of failed)
      expect(record).toMatchObject({ estimate: null, error: null, converged: false, seed: 1 });
    const summary = await summarize(studyOf([records], design));
    expect(summary).toMatchObject({ records: 10, failures: 5 });
    expect(summary.cells[0].parameters).toStrictEqual([]);
    const [[reason, count]] = Object.entries(summary.cells[0].reasons);
    expect(reason).toMatch(/3 rows/);
    expect(count).toBe(5);
  });

  it("counts estimates on a bound and fits that did not converge, and keeps them in the errors", async () => {
    const [first, ...rest] = await recordsOf();
    const changed = { ...first, converged: false, atBound: ["lambda"], reason: "iteration limit" };
    const summary = await summarize(studyOf([[changed, ...rest]]));
    const before = await summarize(studyOf([[first, ...rest]]));
    expect(summary.notConverged).toBe(before.notConverged + 1);
    expect(summary.atBound).toBe(before.atBound + (first.atBound.length > 0 ? 0 : 1));
    const numbers = ({ cells }: Summary) =>
      cells.flatMap((cell) => cell.parameters.map(({ carriers: _, ...rest }) => rest));
    expect(numbers(summary)).toStrictEqual(numbers(before));
  });
});

describe("a plan", () => {
  it("inverts the slope's variance: normal errors at two sizes", () => {
    // Var(log RMSE) = 1/(2R) at each, so the slope's is (1/(2R) + 1/(2R)) / log(100)^2.
    const wanted = 0.02;
    const exact = 1 / (wanted * Math.log(100)) ** 2;
    expect(replicationsFor([100, 10_000], wanted)).toBe(Math.ceil(exact));
  });

  it("takes the spread from a pilot with twenty replicates, else assumes normal errors", async () => {
    const pilot = await summarize(studyOf([await recordsOf()]));
    const names = ["lambda", "a", "b", "nu"];
    expect(planReplications([20, 40], names, 0.02, pilot).map(({ basis }) => basis)).toStrictEqual(
      Array(4).fill("pilot"),
    );
    expect(planReplications([20, 80], names, 0.02, pilot)[0].basis).toBe("normal errors");
  });
});
