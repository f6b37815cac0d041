import { beforeAll, describe, expect, it } from "vitest";
import { defaultBox } from "../../../model/box";
import { type ContaminatedMoe, defineModel } from "../../../model/contaminated-moe";
import type { Sample } from "../../../model/sample/sample";
import { RandomStream } from "../../../numerics/random-stream";
import { bootstrapTest, monteCarloP, nullJob, proportionError } from "./bootstrap-test";
import { likelihoodRatio } from "./likelihood-ratio";
import { statistics } from "./statistics-in-parallel";

/** Counts around a frozen line, as people write them: integers with a standard deviation of 2. */
const model: ContaminatedMoe = defineModel({
  covariates: { law: "normal", dimension: 1 },
  pretrained: {
    density: { kind: "gaussian" },
    expert: { kind: "activation", activation: "identity", bias: true },
    eta: [0.5, 2],
    nu: 4,
  },
  prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
  box: { ...defaultBox(2), nu: [0.01, 100] },
});
const N = 80;
const SAMPLES = 300;
const BOOTSTRAP = 599;
const starts = { starts: 1 } as const;

/** Integers from the frozen model, lambda = 0, drawn apart from the test's own sampling. */
function counts(replicate: number): Sample {
  const x = Float64Array.from({ length: N }, (_, i) => i % 10);
  const noise = new Float64Array(N);
  new RandomStream({ seed: 20, path: "counts", n: N, replicate }).normals(3, noise);
  return { n: N, dimension: 1, x, y: noise.map((z, i) => Math.round(0.5 * x[i] + 2 + 2 * z)) };
}

/** Share of samples that a 5 % test rejects, with the error of both simulations. */
function rejections(observed: readonly number[], reference: Float64Array): { level: number; mcse: number } {
  const level = observed.filter((statistic) => monteCarloP(reference, statistic) <= 0.05).length / observed.length;
  return { level, mcse: proportionError(0.05, SAMPLES) * Math.sqrt(1 + SAMPLES / BOOTSTRAP) };
}

describe("the test of lambda = 0 on integers", () => {
  let observed: readonly number[] = [];
  beforeAll(() => {
    observed = Array.from({ length: SAMPLES }, (_, r) => likelihoodRatio(model, counts(r), starts).statistic);
  });

  it.each([
    "data",
    "standard, own box",
  ] as const)("rejects 5 % of them within 2 MCSE when its null samples are rounded alike (units: %s)", async (units) => {
    const job = nullJob(model, counts(0), 1, 1, { units });
    expect(job.source).toMatchObject({ rounding: { step: 1, offset: 0 } });
    const found =
      units === "data"
        ? observed
        : observed.map((_, r) => likelihoodRatio(model, counts(r), { ...starts, units }).statistic);
    const { level, mcse } = rejections(found, (await statistics(job, BOOTSTRAP)).sort());
    expect(Math.abs(level - 0.05)).toBeLessThanOrEqual(2 * mcse);
  });

  it("would reject far more if they were not", async () => {
    const job = nullJob(model, { ...counts(0), y: counts(0).y.map((y, i) => y + 1e-3 * Math.sin(i)) }, 1, 1);
    expect(job.source).not.toHaveProperty("rounding");
    const { level, mcse } = rejections(observed, (await statistics(job, BOOTSTRAP)).sort());
    expect(level).toBeGreaterThan(0.05 + 5 * mcse);
  });

  it("says that it did", async () => {
    const { rounding } = await bootstrapTest(model, counts(1), { bootstrap: 19, starts: 1, workers: 0 });
    expect(rounding).toEqual({ step: 1, offset: 0 });
  });
});
