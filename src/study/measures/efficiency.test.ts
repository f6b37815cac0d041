import { describe, expect, it } from "vitest";
import { designStudy } from "../design/design-study";
import { scenarioPath } from "../design/scenarios";
import { runStudy } from "../engines/run-study";
import { summarize } from "./summary";

describe("cold maximum likelihood where the theory is regular", () => {
  it.each([
    "D/vanishing",
    "H/vanishing",
    "S/bias",
  ])("%s: RMSE is the information curve up to Monte Carlo error", async (id) => {
    const { path } = scenarioPath(id);
    const design = designStudy(path, { sizes: [4000], replications: 120, seed: 11 });
    const { cells, failures, notConverged } = await summarize(await runStudy(design, { workers: 2 }));
    expect(failures + notConverged).toBe(0);
    for (const { efficiency } of cells[0].parameters) {
      // Four standard errors for twelve comparisons, and the 2 % that second-order terms may take.
      expect(Math.abs((efficiency?.value ?? 0) - 1)).toBeLessThan(0.02 + 4 * (efficiency?.mcse ?? 0));
      expect(efficiency?.mcse).toBeLessThan(0.12);
    }
  });
});
