import { expect, it } from "vitest";
import { truthAt } from "../../model/path";
import { leCamBound } from "../../theory/bounds/le-cam";
import { scenarioPath } from "../design/scenarios";
import { constantPath, twoPointRisk } from "./two-point-risk";

const { path } = scenarioPath("L/slope");

it("a constant path has the same truth at every n", () => {
  const truth = { lambda: 0.3, eta: [2, -1], nu: 0.7 };
  const still = constantPath("x/still", "still", path.model, truth);
  for (const n of [10, 1e9]) expect(truthAt(still, n)).toEqual(truth);
});

it("the larger of the two simulated risks of maximum likelihood is not below the bound", async () => {
  const truth = truthAt(path, 300);
  const bound = leCamBound(path.model, truth, 300, "b");
  const options = { id: "two-point-test", replications: 40, seed: 3, workers: 0 };
  const risk = await twoPointRisk(path.model, truth, bound, options);
  expect(risk.larger.value).toBe(Math.max(risk.atTruth.value, risk.atAlternative.value));
  expect(risk.larger.value + 3 * (risk.larger.mcse ?? 0)).toBeGreaterThan(bound.bound);
  expect(risk.failures).toBe(0);
});
