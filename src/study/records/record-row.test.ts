import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StudyRecord } from "./record";
import { columnsOf, decodeRow, encodeRow } from "./record-row";

const parameters = ["lambda", "a", "b", "nu"];
const anyDouble = fc.double();
const vector = fc.array(anyDouble, { minLength: 4, maxLength: 4 });
const text = fc.string({ unit: "grapheme" }).map((word) => word.replace(/[\r\n]/g, " "));
const count = fc.nat();

const anyRecord: fc.Arbitrary<StudyRecord> = fc
  .record({
    scenario: fc.constantFrom("D", "L", "own"),
    path: fc.constantFrom("L/resonant", "own/a.b-c"),
    n: count,
    replicate: count,
    seed: count,
    fit: fc.option(
      fc.record({
        estimate: vector,
        error: vector,
        logLikelihood: anyDouble,
        score: anyDouble,
        nature: fc.constantFrom("interior", "spike", "frozen"),
        interior: fc.option(
          fc.record({ estimate: vector, error: vector, logLikelihood: anyDouble }, { noNullPrototype: true }),
        ),
        search: fc.record(
          { starts: count, reachedBest: count, seenOnce: count, unseenBound: anyDouble, satisfied: fc.boolean() },
          { noNullPrototype: true },
        ),
      }),
    ),
    iterations: fc.option(count),
    passes: fc.option(count),
    optima: fc.option(count),
    converged: fc.boolean(),
    atBound: fc.subarray(parameters),
    reason: text,
    seconds: fc.integer({ min: 0, max: 1e9 }).map((micros) => Number((micros / 1e6).toFixed(6))),
  })
  .map(({ fit, ...rest }) => ({
    ...rest,
    ...(fit ?? {
      estimate: null,
      error: null,
      logLikelihood: null,
      score: null,
      nature: null,
      interior: null,
      search: null,
    }),
  }));

describe("a record's row", () => {
  it("reads back to the bit, whatever the doubles (NaN, infinities, -0, subnormals) and the words", () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(decodeRow(encodeRow(record, parameters), parameters)).toStrictEqual(record);
      }),
      { numRuns: 2000 },
    );
  });

  it("has as many fields as there are columns", () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const plain = { ...record, reason: "no comma" };
        expect(encodeRow(plain, parameters).split(",")).toHaveLength(columnsOf(parameters).length);
      }),
    );
  });

  it("shows any single changed character", () => {
    fc.assert(
      fc.property(
        anyRecord,
        fc.nat(),
        fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }),
        (record, where, by) => {
          const row = encodeRow(record, parameters);
          const content = row.lastIndexOf(",");
          const at = where % content;
          fc.pre(row[at] !== by);
          expect(typeof decodeRow(row.slice(0, at) + by + row.slice(at + 1), parameters)).toBe("string");
        },
      ),
      { numRuns: 2000 },
    );
  });
});
