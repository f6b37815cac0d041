import { describe, expect, it } from "vitest";
import { plainLikelihood } from "../../../src/estimation/likelihood/plain-likelihood";
import { toVector } from "../../../src/model/by-parameter";
import { truthAt } from "../../../src/model/path";
import { drawSample } from "../../../src/model/sample/draw-sample";
import { toPathJson } from "../../../src/study/design/path-json";
import { softmaxPath } from "../../../src/study/design/softmax-paths";
import { gateDirection, gatePlot } from "../ui/plots/gate-plot";
import { LARGEST_GATE, lookAtGate } from "./gate-look";

describe("a softmax gate", () => {
  const { path } = softmaxPath("S/gate-tilted");
  const truth = truthAt(path, 2000);
  const subject = { path: toPathJson(path), seed: 7, n: 2000 };
  const estimate = lookAtGate(subject);

  it("is estimated above the truth's likelihood, and near it", () => {
    const sample = drawSample(path.model, truth, { seed: 7, path: path.id, n: 2000, replicate: 0 });
    const likelihood = plainLikelihood(path.model, sample);
    expect(likelihood.value(toVector(estimate))).toBeGreaterThan(likelihood.value(toVector(truth)));
    expect(Math.abs(estimate.tau - truth.tau)).toBeLessThan(0.5);
    expect(Math.abs(estimate.beta[0] - truth.beta[0])).toBeLessThan(0.6);
  });

  it("says so where a page would wait too long", () => {
    expect(() => lookAtGate({ ...subject, n: 2 * LARGEST_GATE })).toThrow("cmoe study");
  });

  it("is drawn as 1 / (1 + e^-(x + 0)): 1/2 in the middle, the two ends add up to 1", () => {
    const svg = gatePlot(path.model.covariates, truth, undefined, 500, 260, "gate");
    const [, d = ""] = /<path d="([^"]*)" class="truth"/.exec(svg) ?? [];
    const points = [...d.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const [, top = ""] = /<rect x="[\d.]+" y="([\d.]+)"/.exec(svg) ?? [];
    const [, tall = ""] = /<rect [^>]* height="([\d.]+)"/.exec(svg) ?? [];
    const share = (y: number): number => 1 - (y - Number(top)) / Number(tall);
    expect(share(points[60][1])).toBeCloseTo(0.5, 3);
    expect(share(points[120][1])).toBeCloseTo(1 / (1 + Math.exp(-Math.sqrt(3))), 2);
    expect(share(points[0][1]) + share(points[120][1])).toBeCloseTo(1, 2);
  });

  it("is seen along beta, or along the first covariate where beta is 0", () => {
    const { eta, nu, tau } = truth;
    expect(gateDirection({ tau, beta: [3, 4], eta, nu })).toEqual([0.6, 0.8]);
    expect(gateDirection({ tau, beta: [0, 0], eta, nu })).toEqual([1, 0]);
  });
});
