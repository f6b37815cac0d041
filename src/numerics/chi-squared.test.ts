import { describe, expect, it } from "vitest";
import { chiSquaredTail } from "./chi-squared";

describe("the chi-squared tail", () => {
  // R 4.2.2: pchisq(x, df, lower.tail = FALSE)
  it.each([
    [3.841458820694124, 1, 0.05],
    [5.991464547107979, 2, 0.05],
    [9.487729036781154, 4, 0.05],
    [11.07049769351635, 5, 0.05],
    [0.1, 3, 0.991837423732],
    [30, 7, 9.49597250813e-5],
    [100, 1, 1.52397060483e-23],
  ])("at %d with %i df", (x, df, tail) => {
    expect(chiSquaredTail(x, df) / tail).toBeCloseTo(1, 7);
  });

  it("is 1 at 0 and refuses broken degrees of freedom", () => {
    expect(chiSquaredTail(0, 3)).toBe(1);
    expect(() => chiSquaredTail(1, 1.5)).toThrow("whole number");
  });
});
