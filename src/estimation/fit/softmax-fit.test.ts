import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultBox, defaultSoftmaxBox } from "../../model/box";
import { inVectorOrder } from "../../model/by-parameter";
import { defineModel } from "../../model/contaminated-moe";
import { SOFTMAX_GATE, shareAt } from "../../model/gate";
import { drawSample } from "../../model/sample/draw-sample";
import { plainSample } from "../../model/sample/plain-sample";
import { expectationMaximization } from "../em/em";
import { fit } from "./maximum-likelihood";
import { fitInStandardUnits } from "./standardised-fit";

interface Reference {
  readonly name: string;
  readonly d: number;
  readonly n: number;
  readonly density: "gaussian" | "laplace";
  readonly activation: "identity" | "tanh";
  readonly bias: boolean;
  readonly eta0: readonly number[];
  readonly nu0: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly theta: readonly number[];
  readonly logLikelihood: number;
}

const references = JSON.parse(
  readFileSync(join(__dirname, "reference", "softmax_mle.json"), "utf8"),
) as readonly Reference[];

const expert = { kind: "activation", activation: "identity", bias: true } as const;
const parts = {
  covariates: { law: "uniform", dimension: 1 },
  pretrained: { density: { kind: "gaussian" }, expert, eta: [1, 0], nu: 1 },
  prompt: { expert },
} as const;
const gated = defineModel({ ...parts, gate: SOFTMAX_GATE, box: defaultSoftmaxBox(1, 2) });
const truth = { tau: 0.5, beta: [1.5], eta: [-1, 1.5], nu: 0.5 };
const draw = (n: number, seed: number) => drawSample(gated, truth, { seed, path: "softmax", n, replicate: 0 });

describe("maximum likelihood with a softmax gate", () => {
  it.each(references.map((r) => [r.name, r] as const))("is scipy's multi-start maximum: %s", (_, r) => {
    const own = { kind: "activation", activation: r.activation, bias: r.bias } as const;
    const model = defineModel({
      gate: SOFTMAX_GATE,
      covariates: { law: "uniform", dimension: r.d },
      pretrained: { density: { kind: r.density }, expert: own, eta: r.eta0, nu: r.nu0 },
      prompt: { expert: own },
      box: defaultSoftmaxBox(r.d, r.eta0.length),
    });
    const sample = { n: r.n, dimension: r.d, x: Float64Array.from(r.x), y: Float64Array.from(r.y) };
    const found = fit(model, sample);
    expect(found.converged).toBe(true);
    expect(Math.abs(found.logLikelihood - r.logLikelihood)).toBeLessThan(1e-6);
    inVectorOrder<number>(found.estimate).forEach((value, j) => {
      expect(Math.abs(value - r.theta[j])).toBeLessThan(1e-4 * (1 + Math.abs(value)));
    });
  });

  it("is that of a constant gate where beta is known to be 0: the same maximum, lambda = 1/(1 + e^-tau)", () => {
    for (const seed of [1, 2, 3]) {
      const sample = draw(500, seed);
      const flat = fit({ ...gated, box: { ...gated.box, beta: [[0, 0]] } }, sample);
      const constant = fit(defineModel({ ...parts, box: defaultBox(2) }), sample);
      expect(flat.logLikelihood).toBeCloseTo(constant.logLikelihood, 7);
      expect(1 / (1 + Math.exp(-flat.estimate.tau))).toBeCloseTo(constant.estimate.lambda, 5);
      const slope = constant.estimate.lambda * (1 - constant.estimate.lambda);
      expect((flat.standardErrors.tau ?? 0) * slope).toBeCloseTo(constant.standardErrors.lambda ?? 0, 5);
    }
  });

  it("is EM's limit, and EM never falls", () => {
    const sample = draw(800, 4);
    const found = fit(gated, sample);
    const em = expectationMaximization(gated, sample, { tau: 0, beta: [0], eta: [-0.5, 1], nu: 1 });
    for (let k = 1; k < em.trace.length; k++) expect(em.trace[k]).toBeGreaterThan(em.trace[k - 1] - 1e-8);
    expect(em.logLikelihood).toBeCloseTo(found.logLikelihood, 5);
    expect(em.estimate.beta[0]).toBeCloseTo(found.estimate.beta[0], 3);
  });

  it("is the same in any units of x and y", () => {
    const sample = draw(600, 5);
    const own = fit(gated, sample);
    const moved = { ...sample, x: sample.x.map((v) => 1000 + 20 * v), y: sample.y.map((v) => 5000 + 300 * v) };
    const awkward = { ...gated, pretrained: { ...gated.pretrained, eta: [15, -10000], nu: 90000 } };
    const { fit: found } = fitInStandardUnits(awkward, moved);
    expect(found.estimate.beta[0] * 20).toBeCloseTo(own.estimate.beta[0], 4);
    expect(found.estimate.tau + 1000 * found.estimate.beta[0]).toBeCloseTo(own.estimate.tau, 4);
    expect((found.standardErrors.beta[0] ?? 0) * 20).toBeCloseTo(own.standardErrors.beta[0] ?? 0, 4);
    expect(found.logLikelihood + sample.n * Math.log(300)).toBeCloseTo(own.logLikelihood, 5);
  });

  it("runs to the box where the gate separates the rows, and says so", () => {
    // Every row right of 0 is the prompt's, every other the frozen model's, far apart: the likelihood has no maximum.
    const n = 200;
    const x = Float64Array.from({ length: n }, (_, i) => Math.sqrt(3) * ((2 * i + 1) / n - 1));
    const y = x.map((v, i) => (v > 0 ? 30 : v) + 0.5 * Math.sin(7.3 * i));
    const box = { ...gated.box, eta: gated.box.eta.map(() => [-50, 50] as const) };
    const found = fit({ ...gated, box }, { n, dimension: 1, x, y });
    expect(found.converged).toBe(true);
    expect(found.atBound).toContain("beta");
    expect(found.estimate.beta[0]).toBe(10);
    expect(found.standardErrors.beta).toEqual([null]);
  });
});

describe("a sample of a softmax gate", () => {
  it("has the bits of the plain way, and pi(x) for the prompt's frequency", () => {
    const far = { ...truth, eta: [0, 100] };
    const key = { seed: 6, path: "softmax", n: 40_000, replicate: 0 };
    const sample = drawSample(gated, far, key);
    const plain = plainSample(gated, far, key);
    expect(sample.y).toEqual(plain.y);
    expect(sample.x).toEqual(plain.x);
    // By tenths of x: the share of responses at 100 against the mean of pi, in binomial standard errors.
    for (let tenth = 0; tenth < 10; tenth++) {
      const [low, high] = [tenth, tenth + 1].map((k) => Math.sqrt(3) * (k / 5 - 1));
      let [count, seen, expected] = [0, 0, 0];
      for (let i = 0; i < sample.n; i++) {
        if (sample.x[i] < low || sample.x[i] >= high) continue;
        count++;
        if (sample.y[i] > 50) seen++;
        expected += shareAt(far, [sample.x[i]]);
      }
      const share = expected / count;
      expect(Math.abs(seen / count - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
    }
  });
});
