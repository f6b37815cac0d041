import { describe, expect, it } from "vitest";
import { InputError } from "../../input-error";
import { designStudy } from "../design/design-study";
import { scenarioPath } from "../design/scenarios";
import type { StudyRecord } from "../records/record";
import type { Study } from "../records/study";
import { compareStarts, pairStarts } from "./paired-starts";

const { path } = scenarioPath("L/bias");

function studyOf(values: readonly (number | null)[], start: "cold" | "warm", seed = 1): Study {
  const design = designStudy(path, { sizes: [100], replications: values.length, seed, start });
  const records = values.map(
    (logLikelihood, replicate): StudyRecord => ({
      scenario: "L",
      path: path.id,
      n: 100,
      replicate,
      seed,
      estimate: null,
      error: null,
      logLikelihood,
      score: null,
      iterations: null,
      passes: null,
      optima: null,
      nature: null,
      interior: null,
      search: null,
      converged: true,
      atBound: [],
      reason: "",
      seconds: 0,
    }),
  );
  return {
    design,
    async *records() {
      yield [...records].reverse();
    },
  };
}

describe("pairStarts", () => {
  it("pairs by replicate whatever the order, and leaves out what failed on either side", async () => {
    const pairs = await pairStarts(studyOf([-10, -5, null, -7], "cold"), studyOf([-12, -5, -3, -6], "warm"));
    expect(pairs.map(({ replicate, gain }) => [replicate, gain])).toEqual([
      [0, 2],
      [1, 0],
      [3, -1],
    ]);
    expect(compareStarts(pairs)).toEqual([{ n: 100, pairs: 3, coldHigher: 1, coldLower: 1 }]);
  });

  it("refuses studies of different data", async () => {
    await expect(pairStarts(studyOf([1], "cold"), studyOf([1], "warm", 2))).rejects.toThrow(InputError);
  });
});
