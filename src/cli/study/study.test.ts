import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toModelFile } from "../../model/files/to-model-file";
import { SMALL_PATH } from "../../study/testing/small-design";

const CMOE = resolve(__dirname, "../../../dist/cli/cmoe.js");
const place = mkdtempSync(join(tmpdir(), "cmoe-study-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const OWN = {
  id: "own/vanishing",
  model: toModelFile(SMALL_PATH.model),
  path: { lambda: { coefficient: 1.5, exponent: "1/4" }, eta: [-1, 0.5], nu: 0.25 },
  sizes: [30, 60, 120],
  replications: 30,
  starts: 0,
};

function cmoe(...args: readonly string[]) {
  return spawnSync(process.execPath, [CMOE, ...args], { cwd: place, encoding: "utf8" });
}

describe("cmoe study", () => {
  beforeAll(() => writeFileSync(join(place, "own.json"), JSON.stringify(OWN)));

  it("stops on Ctrl-C after the records in flight, says how to go on, and goes on", async () => {
    writeFileSync(join(place, "long.json"), JSON.stringify({ ...OWN, sizes: [3000], replications: 400, starts: 8 }));
    const child = spawn(process.execPath, [CMOE, "study", "long.json", "--workers", "1"], { cwd: place });
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
    });
    const folderOf = (): string | undefined =>
      existsSync(join(place, "studies"))
        ? readdirSync(join(place, "studies")).map((each) => join("studies", each))[0]
        : undefined;
    let name = "";
    const begun = (): boolean => {
      name = folderOf() ?? "";
      const file = join(place, name, "records.csv");
      return name !== "" && existsSync(file) && readFileSync(file, "utf8").split("\n").length > 3;
    };
    while (!begun()) await new Promise((done) => setTimeout(done, 50));
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    child.kill("SIGINT");
    expect(await ended).toBe(1);
    expect(said).toContain("Finishing the records in flight");
    expect(said).toMatch(/Interrupted at \d+ of 400 records/);
    expect(said).toContain(`To go on: cmoe study ${name}`);
    const rows = readFileSync(join(place, name, "records.csv"), "utf8");
    expect(rows.endsWith("\n")).toBe(true);
    expect(readdirSync(join(place, name)).sort()).toStrictEqual(["records.csv", "study.json"]);
    const status = JSON.parse(cmoe("study", "status", name, "--json").stdout);
    expect(status[0]).toMatchObject({ done: rows.split("\n").length - 2, total: 400, runningAs: null, damage: [] });
    rmSync(join(place, name), { recursive: true });
  });

  it("runs a study file, and a second time finds nothing to do", () => {
    const first = cmoe("study", "own.json", "--json");
    expect(first.status).toBe(0);
    const result = JSON.parse(first.stdout);
    expect(result).toMatchObject({ done: 90, total: 90, resumed: 0, interrupted: false, damage: [] });
    expect(result.design.path.lambda).toStrictEqual({ limit: 0, coefficient: 1.5, exponent: "1/4" });
    expect(JSON.parse(cmoe("study", result.folder, "--json").stdout)).toMatchObject({ done: 90, resumed: 90 });
  });

  it("goes on from its records when it gets more replications, and says so", () => {
    const more = cmoe("study", "own.json", "--replications", "32", "--out", "studies", "--json");
    expect(more.stderr).toMatch(
      /90 records were taken over from studies\/own-vanishing-\w+, which differs only in sizes or/,
    );
    const told = JSON.parse(more.stdout);
    expect(told).toMatchObject({ done: 96, total: 96, resumed: 90 });
    rmSync(join(place, told.folder), { recursive: true });
  });

  it("summarises it: errors, slopes, verdicts, cases and cost", () => {
    const { stdout, status } = cmoe("study", "summary", "own.json", "--json");
    expect(status).toBe(0);
    const { summary, slopes, verdicts, provenance } = JSON.parse(stdout);
    expect(summary.cells.map(({ n, records }: { n: number; records: number }) => [n, records])).toStrictEqual([
      [30, 30],
      [60, 30],
      [120, 30],
    ]);
    expect(summary.cells[0].parameters[0].efficiency.mcse).toBeGreaterThan(0);
    expect(slopes[0].windows).toHaveLength(2);
    expect(verdicts.map(({ guaranteed }: { guaranteed: string }) => guaranteed)).toStrictEqual([
      "1/2",
      "1/4",
      "1/4",
      "1/4",
    ]);
    expect(provenance.records).toBe(90);
    const text = cmoe("study", "summary", "own.json").stdout;
    for (const words of ["RMSE / curve", "not converged", "on a bound", "tight?", "ms per fit"]) {
      expect(text).toContain(words);
    }
  });

  it("reruns one replicate and finds the bits of its record", () => {
    const { stdout, status } = cmoe("study", "replicate", "own.json", "--n", "60", "--replicate", "7");
    expect(status).toBe(0);
    const { identical, fit, recorded, key } = JSON.parse(stdout);
    expect(identical).toBe(true);
    expect(recorded.estimate[0]).toBe(fit.estimate.lambda);
    expect(key).toStrictEqual({ seed: 1, path: "own/vanishing", n: 60, replicate: 7 });
  });

  it("plans replications from a pilot", () => {
    const { plan, replications, seconds } = JSON.parse(
      cmoe("study", "plan", "own.json", "--mcse", "0.05", "--json").stdout,
    );
    expect(plan.map(({ basis }: { basis: string }) => basis)).toStrictEqual(["pilot", "pilot", "pilot", "pilot"]);
    expect(replications).toBeGreaterThan(100);
    expect(seconds).toBeGreaterThan(0);
  });

  it("refuses bad input with exit code 2, naming it", () => {
    const file = (name: string, change: object): string => {
      writeFileSync(join(place, name), JSON.stringify({ ...OWN, ...change }));
      return name;
    };
    const cases: readonly (readonly [readonly string[], string])[] = [
      [["study", "L/resonnant"], 'no scenario path "L/resonnant"'],
      [["study", "missing.json"], 'Cannot read the study file "missing.json"'],
      [["study", file("a.json", { path: { ...OWN.path, nu: "x" } })], 'path.nu is "x"; expected a number, or {"limit"'],
      [["study", file("b.json", { replications: 0 })], "replications is 0"],
      [["study", file("c.json", { path: { ...OWN.path, eta: [1] } })], "path.eta has 1 laws"],
      [
        ["study", "own.json", "--seed", "2", "--engine", "queue", "--redis", "redis://127.0.0.1:1"],
        "no usable Redis at redis://127.0.0.1:1",
      ],
      [["study", "replicate", "own.json", "--n", "61", "--replicate", "0"], "n = 61 is no size"],
    ];
    for (const [args, words] of cases) {
      const { status, stderr } = cmoe(...args);
      expect(stderr).toContain(words);
      expect(status, stderr).toBe(2);
    }
  });
});
