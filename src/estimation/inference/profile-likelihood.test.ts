import { describe, expect, it } from "vitest";
import { InputError } from "../../input-error";
import { drawSample } from "../../model/sample/draw-sample";
import { scenarioPath } from "../../study/design/scenarios";
import { fit } from "../fit/maximum-likelihood";
import { fitHolding, profileLikelihood } from "./profile-likelihood";

const { model } = scenarioPath("L/bias").path;
const truth = { lambda: 0.5, eta: [1, 2.5], nu: 1 };
const sample = drawSample(model, truth, { seed: 5, path: "profile", n: 1000, replicate: 0 });
const free = fit(model, sample);

describe("profileLikelihood", () => {
  it("holds the value exactly, and its maximum is the unrestricted one, at the estimate", () => {
    const { lambda } = free.estimate;
    const profile = profileLikelihood(model, sample, "lambda", [lambda - 0.05, lambda, lambda + 0.05]);
    expect(profile.map(({ estimate }) => estimate.lambda)).toEqual([lambda - 0.05, lambda, lambda + 0.05]);
    expect(profile[1].logLikelihood).toBeCloseTo(free.logLikelihood, 7);
    for (const side of [profile[0], profile[2]]) expect(side.logLikelihood).toBeLessThan(free.logLikelihood - 0.5);
  });

  it.each([
    ["lambda", free.estimate.lambda, free.standardErrors.lambda],
    [1, free.estimate.eta[1], free.standardErrors.eta[1]],
    ["nu", free.estimate.nu, free.standardErrors.nu],
  ] as const)("has the curvature -1/SE^2 at the estimate of %s", (held, centre, error) => {
    const h = 0.05 * (error ?? Number.NaN);
    const at = (value: number): number => fitHolding(model, sample, held, value, { warm: free.estimate }).logLikelihood;
    const curvature = (at(centre + h) - 2 * at(centre) + at(centre - h)) / (h * h);
    expect(Math.sqrt(-1 / curvature) / (error ?? Number.NaN)).toBeCloseTo(1, 2);
  });

  it("refuses an entry of eta that is not there", () => {
    expect(() => fitHolding(model, sample, 2, 0)).toThrow(InputError);
  });
});
