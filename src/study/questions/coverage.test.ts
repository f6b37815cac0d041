import { describe, expect, it } from "vitest";
import { scenarioPath } from "../design/scenarios";
import { intervalCoverage, wilsonInterval } from "./coverage";

describe("wilsonInterval", () => {
  // R 4.2: prop.test(x, n, correct = FALSE)$conf.int
  it.each([
    [10, 20, 0.2992980081982, 0.7007019918018],
    [0, 10, 0, 0.2775327998628],
    [57, 60, 0.862994835237, 0.982850497836],
  ])("of %i in %i", (count, total, low, high) => {
    const found = wilsonInterval(count, total);
    expect(found.low).toBeCloseTo(low, 9);
    expect(found.high).toBeCloseTo(high, 9);
  });
});

describe("intervalCoverage", () => {
  const { model } = scenarioPath("L/bias").path;
  const options = { n: 400, replications: 30, seed: 6, stream: "coverage" };

  it("is near the nominal level where the prompt stands apart", () => {
    const c = intervalCoverage(model, { lambda: 0.5, eta: [1, 4], nu: 1 }, "lambda", options);
    expect(c.wald).toBeGreaterThanOrEqual(25);
    expect(c.likelihoodRatio).toBeGreaterThanOrEqual(25);
    expect([c.noInterval, c.notConverged]).toEqual([0, 0]);
  });

  it("counts fits without a standard error as not covering where it merges", () => {
    const c = intervalCoverage(model, { lambda: 0.5, eta: [1, 0.7], nu: 1 }, "lambda", options);
    expect(c.atBound).toBeGreaterThan(0);
    expect(c.wald + c.noInterval).toBeLessThanOrEqual(30);
    expect(c.likelihoodRatio).toBeGreaterThan(c.wald);
  });
});
