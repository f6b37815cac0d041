import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { fit } from "../../estimation/fit/maximum-likelihood";
import { fitHolding } from "../../estimation/inference/profile-likelihood";
import { type ContaminatedMoe, defineModel } from "../../model/contaminated-moe";
import { readDataFile } from "../../model/files/data-file";
import { drawSample } from "../../model/sample/draw-sample";
import { normalCdf } from "../../numerics/error-function";
import { quantileResiduals, standardDistribution } from "../../theory/bounds/distribution-function";
import { responsibilitiesOf, responsibilityFigure } from "../figures/fit/fit-figures";
import { htmlPage } from "../figures/style/page";
import { reportFit } from "./fit-report";
import { fitText } from "./fit-text";
import { responsibilityTable } from "./responsibility-table";

const data = readDataFile(resolve(__dirname, "../../../data/tone-perception.csv"), { response: "tuned" });
const published = JSON.parse(
  readFileSync(resolve(__dirname, "../../../data/reference/tone-perception.json"), "utf8"),
) as Readonly<
  Record<
    "mixtools" | "flexmix",
    Readonly<Record<"lambda" | "intercept" | "interceptSE" | "slope" | "slopeSE" | "sigma", readonly number[]>>
  >
>;

function tone(nu: number, lambda: readonly [number, number] = [0, 1]): ContaminatedMoe {
  return defineModel({
    covariates: { law: "uniform", dimension: 1 },
    pretrained: {
      density: { kind: "gaussian" },
      expert: { kind: "activation", activation: "identity", bias: true },
      eta: [0, 2],
      nu,
    },
    prompt: { expert: { kind: "activation", activation: "identity", bias: true } },
    box: {
      lambda,
      eta: [
        [-10, 10],
        [-10, 10],
      ],
      nu: [2e-4, 10],
    },
  });
}

describe("the tone perception data", () => {
  const sigma = published.mixtools.sigma[0];
  const found = fit(tone(sigma * sigma), data.sample);

  it("are Cohen's 150 trials", () => {
    expect(data.sample.n).toBe(150);
    expect(data.covariates).toEqual(["stretchratio"]);
  });

  it.each(["mixtools", "flexmix"] as const)("give the prompt line of %s within its standard errors", (name) => {
    const { slope, slopeSE, intercept, interceptSE, lambda } = published[name];
    const [a, b] = found.estimate.eta;
    expect(Math.abs(a - slope[1])).toBeLessThan(slopeSE[1]);
    expect(Math.abs(b - intercept[1])).toBeLessThan(interceptSE[1]);
    expect(Math.abs(found.estimate.lambda - lambda[1])).toBeLessThan(found.standardErrors.lambda ?? 0);
  });

  it("give it for every variance of the frozen expert from half to twice the published one", () => {
    for (const factor of [0.5, 2]) {
      const [a, b] = fit(tone(factor * sigma * sigma), data.sample).estimate.eta;
      expect(Math.abs(a - published.mixtools.slope[1])).toBeLessThan(2 * published.mixtools.slopeSE[1]);
      expect(Math.abs(b - published.mixtools.intercept[1])).toBeLessThan(2 * published.mixtools.interceptSE[1]);
    }
  });

  it("make a report whose share interval is the profile likelihood's", () => {
    const model = tone(sigma * sigma);
    const report = reportFit(model, data.sample, found);
    const [share, slope, , variance] = report.parameters;
    expect(share.interval?.method).toBe("profile likelihood");
    for (const end of [share.interval?.low ?? 0, share.interval?.high ?? 0]) {
      const held = fitHolding(model, data.sample, "lambda", end, { warm: found.estimate });
      expect(2 * (found.logLikelihood - held.logLikelihood)).toBeCloseTo(3.8414588, 4);
    }
    expect((slope.interval?.low ?? 9) < 1 && (slope.interval?.high ?? 0) > 1).toBe(true);
    expect(variance.interval?.low).toBeGreaterThan(0);
    expect(report.diagnostics.separation).toBeGreaterThan(0.5);
    expect(report.diagnostics.warnings).toEqual([]);
    const text = fitText(report);
    expect(text).toContain("profile likelihood");
    expect(text).toContain("distance to merging");
    const logit = reportFit(model, data.sample, found, { share: "logit" }).parameters[0].interval;
    expect(logit?.low).toBeCloseTo(share.interval?.low ?? 0, 1);
  });

  it("have responsibilities that add up to n lambda, in the file's order, with its line numbers", () => {
    const model = tone(sigma * sigma);
    const shares = responsibilitiesOf(model, data.sample, found.estimate);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(150 * found.estimate.lambda, 5);
    const [head, first, ...rest] = responsibilityTable(model, data, found.estimate, shares).trimEnd().split("\n");
    expect(head).toBe("line,stretchratio,tuned,responsibility,frozenMean,promptMean");
    expect(first.startsWith("2,1.35,1.461,")).toBe(true);
    expect(rest).toHaveLength(149);
    const page = htmlPage("</script><b>", [
      responsibilityFigure(model, data.sample, found.estimate),
      { text: "a < b" },
    ]);
    expect(page).toContain("<h1>&lt;/script&gt;&lt;b&gt;</h1>");
    expect(page).toContain("a &lt; b");
    expect(page.length).toBeGreaterThan(1e6);
  });
});

