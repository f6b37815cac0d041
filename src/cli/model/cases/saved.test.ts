import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { normalCdf } from "../../../numerics/error-function";
import { cmoe, FIXTURES, fitted, place } from "./command-line";

const { at, write, remove } = place();
afterAll(remove);

const kelvin = [join(FIXTURES, "kelvin_default_box.json"), join(FIXTURES, "kelvin_default_box.csv")] as const;

/** A CSV of numbers by its header's names; empty fields are NaN. */
function columnsOf(text: string): Readonly<Record<string, readonly number[]>> {
  const [head, ...rows] = text.trimEnd().split("\n");
  const cells = rows.map((row) => row.split(",").map((cell) => (cell === "" ? Number.NaN : Number(cell))));
  return Object.fromEntries(head.split(",").map((name, j) => [name, cells.map((row) => row[j])]));
}

describe("cmoe model", () => {
  it("prints the model file of a named path at n, with its truth, and one for columns of one's own, without a box", async () => {
    const named = JSON.parse((await cmoe("model", "L/resonant", "--n", "1e4")).out);
    expect(named.truth.lambda).toBeCloseTo(0.5, 12);
    expect(named).not.toHaveProperty("columns");
    const own = JSON.parse(
      (
        await cmoe(
          "model",
          "--covariates",
          '"dose, mg",age',
          "--response",
          "effect",
          "--density",
          "student-t",
          "--df",
          "5",
        )
      ).out,
    );
    expect(own.columns).toEqual({ covariates: ["dose, mg", "age"], response: "effect" });
    expect(own.pretrained).toMatchObject({ density: "student-t", df: 5, eta: [0, 0, 0], nu: 1 });
    expect(own).not.toHaveProperty("box");
  });

  it("refuses what makes no model, with the remedy", async () => {
    await expect(cmoe("model")).rejects.toThrow("or your columns with --covariates");
    await expect(cmoe("model", "--covariates", "2", "--density", "student-t")).rejects.toThrow(
      "needs its degrees of freedom",
    );
    await expect(cmoe("model", "--covariates", "2", "--frozen-eta", "1,2")).rejects.toThrow(
      "pretrained.eta has 2 entries",
    );
    await expect(cmoe("model", "--covariates", "a,a")).rejects.toThrow('names "a" twice');
    await expect(cmoe("model", "L/none")).rejects.toThrow("known ones are");
    await expect(cmoe("model", "L/resonant", "--covariates", "2")).rejects.toThrow("has its own covariates");
  });
});

describe("fit --save", () => {
  it("writes a model file with estimate, columns and box that the other commands read", async () => {
    const saved = at("fitted.json");
    const found = await fitted(...kelvin, "--save", saved);
    const file = JSON.parse(readFileSync(saved, "utf8"));
    expect(file.truth).toEqual({ lambda: found.lambda, eta: found.eta, nu: found.nu });
    expect(file.box).toEqual({ ...found.box, from: "data" });
    expect(file.columns).toEqual({ covariates: ["x1"], response: "y" });
    const drawn = columnsOf((await cmoe("simulate", saved, "--n", "50")).out);
    expect(Object.keys(drawn)).toEqual(["x1", "y"]);
    expect((await cmoe("information", saved, "--n", "1e4")).out).toContain("Information curve");
    expect((await cmoe("plan", saved, "--target", "lambda=0.05")).out).toMatch(/^n = \d+/);
    // A fit of the fitted model's own data, in the box it was found in.
    expect((await fitted(saved, kelvin[1])).logLikelihood).toBeCloseTo(found.logLikelihood, 6);
    const { err } = await cmoe("fit", ...kelvin, "--save", saved);
    expect(err).toContain("is not that of these data");
  });

  it("draws at the data's own covariates", async () => {
    const drawn = columnsOf((await cmoe("simulate", at("fitted.json"), "--at", kelvin[1])).out);
    const data = columnsOf(readFileSync(kelvin[1], "utf8"));
    expect(drawn.x1).toEqual(data.x1);
    expect(drawn.y.filter((y, i) => y !== data.y[i])).toHaveLength(data.y.length);
    await expect(cmoe("simulate", at("fitted.json"))).rejects.toThrow("--n, or at which covariates with --at");
  });
});

