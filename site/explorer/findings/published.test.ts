import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PublishedMeans, packedMeans, unpackedMeans } from "./published";

const value = fc.double({ min: 1e-9, max: 10, noNaN: true });
const cell = (parameters: number) => {
  const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: parameters, maxLength: parameters });
  return fc.record({
    n: fc.integer({ min: 1 }),
    rmse: list(value),
    mcse: list(fc.option(value)),
    failures: fc.nat(),
    estimates: fc.nat(),
    carriers: list(fc.tuple(fc.nat(), fc.constantFrom(0, 0, 0, 2))),
  });
};
const study: fc.Arbitrary<PublishedMeans> = fc
  .integer({ min: 1, max: 18 })
  .chain((parameters) =>
    fc.record({ path: fc.string(), replications: fc.nat(), seed: fc.nat(), cells: fc.array(cell(parameters)) }),
  );

describe("the published means in the page", () => {
  it("are read as they were written, number for number", () => {
    fc.assert(
      fc.property(fc.array(study), (studies) => {
        expect(unpackedMeans(packedMeans(studies))).toEqual(studies);
      }),
    );
  });
});
