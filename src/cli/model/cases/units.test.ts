import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cmoe, FIXTURES, fitted, place } from "./command-line";

const { write, remove } = place();
afterAll(remove);
const fixture = (name: string): string => join(FIXTURES, name);

/** The same data in other units: a file of x shifted, and the model whose frozen line says the same there. */
function shifted(shift: number, scale = 1): readonly [string, string] {
  const rows = ["x,y"];
  // A simple deterministic scatter around two lines: no random numbers needed.
  for (let i = 0; i < 300; i++) {
    const x = ((i * 0.61803398875) % 1) * 4 - 2;
    const e = 1.6 * (((i * 0.7548776662) % 1) + ((i * 0.5698402909) % 1) - 1);
    const y = i % 3 === 0 ? 3 - x + 0.4 * e : 0.5 * x + e;
    rows.push(`${scale * x + shift},${y}`);
  }
  const [slope, bias] = [0.5 / scale, (-0.5 * shift) / scale];
  const model = {
    covariates: { law: "normal", dimension: 1 },
    pretrained: { density: "gaussian", expert: { activation: "identity" }, eta: [slope, bias], nu: 0.5 },
    prompt: { expert: { activation: "identity" } },
  };
  return [write(`${shift}.json`, JSON.stringify(model)), write(`${shift}.csv`, `${rows.join("\n")}\n`)];
}

describe("data in any units", () => {
  it("temperatures in Kelvin are fitted as in standard units, and tested so", async () => {
    const files = [fixture("kelvin_default_box.json"), fixture("kelvin_default_box.csv")] as const;
    const [plain, standard] = [await fitted(...files), await fitted(...files, "--standardise")];
    expect(Math.abs(plain.lambda - standard.lambda)).toBeLessThan(1e-6);
    expect(plain.lambda).toBeCloseTo(0.34, 1);
    expect(plain.atBound).toEqual([]);
    const test = await cmoe("test", ...files, "--bootstrap", "39", "--starts", "1", "--json");
    expect(JSON.parse(test.out).p).toBe(1 / 40);
  });

  it("twelve temperatures reach the log-likelihood -24.34", async () => {
    const { logLikelihood } = await fitted(fixture("tiny_kelvin.json"), fixture("tiny_kelvin.csv"));
    expect(logLikelihood).toBeGreaterThan(-24.345);
  });

  it("x shifted by 1.7e9, or in years, leaves share, slope and variance with their standard errors, and no warning", async () => {
    const origin = await fitted(...shifted(0), "--intervals", "profile");
    for (const [shift, scale] of [
      [1.7e9, 1],
      [1950, 20],
    ] as const) {
      const moved = await fitted(...shifted(shift, scale), "--intervals", "profile");
      expect(moved.lambda).toBeCloseTo(origin.lambda, 4);
      // Far less than its own error: with x at 1.7e9 the data themselves keep only seven digits of their spread.
      expect(Math.abs(moved.eta[0] * scale - origin.eta[0])).toBeLessThan(0.1 * origin.standardErrors.eta[0]);
      expect(moved.standardErrors.lambda / origin.standardErrors.lambda).toBeCloseTo(1, 2);
      expect((moved.standardErrors.eta[0] * scale) / origin.standardErrors.eta[0]).toBeCloseTo(1, 2);
      expect(moved.standardErrors.nu / origin.standardErrors.nu).toBeCloseTo(1, 2);
      // b at x = 0 is b' - a m: nearly all of its error is that of the slope.
      expect(moved.standardErrors.eta[1] / (moved.standardErrors.eta[0] * shift)).toBeCloseTo(1, 2);
      expect(moved.diagnostics.condition / origin.diagnostics.condition).toBeCloseTo(1, 1);
      expect(moved.diagnostics.warnings).toEqual(origin.diagnostics.warnings);
      // The profile of b follows its slope: as wide as Wald's interval, within a tenth.
      const b = moved.intervals[2];
      expect((b.high - b.low) / (2 * 1.96 * moved.standardErrors.eta[1])).toBeCloseTo(1, 1);
    }
  });

  it("an eta that is fixed is reported as fixed, not as on its bound, and has no interval", async () => {
    const [model, data] = shifted(0);
    const free = await fitted(model, data);
    const held = await fitted(model, data, "--fix", "lambda=0.3");
    expect(held.lambda).toBe(0.3);
    expect(held.fixed).toEqual(["lambda"]);
    expect(held.atBound).toEqual([]);
    expect(held.intervals[0].low).toBeUndefined();
    expect(held.diagnostics.criteria.parameters).toBe(3);
    expect(held.logLikelihood).toBeLessThan(free.logLikelihood);
    // At the free estimate nothing is lost by fixing.
    const same = await fitted(model, data, "--fix", `lambda=${free.lambda},b=${free.eta[1]}`);
    expect(same.logLikelihood).toBeCloseTo(free.logLikelihood, 8);
    expect(same.fixed).toEqual(["lambda", "b"]);
    const { out } = await cmoe("fit", model, data, "--fix", "lambda=0.3");
    expect(out).toMatch(/lambda +0\.30000 +fixed +- +-/);
    expect(out).not.toMatch(/on its bound|on the bound/);
    await expect(cmoe("fit", model, data, "--fix", "c=1")).rejects.toThrow(
      'no parameter "c"; there are lambda, a (x), b, nu',
    );
    await expect(cmoe("fit", model, data, "--fix", "nu=0")).rejects.toThrow("nu cannot be fixed at 0");
  });

  it("counts lie on a grid, which fit and test say", async () => {
    const files = [fixture("counts.json"), fixture("counts.csv")] as const;
    const { diagnostics } = await fitted(...files);
    expect(diagnostics.rounding).toEqual({ step: 1, offset: 0 });
    expect(diagnostics.warnings.join(" ")).toContain("rounded to steps of 1");
    const { out } = await cmoe("test", ...files, "--bootstrap", "19", "--starts", "1");
    expect(out).toContain("on a grid of step 1; the null samples were rounded to it");
  });

  it("a stated box is obeyed exactly", async () => {
    const [model, data] = shifted(0);
    const stated = { ...JSON.parse(readFileSync(model, "utf8")), box: { nu: [0.5, 0.6] } };
    const { box, nu } = await fitted(write("boxed.json", JSON.stringify(stated)), data);
    expect(box.nu).toEqual([0.5, 0.6]);
    expect(nu).toBe(0.5);
  });
});
