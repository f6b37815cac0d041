import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { InputError } from "../../input-error";
import { log } from "../../numerics/elementary";
import { RandomStream } from "../../numerics/random-stream";
import { readOwnStudy } from "../../study/design/own-study";
import { registerBound } from "./bound";
import { registerFit } from "./fit";
import { registerInformation } from "./information";
import { registerPlan } from "./plan";
import { registerPower } from "./power";
import { registerSimulate } from "./simulate";
import { registerTest } from "./test";

let folder = "";
const at = (name: string): string => join(folder, name);
const N = 300;
const NU0 = 0.09;

/** A "network" nobody could write as an activation of a line, and data that follow it but for a fifth of the rows. */
function data(): readonly string[] {
  const stream = new RandomStream({ seed: 8, path: "frozen columns", n: N, replicate: 0 });
  const [u, w, e] = [new Float64Array(N), new Float64Array(N), new Float64Array(N)];
  stream.uniforms(0, u);
  stream.uniforms(1, w);
  stream.normals(2, e);
  const rows = Array.from(u, (v, i) => {
    const x = 4 * v - 2;
    const net = x * x - Math.abs(x);
    const y = w[i] < 0.2 ? 3 - x + 0.2 * e[i] : net + 0.3 * e[i];
    const logDensity = -0.5 * log(2 * Math.PI * NU0) - (0.5 * (y - net) ** 2) / NU0;
    return [x, y, net, NU0, logDensity].join(",");
  });
  return ["x1,y,net,net_var,lp", ...rows];
}