describe("cmoe predict", () => {
  it("gives mean, quantiles and responsibilities that the mixture's formulas give", async () => {
    const { truth, pretrained } = JSON.parse(readFileSync(at("fitted.json"), "utf8"));
    const data = write("new.csv", "y,x1,note\n295,50,a\n,60,b\n310,75,c\n300,NA,d\n");
    const { out, err } = await cmoe("predict", at("fitted.json"), data, "--quantiles", "0.1,0.5,0.9");
    const told = columnsOf(out);
    expect(told.line).toEqual([2, 3, 4]);
    expect(err).toContain("1 rows with missing values left out (lines 5)");
    const { lambda, eta, nu } = truth;
    told.x1.forEach((x, i) => {
      const [h0, h] = [pretrained.eta[0] * x + pretrained.eta[1], eta[0] * x + eta[1]];
      const mean = (1 - lambda) * h0 + lambda * h;
      expect(told.mean[i]).toBeCloseTo(mean, 9);
      const second = (1 - lambda) * (pretrained.nu + h0 ** 2) + lambda * (nu + h ** 2);
      expect(told.sd[i]).toBeCloseTo(Math.sqrt(second - mean ** 2), 6);
      const cdf = (y: number): number =>
        (1 - lambda) * normalCdf((y - h0) / Math.sqrt(pretrained.nu)) + lambda * normalCdf((y - h) / Math.sqrt(nu));
      for (const level of [0.1, 0.5, 0.9]) expect(cdf(told[`q${level}`][i])).toBeCloseTo(level, 9);
      const y = told.y[i];
      if (Number.isNaN(y)) expect(told.responsibility[i]).toBeNaN();
      else {
        const density = (m: number, v: number): number => Math.exp(-((y - m) ** 2) / (2 * v)) / Math.sqrt(v);
        const [f0, f] = [(1 - lambda) * density(h0, pretrained.nu), lambda * density(h, nu)];
        expect(told.responsibility[i]).toBeCloseTo(f / (f0 + f), 9);
      }
    });
  });

  it("needs no response, and takes columns as the model file names them", async () => {
    const model = {
      ...JSON.parse(readFileSync(at("fitted.json"), "utf8")),
      columns: { covariates: ["hour"], response: "kelvin" },
    };
    const named = write("named.json", JSON.stringify(model));
    const told = columnsOf((await cmoe("predict", named, write("hours.csv", "hour\n50\n60\n"))).out);
    expect(Object.keys(told)).toEqual([
      "line",
      "hour",
      "mean",
      "sd",
      "q0.025",
      "q0.5",
      "q0.975",
      "frozenMean",
      "promptMean",
    ]);
    expect((await cmoe("predict", named, write("bare.csv", "50\n60\n"))).out.split("\n")[1]).toContain("1,50,");
    await expect(cmoe("predict", named, write("other.csv", "x1\n50\n"))).rejects.toThrow(
      'no column "hour", which the model file names',
    );
    await expect(cmoe("predict", kelvin[0], at("hours.csv"))).rejects.toThrow("states no truth; fit --save");
  });

  it("takes a frozen model by columns", async () => {
    const model = {
      covariates: { law: "normal", dimension: 1 },
      prompt: { expert: { activation: "identity" } },
      truth: { lambda: 0.25, eta: [1, 0], nu: 1 },
    };
    const file = write("columns.json", JSON.stringify(model));
    const data = write("net.csv", "x,net\n1,5\n2,9\n");
    const { mean } = columnsOf(
      (await cmoe("predict", file, data, "--frozen-mean", "net", "--frozen-variance", "2")).out,
    );
    expect(mean).toEqual([0.75 * 5 + 0.25, 0.75 * 9 + 0.5]);
  });
});

