import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { InputError } from "../../input-error";
import { registerFit } from "./fit";
import { registerPlan } from "./plan";
import { registerPower } from "./power";
import { registerTest } from "./test";

const tone = resolve(__dirname, "../../../data/tone-perception.csv");
const cmoe = resolve(__dirname, "../../../dist/cli/cmoe.js");
let folder = "";
const at = (name: string): string => join(folder, name);

const modelFile = {
  covariates: { law: "uniform", dimension: 1 },
  pretrained: { density: "gaussian", expert: { activation: "identity" }, eta: [0, 2], nu: 0.0021 },
  prompt: { expert: { activation: "identity" } },
};
const withTruth = {
  ...modelFile,
  pretrained: { ...modelFile.pretrained, eta: [0, 0], nu: 1 },
  truth: { lambda: 0.3, eta: [1, 1], nu: 1.5 },
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cmoe-own-"));
  writeFileSync(at("model.json"), JSON.stringify(modelFile));
  writeFileSync(at("truth.json"), JSON.stringify(withTruth));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs a command line in this process and returns what it wrote to stdout and stderr. */
async function run(...args: readonly string[]): Promise<{ readonly out: string; readonly err: string }> {
  const program = new Command("cmoe").exitOverride();
  for (const register of [registerFit, registerTest, registerPower, registerPlan])
    register(program, async () => program);
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
  let [out, err] = ["", ""];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    err += String(chunk);
    return true;
  });
  await program.parseAsync(["node", "cmoe", ...args]);
  return { out, err };
}

describe("cmoe fit on one's own data", () => {
  it("reports, writes responsibilities and plots, and undoes its standard units", async () => {
    const files = ["--responsibilities", at("shares.csv"), "--plots", at("plots.html")];
    const plain = await run("fit", at("model.json"), tone, "--response", "tuned", "--standardise", ...files);
    expect(plain.out).toMatch(/lambda .*0\.31\d* .*profile likelihood/);
    expect(plain.out).toContain("Searched in standard units");
    expect(readFileSync(at("shares.csv"), "utf8").split("\n")).toHaveLength(152);
    expect(readFileSync(at("plots.html"), "utf8")).toContain("figure-quantiles");
    expect(readdirSync(folder).some((name) => name.endsWith(".partial"))).toBe(false);
    rmSync(at("shares.csv"));
    rmSync(at("plots.html"));
  });

  it("prints JSON with intervals, diagnostics and the box that held", async () => {
    const { out } = await run("fit", at("model.json"), tone, "--response", "tuned", "--standardise", "--json");
    const told = JSON.parse(out) as {
      readonly lambda: number;
      readonly intervals: readonly { readonly name: string; readonly low: number; readonly high: number }[];
      readonly diagnostics: { readonly separation: number };
      readonly box: { readonly nu: readonly number[] };
      readonly rows: number;
    };
    expect(told.rows).toBe(150);
    expect(told.intervals[0].low).toBeLessThan(told.lambda);
    expect(told.diagnostics.separation).toBeGreaterThan(0.5);
    expect(told.box.nu[0]).toBeLessThan(0.0021);
  });

  it("says when a stated box leaves out the frozen model's own variance, and that an option is given for nothing", async () => {
    writeFileSync(at("boxed.json"), JSON.stringify({ ...modelFile, box: { nu: [0.01, 100] } }));
    const { err } = await run("fit", at("boxed.json"), tone, "--response", "tuned", "--standardise");
    expect(err).toContain("without the frozen model's own 0.0021");
    expect(err).toContain("--standardise changes nothing");
    expect(err).not.toContain("use --standardise");
  });

  it("needs no option for data in small units: without a box it searches in standard units", async () => {
    const told = async (...more: readonly string[]) =>
      JSON.parse((await run("fit", at("model.json"), tone, "--response", "tuned", "--json", ...more)).out);
    expect(await told()).toStrictEqual(await told("--standardise"));
  });

  it("lists rows left out", async () => {
    writeFileSync(at("gaps.csv"), "x,y\n1,2\n,3\n2,2.5\n3,2.1\n4,1.9\n5,NA\n6,2.2\n7,2.05\n");
    const { err } = await run("fit", at("model.json"), at("gaps.csv"), "--standardise");
    expect(err).toContain("2 rows with missing values left out (lines 3, 7)");
  });
});