const model = {
  covariates: { law: "uniform", dimension: 1 },
  prompt: { expert: { activation: "identity" } },
  truth: { lambda: 0.2, eta: [-1, 3], nu: 0.04 },
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cmoe-frozen-"));
  writeFileSync(at("model.json"), JSON.stringify(model));
  writeFileSync(at("data.csv"), `${data().join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs a command line in this process and returns what it wrote to stdout. */
async function run(...args: readonly string[]): Promise<string> {
  const program = new Command("cmoe").exitOverride().configureOutput({ writeErr: () => undefined });
  for (const register of [
    registerFit,
    registerTest,
    registerPower,
    registerPlan,
    registerInformation,
    registerBound,
    registerSimulate,
  ]) {
    register(program, async () => program);
  }
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  await program.parseAsync(["node", "cmoe", ...args]);
  return out;
}

const X = ["--covariates", "x1", "--response", "y"] as const;
const MEAN = ["--frozen-mean", "net", "--frozen-variance", "net_var"] as const;
interface Told {
  readonly lambda: number;
  readonly eta: readonly number[];
  readonly logLikelihood: number;
}
const fitted = async (modelFile: string, ...options: readonly string[]): Promise<Told> =>
  JSON.parse(await run("fit", at(modelFile), at("data.csv"), ...X, ...options, "--json")) as Told;

describe("a frozen model by columns on the command line", () => {
  it("is fitted alike from a variance column, one variance, log densities, standard units and the model file's form", async () => {
    writeFileSync(
      at("columns.json"),
      JSON.stringify({ ...model, pretrained: { columns: { mean: "net", variance: "net_var" }, density: "gaussian" } }),
    );
    const reference = await fitted("model.json", ...MEAN);
    expect(reference.lambda).toBeGreaterThan(0.14);
    expect(reference.lambda).toBeLessThan(0.26);
    expect(Math.abs(reference.eta[0] + 1)).toBeLessThan(0.1);
    for (const other of [
      await fitted("model.json", "--frozen-mean", "net", "--frozen-variance", "0.09"),
      await fitted("model.json", "--frozen-logdensity", "lp"),
      await fitted("model.json", ...MEAN, "--standardise"),
      await fitted("columns.json"),
    ]) {
      expect(other.logLikelihood).toBeCloseTo(reference.logLikelihood, 7);
      expect(other.lambda).toBeCloseTo(reference.lambda, 6);
    }
  });

  it("takes what the options leave open from the model file's pretrained: density, df, variance", async () => {
    const pretrained = { density: "student-t", df: 5, expert: { activation: "tanh" }, eta: [1, 0], nu: NU0 };
    writeFileSync(at("stated.json"), JSON.stringify({ ...model, pretrained }));
    const fromFile = await fitted("stated.json", "--frozen-mean", "net");
    const t5 = ["--frozen-density", "student-t", "--frozen-df", "5"] as const;
    const fromOptions = await fitted("model.json", "--frozen-mean", "net", "--frozen-variance", "0.09", ...t5);
    expect(fromFile).toEqual(fromOptions);
    expect((await fitted("stated.json", ...MEAN, "--frozen-density", "laplace")).logLikelihood).not.toBeCloseTo(
      fromFile.logLikelihood,
      2,
    );
  });

  it("says in every text what the frozen model is and what the answer is conditional on", async () => {
    const files = ["--responsibilities", at("shares.csv"), "--plots", at("plots.html")];
    const text = await run("fit", at("model.json"), at("data.csv"), ...X, ...MEAN, ...files);
    expect(text).toContain('Frozen model by rows: gaussian with mean "net", variance "net_var"');
    expect(readFileSync(at("shares.csv"), "utf8").split("\n")[0]).toBe(
      "line,x1,y,responsibility,frozenMean,promptMean",
    );
    expect(readFileSync(at("plots.html"), "utf8")).toContain("figure-quantiles");
    const bare = await run("fit", at("model.json"), at("data.csv"), ...X, "--frozen-logdensity", "lp", ...files);
    expect(bare).toContain("nothing can be sampled or planned");
    expect(readFileSync(at("shares.csv"), "utf8").split("\n")[0]).toBe("line,x1,y,responsibility,promptMean");
    const test = await run(
      "test",
      at("model.json"),
      at("data.csv"),
      ...X,
      ...MEAN,
      "--bootstrap",
      "19",
      "--starts",
      "1",
    );
    expect(test).toMatch(/p = 0\.0500 .*at the data's covariates/);
    expect(test).toContain("conditional on the rows at hand");
  });

  it("plans, informs and computes power at the rows", async () => {
    const design = [at("model.json"), at("data.csv"), ...X, ...MEAN] as const;
    const plan = JSON.parse(await run("plan", ...design, "--target", "lambda=0.02", "--json")) as { n: number };
    const [point] = JSON.parse(await run("information", ...design, "--n", String(plan.n), "--json")) as readonly {
      readonly lambda: number;
    }[];
    expect(point.lambda).toBeLessThanOrEqual(0.02);
    expect(point.lambda).toBeGreaterThan(0.0199);
    const bound = JSON.parse(
      await run("bound", ...design, "--n", String(plan.n), "--parameter", "lambda", "--json"),
    ) as readonly { readonly bound: number }[];
    // No estimator's mean absolute error is below the bound, and an efficient one's is about 0.8 of its deviation.
    expect(bound[0].bound).toBeGreaterThan(0.003);
    expect(bound[0].bound).toBeLessThan(0.8 * 0.02);
    const small = ["--n", "30", "--lambda", "0.2", "--bootstrap", "39", "--replications", "20", "--starts", "1"];
    const power = await run("power", ...design, ...small, "--workers", "1");
    expect(power).toContain("Design-based: conditional on the 300 rows at hand");
    expect(Number(/0\.200 +([\d.]+)/.exec(power)?.[1])).toBeGreaterThan(0.8);
  });
});

describe("bad predictions end with a sentence that names file, line, column and remedy", () => {
  const changed = (line: number, column: number, value: string): string => {
    const lines = data().map((text, i) => {
      const fields = text.split(",");
      if (i + 1 === line) fields[column] = value;
      return fields.join(",");
    });
    writeFileSync(at("bad.csv"), lines.join("\n"));
    return at("bad.csv");
  };
  const LOG = ["--frozen-logdensity", "lp"] as const;

  it.each([
    [
      "no prediction",
      7,
      2,
      "",
      MEAN,
      /bad\.csv, line 7, column "net": no prediction of the frozen model.*take the row out/,
    ],
    ["no number", 7, 2, "inf", MEAN, /bad\.csv, line 7, column "net": "inf" is not a finite number/],
    ["a variance of 0", 12, 3, "0", MEAN, /bad\.csv, line 12, column "net_var": the variance is 0; .*must be positive/],
    ["a negative variance", 12, 3, "-0.1", MEAN, /line 12, column "net_var": the variance is -0\.1/],
    ["an infinite variance", 12, 3, "1e999", MEAN, /line 12, column "net_var": "1e999" is not a finite number/],
    ["NaN for a variance", 12, 3, "NaN", MEAN, /column "net_var": "NaN" is not .*every row needs a prediction/],
    ["no variance", 12, 3, "", MEAN, /line 12, column "net_var": no prediction of the frozen model/],
    [
      "a variance below any digit",
      12,
      3,
      "1e-320",
      MEAN,
      /line 12, column "net_var": the variance is 1e-320, whose root/,
    ],
    [
      "a mean without digits for its noise",
      12,
      2,
      "1e300",
      MEAN,
      /line 12, column "net_var": the variance is 0\.09, whose/,
    ],
    ["an infinite log density", 9, 4, "inf", LOG, /line 9, column "lp": "inf" is not .*every row needs a prediction/],
    ["a log density of minus infinity", 9, 4, "-Infinity", LOG, /line 9, column "lp": "-Infinity" is not a finite/],
    ["NaN for a log density", 9, 4, "NaN", LOG, /line 9, column "lp": "NaN" is not .*every row needs a prediction/],
    ["no log density", 9, 4, "", LOG, /line 9, column "lp": no prediction of the frozen model/],
    [
      "a log density above any possible value",
      301,
      4,
      "1e3",
      LOG,
      /line 301, column "lp": the log density is 1000, and at most 3\d\.\d is possible.*units of the response/,
    ],
  ] as const)("%s", async (_, line, column, value, options, message) => {
    const wrong = run("fit", at("model.json"), changed(line, column, value), ...X, ...options);
    await expect(wrong).rejects.toThrow(InputError);
    await expect(wrong).rejects.toThrow(message);
  });

  it.each([
    [["--frozen-mean", "nett", "--frozen-variance", "1"], /has no column "nett"; it has x1, y, net/],
    [["--frozen-mean", "net"], /need a variance: --frozen-variance/],
    [["--frozen-mean", "y", "--frozen-variance", "1"], /"y" is data and a frozen prediction at once/],
    [["--frozen-variance", "1"], /without --frozen-mean/],
    [["--frozen-logdensity", "lp", "--frozen-mean", "net"], /drop one/],
    [["--frozen-mean", "net", "--frozen-variance", "1", "--frozen-density", "student-t"], /df is missing/],
    [[], /pretrained is missing.*--frozen-mean/],
  ])("options %j", async (options, message) => {
    await expect(run("fit", at("model.json"), at("data.csv"), ...X, ...options)).rejects.toThrow(message);
  });

  it("a row with missing data needs no prediction", async () => {
    const path = changed(9, 1, "");
    const text = readFileSync(path, "utf8").split("\n");
    text[8] = text[8]
      .split(",")
      .map((field, i) => (i === 2 ? "" : field))
      .join(",");
    writeFileSync(path, text.join("\n"));
    const told = JSON.parse(await run("fit", at("model.json"), path, ...X, ...MEAN, "--json")) as {
      readonly rows: number;
      readonly omittedLines: readonly number[];
    };
    expect([told.rows, told.omittedLines]).toEqual([N - 1, [9]]);
  });

  it("what needs other covariates refuses: a sample, a study", async () => {
    const pretrained = { columns: { mean: "net", variance: "net_var" } };
    writeFileSync(at("columns.json"), JSON.stringify({ ...model, pretrained }));
    await expect(run("simulate", at("columns.json"), "--n", "5")).rejects.toThrow(/only for the rows of its data/);
    const path = { lambda: 0.2, eta: [1, 1], nu: 1 };
    const study = { id: "my/p", model: "columns.json", path, sizes: [100], replications: 2 };
    writeFileSync(at("study.json"), JSON.stringify(study));
    expect(() => readOwnStudy(at("study.json"))).toThrow(/a study draws new covariates, where it is unknown/);
  });

  it("without the data, a frozen model by columns can be neither tested nor planned", async () => {
    await expect(run("plan", at("model.json"), ...MEAN, "--target", "lambda=0.1")).rejects.toThrow(
      /name the data file/,
    );
    const bare = run("test", at("model.json"), at("data.csv"), ...X, ...LOG, "--bootstrap", "9");
    await expect(bare).rejects.toThrow(/not observed.*--frozen-mean/);
  });
});
