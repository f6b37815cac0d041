import { expect, it } from "vitest";
import { toVector } from "../../../model/by-parameter";
import { drawSample } from "../../../model/sample/draw-sample";
import { scenarioPath } from "../../../study/design/scenarios";
import { fit } from "../../fit/maximum-likelihood";
import { plainLikelihood } from "../../likelihood/plain-likelihood";
import { newtonTrace } from "./newton-trace";

it("starts at the start's likelihood, never falls and ends at the maximum that fit() finds from there", () => {
  const { model } = scenarioPath("L/bias").path;
  const truth = { lambda: 0.5, eta: [1, 1.5], nu: 1 };
  const sample = drawSample(model, truth, { seed: 4, path: "newton", n: 800, replicate: 0 });
  const { trace, logLikelihood, converged, passes } = newtonTrace(model, sample, truth);
  expect(trace[0]).toBe(plainLikelihood(model, sample).value(Float64Array.of(0.5, 1, 1.5, 1)));
  for (let k = 1; k < trace.length; k++) expect(trace[k]).toBeGreaterThanOrEqual(trace[k - 1]);
  expect(converged).toBe(true);
  expect(passes).toBe(trace.length);
  expect(logLikelihood).toBeCloseTo(fit(model, sample, { warm: truth }).logLikelihood, 6);
});

it("tells the point of every value, from the start to the estimate", () => {
  const { model } = scenarioPath("S/bias").path;
  const truth = { lambda: 0.5, eta: [0.5, 0.5], nu: 0.04 };
  const sample = drawSample(model, truth, { seed: 4, path: "newton", n: 500, replicate: 0 });
  const start = { lambda: 0.2, eta: [0.3, 1], nu: 0.1 };
  const { trace, points, estimate, passes } = newtonTrace(model, sample, start);
  const likelihood = plainLikelihood(model, sample);
  expect(points[0]).toEqual(start);
  expect(points.length).toBe(passes);
  expect(points.map((point) => likelihood.value(toVector(point)))).toEqual(trace);
  expect(likelihood.value(toVector(estimate))).toBeCloseTo(trace[passes - 1], 9);
});