describe("bad data", () => {
  it.each([
    ["ragged rows", "x,y\n1,2\n3\n", /bad\.csv, line 3: 1 fields/],
    ["text", "x,y\n1,2\n2,two\n", /bad\.csv, line 3, column "y": "two"/],
    ["NaN", "x,y\n1,NaN\n", /line 2, column "y"/],
    ["infinities", "x,y\n1,2\nInfinity,2\n", /line 3, column "x"/],
    ["an empty file", "", /bad\.csv is empty/],
    ["one column", "y\n1\n2\n", /one column/],
    ["duplicate headers", "x,x\n1,2\n", /two columns are named "x"/],
    ["fewer rows than parameters", "x,y\n1,2\n2,3\n3,1\n", /bad\.csv has 3 complete rows; the model has 4 parameters/],
    ["too many covariates", "x1,x2,y\n1,2,3\n1,3,4\n", /bad\.csv: 2 covariates \(x1, x2\); the model has 1/],
    ["another encoding", Buffer.from("x,y\n1,2\n\xe9,3\n", "latin1"), /not valid UTF-8/],
    ["a constant response", "x,y\n1,2\n2,2\n3,2\n4,2\n5,2\n", /is 2 in every row/],
  ])("with %s is refused by fit and test, and nothing is written", async (_, content, message) => {
    writeFileSync(at("bad.csv"), content);
    const before = readdirSync(folder);
    const fitting = run(
      "fit",
      at("model.json"),
      at("bad.csv"),
      "--plots",
      at("p.html"),
      "--responsibilities",
      at("r.csv"),
    );
    await expect(fitting).rejects.toThrow(message);
    await expect(fitting).rejects.toBeInstanceOf(InputError);
    await expect(run("test", at("model.json"), at("bad.csv"), "--figure", at("t.html"))).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("of 2 GB is refused, and the process ends with 2 and an empty stdout", () => {
    writeFileSync(at("large.csv"), "x,y\n");
    truncateSync(at("large.csv"), 2 ** 31);
    const done = spawnSync(process.execPath, [cmoe, "fit", at("model.json"), at("large.csv"), "--plots", at("p.html")]);
    expect(done.status).toBe(2);
    expect(String(done.stderr)).toMatch(/large\.csv has 2147483648 bytes; at most 536870912 \(512 MiB\)/);
    expect(String(done.stdout)).toBe("");
    expect(existsSync(at("p.html"))).toBe(false);
    rmSync(at("large.csv"));
  });

  it.each([
    [["fit", "model.json", "tone", "--plots", "none/p.html"], /There is no folder/],
    [["fit", "model.json", "tone", "--responsibilities", "model.json"], /is an input/],
    [["fit", "model.json", "tone", "--covariates", "stretch", "--response", "tuned"], /no column "stretch"/],
    [["fit", "model.json", "tone", "--level", "2"], /not a number between 0 and 1/],
    [["plan", "truth.json", "--target", "c=1"], /no parameter "c"/],
    [["plan", "truth.json", "--target", "b=-1"], /expected a positive error/],
    [["plan", "truth.json", "--target", "b"], /is no target/],
    [["plan", "truth.json", "--target", "b=1e-12"], /not reach 1e-12 for b at any n/],
    [["plan", "model.json", "--target", "b=1"], /states no truth/],
    [["power", "model.json", "--n", "10"], /states no truth/],
    [["power", "truth.json", "--n", "10", "--lambda", "2"], /not a share/],
  ])("as options: %j", async (args, message) => {
    const named = args.map((arg) => (arg === "tone" ? tone : /\.(json|html)$/.test(arg) ? at(arg) : arg));
    await expect(run(...named)).rejects.toThrow(message);
  });
});

describe("cmoe test, power and plan", () => {
  it("test gives p with its MCSE, and the wrong answers beside it", async () => {
    const args = ["test", at("model.json"), tone, "--response", "tuned", "--standardise"];
    const { out } = await run(...args, "--bootstrap", "19", "--starts", "1", "--json");
    const told = JSON.parse(out) as {
      readonly p: number;
      readonly mcse: number;
      readonly chiSquared: readonly object[];
    };
    expect(told.p).toBe(0.05);
    expect(told.chiSquared).toHaveLength(3);
    const plain = await run(...args, "--bootstrap", "9", "--starts", "1", "--level-check", "5");
    expect(plain.out).toContain("p = 0.1000 +- ");
    expect(plain.out).toContain("parametric bootstrap");
  });

  it("plan gives the n of the information curve, and the curve there is the target", async () => {
    const { out } = await run("plan", at("truth.json"), "--target", "b=0.1,lambda=0.05", "--json");
    const plan = JSON.parse(out) as {
      readonly n: number;
      readonly replications: number;
      readonly targets: readonly {
        readonly error: number;
        readonly n: number;
        readonly curve: number;
        readonly bound: number;
      }[];
    };
    expect(plan.n).toBe(Math.max(...plan.targets.map(({ n }) => n)));
    for (const { error, n, curve, bound } of plan.targets) {
      expect((curve * Math.sqrt(plan.n)) / (error * Math.sqrt(n))).toBeCloseTo(1, 2);
      expect(bound).toBeLessThan(curve);
    }
    expect(plan.replications).toBe(200);
  });

  it("says that x has the law of the model file where a saved fit is asked without its data, or the data's rows with them", async () => {
    const asked = [at("model.json"), tone, "--response", "tuned", "--save", at("saved.json")];
    const first = await run("fit", ...asked);
    expect(first.err).toContain("saved.json");
    const without = await run("plan", at("saved.json"), "--target", "nu=0.001");
    expect(without.out).toContain("Every covariate is taken to be uniform on [-sqrt 3, sqrt 3]");
    const { out } = await run("plan", at("saved.json"), tone, "--target", "nu=0.001");
    expect(out).toContain("Design-based: conditional on the 150 rows at hand");
    expect(out).not.toContain("is taken to be");
    const named = await run("plan", at("truth.json"), "--target", "lambda=0.05");
    expect(named.out).not.toContain("is taken to be");
  });

  it("plan warns where regular theory is an extrapolation, and follows a path", async () => {
    const loose = await run("plan", at("truth.json"), "--target", "b=5");
    expect(loose.out).toMatch(/! At n = \d+ the curve of lambda is \d+ %/);
    const path = await run("plan", "L/bias", "--target", "lambda=0.1", "--figure", at("plan.html"));
    expect(path.out).toMatch(/^n = \d+/);
    expect(readFileSync(at("plan.html"), "utf8")).toContain("figure-sample-size-plan");
  });

  it("power gives one line per size and share", async () => {
    const args = ["--n", "10,20", "--lambda", "0,0.5", "--bootstrap", "19", "--replications", "5", "--starts", "1"];
    const { out } = await run("power", at("truth.json"), ...args);
    expect(out.split("\n").filter((line) => /^ *(10|20) /.test(line))).toHaveLength(4);
  });
});
