import { describe, expect, it } from "vitest";
import { designStudy } from "../design/design-study";
import { scenarioPath } from "../design/scenarios";
import type { StudyRecord } from "../records/record";
import { groupErrors, ordinaryLine } from "./group-errors";

describe("ordinaryLine", () => {
  it("finds the exponent of a power law exactly", () => {
    const line = ordinaryLine([10, 100, 1000].map((n) => ({ n, error: 3 * n ** -0.4 })));
    expect(line.exponent).toBeCloseTo(0.4, 12);
    expect(line.rSquared).toBeCloseTo(1, 12);
    expect(line.at(50)).toBeCloseTo(3 * 50 ** -0.4, 12);
  });

  it("agrees with R's lm(v ~ u) on u = 1, 2, 3, 4, v = 1, 3, 2, 5: slope 1.1, SE 0.5196, R^2 0.6914", () => {
    const points = [1, 3, 2, 5].map((v, i) => ({ n: Math.exp(i + 1), error: Math.exp(v) }));
    const line = ordinaryLine(points);
    expect(line.exponent).toBeCloseTo(-1.1, 12);
    expect(line.standardError).toBeCloseTo(0.5196152, 6);
    expect(line.rSquared).toBeCloseTo(0.6914286, 6);
  });
});

it("groupErrors takes norms over eta and counts only fits with an estimate", async () => {
  const { path } = scenarioPath("L/bias");
  const design = designStudy(path, { sizes: [100], replications: 3 });
  const record = (replicate: number, error: readonly number[] | null): StudyRecord => ({
    scenario: "L",
    path: path.id,
    n: 100,
    replicate,
    seed: 1,
    estimate: error,
    error,
    logLikelihood: 0,
    score: 0,
    iterations: 1,
    passes: 1,
    optima: 1,
    nature: null,
    interior: null,
    search: null,
    converged: true,
    atBound: [],
    reason: "",
    seconds: 0,
  });
  const errors = await groupErrors({
    design,
    async *records() {
      yield [record(2, null), record(1, [0.3, 0, 1, 2]), record(0, [-0.1, 3, 4, -1])];
    },
  });
  expect(errors.lambda[0]).toMatchObject({ n: 100, replications: 2 });
  expect(errors.lambda[0].mean).toBeCloseTo(0.2, 12);
  expect(errors.eta[0].mean).toBeCloseTo(3, 12);
  expect(errors.eta[0].deviation).toBeCloseTo(Math.sqrt(8), 12);
  expect(errors.nu[0].mcse).toBeCloseTo(0.5, 12);
});
