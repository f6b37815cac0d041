import { describe, expect, it } from "vitest";
import { predictedExponents } from "../../../src/report/prediction/prediction";
import { curveLimits } from "../../../src/report/verdict/curve-limit";
import { verdict } from "../../../src/report/verdict/verdict";
import { scenarioPath } from "../../../src/study/design/scenarios";
import { studySlopes } from "../../../src/study/measures/slopes";
import { summarize } from "../../../src/study/measures/summary";
import { StudyTally } from "../../../src/study/measures/tally";
import { openPublished, publishedStudy } from "../../../src/study/records/published-study";
import type { StudyRecord } from "../../../src/study/records/record";
import { errorSeries, findingOf, pageVerdicts, SHOWN_DOTS, windowSlopes } from "./analysis";

const { path } = scenarioPath("L/resonant");
const study = publishedStudy("L/resonant") ?? openPublished("");

/** As the page's run hands them over: one by one, in its own order. */
async function tallyOf(): Promise<StudyTally> {
  const all: StudyRecord[] = [];
  for await (const batch of study.records()) all.push(...batch);
  const tally = new StudyTally(study.design);
  for (const record of all.sort((a, b) => a.replicate - b.replicate || b.n - a.n)) tally.add([record]);
  return tally;
}

describe("what the page makes of records", () => {
  it("has the RMSE, the slopes and the verdicts of the library's own reports", async () => {
    const summary = await summarize(study);
    const tally = await tallyOf();
    const { sizes, replications } = study.design;
    const curve = new Map(
      summary.cells.map(({ n, parameters }) => [n, parameters.map((parameter) => parameter.curve ?? Number.NaN)]),
    );
    const slopes = studySlopes(summary);
    summary.parameters.forEach((name, j) => {
      const series = errorSeries(tally, j, "cold", name);
      series.cells.forEach((cell, k) => {
        expect(cell.rmse).toBe(summary.cells[k].parameters[j].rmse.value);
        expect(cell.mcse).toBe(summary.cells[k].parameters[j].rmse.mcse);
        expect(cell.dots.length + cell.flagged.length).toBe(Math.min(SHOWN_DOTS, replications));
      });
      const whole = windowSlopes(series, curve, sizes, j, [sizes[0], sizes[sizes.length - 1]]);
      expect(whole.measured).toEqual({ ...slopes[j].all, curve: undefined });
      expect(whole.curve).toBeCloseTo(slopes[j].all?.curve ?? Number.NaN, 12);
      const part = windowSlopes(series, curve, sizes, j, [sizes[2], sizes[sizes.length - 1]]);
      expect(part.measured?.exponent).toBe(slopes[j].windows[2].exponent);
    });
    const verdicts = pageVerdicts(path, tally, curve, curveLimits(path));
    expect(verdicts).toEqual(verdict(path, summary));
  });

  it("says in words where the guarantee is attained", () => {
    const resonant = findingOf(predictedExponents(path).parameters);
    expect(resonant).toMatch(/attained for lambda \(n\^−1\/4\), nu \(n\^−3\/8\)/);
    expect(resonant).toMatch(/b \(n\^−5\/16 instead of n\^−3\/16\)/);
    const bias = findingOf(predictedExponents(scenarioPath("L/bias").path).parameters);
    expect(bias).not.toMatch(/attained/);
    expect(bias).toMatch(/lambda \(n\^−1\/4 instead of n\^−1\/6\)/);
    const many = findingOf(predictedExponents(scenarioPath("D/paper-style").path).parameters);
    expect(many).toMatch(/attained for lambda \(n\^−1\/2\), a_1 to a_8, nu \(n\^−1\/4\)\.$/);
  });
});