describe("intervals and criteria", () => {
  it("by profile likelihood and by bootstrap are near Wald's on regular data, and level widens them", async () => {
    const wald = await fitted(...kelvin, "--intervals", "wald");
    const profile = await fitted(...kelvin, "--intervals", "profile");
    const bootstrap = await fitted(...kelvin, "--intervals", "bootstrap", "--bootstrap", "99", "--starts", "1");
    const width = ({ intervals }: typeof wald, j: number): number => intervals[j].high - intervals[j].low;
    for (const j of [0, 1, 2, 3]) {
      expect(width(profile, j) / width(wald, j)).toBeCloseTo(1, 0.9);
      expect(width(bootstrap, j) / width(wald, j)).toBeGreaterThan(0.6);
      expect(width(bootstrap, j) / width(wald, j)).toBeLessThan(1.5);
      expect(profile.intervals[j].method).toBe("profile likelihood");
      expect(bootstrap.intervals[j].method).toBe("parametric bootstrap, percentiles");
    }
    const wide = await fitted(...kelvin, "--intervals", "profile", "--level", "0.99");
    for (const j of [0, 1, 2, 3]) expect(width(wide, j)).toBeGreaterThan(width(profile, j));
    await expect(
      cmoe("fit", ...kelvin, "--intervals", "bootstrap", "--bootstrap", "9", "--starts", "1"),
    ).rejects.toThrow("9 bootstrap estimates cannot show a level of 0.95; take at least 39");
  });

  it("AIC and BIC count the free parameters, and say where they are not valid", async () => {
    const { logLikelihood, diagnostics } = await fitted(...kelvin);
    const { aic, bic, parameters, frozen } = diagnostics.criteria;
    expect(parameters).toBe(4);
    expect(aic).toBeCloseTo(8 - 2 * logLikelihood, 9);
    expect(bic).toBeCloseTo(4 * Math.log(400) - 2 * logLikelihood, 9);
    const data = columnsOf(readFileSync(kelvin[1], "utf8"));
    const rss = data.y.reduce((sum, y, i) => sum + (y - 0.1 * data.x1[i] - 290) ** 2, 0);
    expect(frozen.logLikelihood).toBeCloseTo(-0.5 * (rss / 4 + 400 * Math.log(2 * Math.PI * 4)), 6);
    expect((await cmoe("fit", ...kelvin)).out).toContain("Neither is valid at the boundary lambda = 0");
  });
});

describe("an intercept only", () => {
  it("is a model of dimension 0: two constants and a share, as a mixture of normals", async () => {
    const { out } = await cmoe("model", "--covariates", "none", "--frozen-eta", "0", "--frozen-variance", "1");
    const model = write("intercept.json", out);
    const y = Array.from({ length: 200 }, (_, i) => {
      const e = 1.8 * (((i * 0.618034) % 1) + ((i * 0.754878) % 1) - 1);
      return i % 4 === 0 ? 5 + 0.5 * e : e;
    });
    const { lambda, eta, standardErrors, rows } = await fitted(model, write("only.csv", `level\n${y.join("\n")}\n`));
    expect({ rows, eta: eta.length }).toEqual({ rows: 200, eta: 1 });
    // EM for a normal mixture whose first component is N(0, 1).
    let [share, mean, variance] = [0.5, 4, 1];
    for (let step = 0; step < 500; step++) {
      const weights = y.map((v) => {
        const f = (share / Math.sqrt(variance)) * Math.exp(-((v - mean) ** 2) / (2 * variance));
        return f / (f + (1 - share) * Math.exp((-v * v) / 2));
      });
      const total = weights.reduce((sum, w) => sum + w, 0);
      share = total / y.length;
      mean = weights.reduce((sum, w, i) => sum + w * y[i], 0) / total;
      variance = weights.reduce((sum, w, i) => sum + w * (y[i] - mean) ** 2, 0) / total;
    }
    expect(lambda).toBeCloseTo(share, 6);
    expect(eta[0]).toBeCloseTo(mean, 6);
    expect(standardErrors.eta[0]).toBeGreaterThan(0);
    expect((await cmoe("test", model, at("only.csv"), "--bootstrap", "19", "--starts", "1")).out).toContain("p = 0.05");
    const truth = { ...JSON.parse(out), truth: { lambda: 0.25, eta: [5], nu: 0.25 } };
    const file = write("truth.json", JSON.stringify(truth));
    expect((await cmoe("information", file, "--n", "1e3")).out).toContain("b");
    expect((await cmoe("simulate", file, "--n", "3")).out.split("\n")).toHaveLength(5);
  });

  it("is what a constant column asks for, beside a bias", async () => {
    const model = write("line.json", (await cmoe("model", "--covariates", "1")).out);
    const rows = Array.from({ length: 20 }, (_, i) => `1,${(i * 0.618034) % 1}`);
    const data = write("constant.csv", `x,y\n${rows.join("\n")}\n`);
    await expect(cmoe("fit", model, data)).rejects.toThrow(/column "x" is 1 in every row.*"dimension": 0/);
    const file = JSON.parse(readFileSync(model, "utf8"));
    const expert = { activation: "identity", bias: false };
    const origin = { ...file, pretrained: { ...file.pretrained, expert, eta: [0] }, prompt: { expert } };
    expect((await fitted(write("origin.json", JSON.stringify(origin)), data)).rows).toBe(20);
  });
});
