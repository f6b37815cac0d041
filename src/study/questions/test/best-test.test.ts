import { expect, it } from "vitest";
import { normalCdf } from "../../../numerics/error-function";
import { scenarioPath } from "../../design/scenarios";
import { bestTest } from "./best-test";

it("errs as often as the closed form says between two normal laws: Phi(-sqrt(n) d / 2)", () => {
  // lambda = 1 leaves one normal regression; equal slopes and variances shift the mean by d.
  const { model } = scenarioPath("L/bias").path;
  const [d, n] = [0.2, 50];
  const truth = (b: number) => ({ lambda: 1, eta: [1, b], nu: 1 });
  const { error } = bestTest(model, truth(0), truth(d), { n, replications: 2000, seed: 8, stream: "best-test" });
  const exact = normalCdf((-Math.sqrt(n) * d) / 2);
  expect(Math.abs(error.value - exact)).toBeLessThan(4 * (error.mcse ?? 0));
  expect(error.mcse).toBeCloseTo(0.5 * Math.sqrt((2 * exact * (1 - exact)) / 2000), 3);
});