describe("reports of hard cases", () => {
  it("give an interval that respects [0, 1] where the share is on its bound, and say so", () => {
    const model = tone(1);
    const box = { ...model.box, nu: [0.01, 10] as const };
    const sample = drawSample(
      model,
      { lambda: 0, eta: [0, 2], nu: 1 },
      { seed: 12, path: "edge", n: 200, replicate: 0 },
    );
    const edge = {
      ...model,
      box: {
        ...box,
        eta: [
          [5, 6],
          [5, 6],
        ] as const,
      },
    };
    const found = fit(edge, sample);
    expect(found.estimate.lambda).toBe(0);
    const report = reportFit(edge, sample, found);
    const { interval } = report.parameters[0];
    expect(interval?.low).toBe(0);
    expect(interval?.high).toBeGreaterThan(0);
    expect(interval?.high).toBeLessThan(0.1);
    expect(report.diagnostics.warnings.join(" ")).toContain("on the bound");
  });

  it("warn of merging", () => {
    const model = tone(1);
    const wide = { ...model, box: { ...model.box, nu: [0.01, 10] as const } };
    const truth = { lambda: 0.5, eta: [0.15, 2], nu: 1 };
    const sample = drawSample(wide, truth, { seed: 2, path: "merging", n: 500, replicate: 0 });
    const found = fit(wide, sample);
    const { warnings } = reportFit(wide, sample, found).diagnostics;
    expect(warnings.length).toBeGreaterThan(0);
  });
});

describe("distribution functions", () => {
  it("agree with closed forms", () => {
    const laplace = standardDistribution({ kind: "laplace" });
    for (const z of [-4, -1, -0.1, 0, 0.3, 2, 6]) {
      const tail = 0.5 * Math.exp(-Math.SQRT2 * Math.abs(z));
      expect(laplace(z)).toBeCloseTo(z < 0 ? tail : 1 - tail, 10);
    }
    // R: qt(0.75, 4).
    const t4 = standardDistribution({ kind: "student-t", df: 4 });
    expect(t4(0.740697084 * Math.sqrt(0.5))).toBeCloseTo(0.75, 7);
  });

  it("make quantile residuals standard normal under the model", () => {
    const model: ContaminatedMoe = {
      ...tone(0.5),
      pretrained: { ...tone(0.5).pretrained, density: { kind: "student-t", df: 5 } },
    };
    const truth = { lambda: 0.3, eta: [1, 0], nu: 0.3 };
    const sample = drawSample(model, truth, { seed: 5, path: "quantiles", n: 2000, replicate: 0 });
    const residuals = quantileResiduals(model, sample, truth).sort();
    const distance = residuals.reduce((top, r, i) => Math.max(top, Math.abs(normalCdf(r) - (i + 0.5) / 2000)), 0);
    expect(distance).toBeLessThan(1.63 / Math.sqrt(2000));
  });
});
