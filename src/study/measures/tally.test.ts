import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf, failedRecord, type StudyRecord } from "../records/record";
import { smallDesign } from "../testing/small-design";
import { StudyTally } from "./tally";

const design = smallDesign({ replications: 6 });

/** Records with every mix of failures, missing convergence and bounds. */
const record: fc.Arbitrary<StudyRecord> = fc
  .record({
    n: fc.constantFrom(...design.sizes),
    replicate: fc.integer({ min: 0, max: 5 }),
    error: fc.option(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 })),
    converged: fc.boolean(),
    atBound: fc.constantFrom([], ["lambda"]),
    seconds: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ n, replicate, error, converged, atBound, seconds }): StudyRecord => {
    const failed = failedRecord(addressOf("test/small", 1, { n, replicate }), "why", seconds);
    return error === null ? failed : { ...failed, error, estimate: error, converged, atBound };
  });

describe("a tally", () => {
  it("counts and orders as lists of the records do", () => {
    fc.assert(
      fc.property(fc.uniqueArray(record, { selector: ({ n, replicate }) => `${n} ${replicate}` }), (records) => {
        const tally = new StudyTally(design).add(records);
        for (const cell of tally.cells) {
          const here = records.filter(({ n }) => n === cell.n).sort((a, b) => a.replicate - b.replicate);
          const kept = here.filter(({ error }) => error !== null);
          expect(cell.records).toBe(here.length);
          expect(cell.failures).toBe(here.length - kept.length);
          expect(cell.notConverged).toBe(kept.filter(({ converged }) => !converged).length);
          expect(cell.atBound).toBe(kept.filter(({ atBound }) => atBound.length > 0).length);
          expect(cell.seconds).toBe(here.reduce((sum, { seconds }) => sum + seconds, 0));
          expect(Array.from(cell.errors(1))).toEqual(kept.map(({ error }) => error?.[1]));
          expect(cell.sound(1)).toEqual(kept.map(({ converged, atBound }) => converged && atBound.length === 0));
          expect(Object.values(cell.reasons).reduce((sum, count) => sum + count, 0)).toBe(
            here.filter(({ converged }) => !converged).length,
          );
        }
      }),
    );
  });

  it("leaves out replicates that the design has not, and sizes that it has not", () => {
    fc.assert(
      fc.property(record, fc.constantFrom(-1, 6, 1e9), (one, replicate) => {
        const tally = new StudyTally(design).add([
          { ...one, replicate },
          { ...one, n: 7 },
        ]);
        expect(tally.cells.map(({ records }) => records)).toEqual(design.sizes.map(() => 0));
      }),
    );
  });
});
