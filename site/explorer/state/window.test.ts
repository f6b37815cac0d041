import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestSize, windowBetween, withEnd } from "./window";

const sizes = fc
  .uniqueArray(fc.integer({ min: 10, max: 1_000_000 }), { minLength: 1, maxLength: 9 })
  .map((list) => list.sort((a, b) => a - b));

describe("the window of sizes", () => {
  it("ends at the size whose ratio to n is nearest to one", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 10_000_000 }), (list, n) => {
        const ratio = (size: number): number => Math.max(size / n, n / size);
        const least = Math.min(...list.map(ratio));
        expect(ratio(list[nearestSize(list, n)])).toBeCloseTo(least, 9);
      }),
    );
  });

  it("is the same from either side, ascending, and never a single size", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (list, first, second) => {
        const [a, b] = [first % list.length, second % list.length];
        const window = windowBetween(list, a, b);
        expect(windowBetween(list, b, a)).toEqual(window);
        if (a === b) expect(window).toBeUndefined();
        else expect(window).toEqual([Math.min(list[a], list[b]), Math.max(list[a], list[b])]);
      }),
    );
  });

  it("keeps two sizes or more, wherever its ends are dragged and in whatever order", () => {
    const move = fc.tuple(fc.constantFrom("from" as const, "to" as const), fc.integer({ min: -3, max: 12 }));
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.array(move, { maxLength: 12 }), (count, moves) => {
        let ends: readonly [number, number] = [0, 0];
        for (const [end, k] of moves) {
          const before = ends;
          ends = withEnd(count, ends, end, k);
          expect(ends[0]).toBeGreaterThanOrEqual(0);
          expect(ends[1]).toBeLessThanOrEqual(count - 1);
          expect(ends[0]).toBeLessThan(ends[1]);
          const reachable = end === "from" ? k >= 0 && k < before[1] : k > before[0] && k < count;
          if (reachable && before[0] < before[1]) expect(ends[end === "from" ? 0 : 1]).toBe(k);
        }
      }),
    );
  });
});
