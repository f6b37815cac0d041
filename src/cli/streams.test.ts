import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const CMOE = resolve(__dirname, "../../dist/cli/cmoe.js");
const FIXTURES = resolve(__dirname, "model/cases/fixtures");
let folder = "";
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cmoe-output-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("outputs go to streams", () => {
  it("to /dev/stdout beside what is printed, redirected to a file too", () => {
    const args = ["fit", join(FIXTURES, "tiny_kelvin.json"), join(FIXTURES, "tiny_kelvin.csv"), "--responsibilities"];
    const piped = spawnSync(process.execPath, [CMOE, ...args, "/dev/stdout"], { encoding: "utf8" });
    expect(piped.status).toBe(0);
    expect(piped.stdout).toMatch(/95 % intervals[\s\S]*line,x1,y,responsibility/);
    const shell = `"${process.execPath}" "${CMOE}" ${args.map((arg) => `"${arg}"`).join(" ")} /dev/stdout > "${at("all.txt")}"`;
    expect(spawnSync("sh", ["-c", shell]).status).toBe(0);
    expect(readFileSync(at("all.txt"), "utf8")).toBe(piped.stdout);
  });
});

describe("inputs come as streams", () => {
  const [model, data] = [join(FIXTURES, "tiny_kelvin.json"), join(FIXTURES, "tiny_kelvin.csv")];
  const logLikelihood = (shell: string): number => {
    const done = spawnSync("bash", ["-c", shell.replaceAll("CMOE", `"${process.execPath}" "${CMOE}"`)], {
      encoding: "utf8",
    });
    expect(done.stderr).toBe("");
    return JSON.parse(done.stdout).logLikelihood;
  };

  it("from the standard input, process substitution and packed pipes", () => {
    const plain = logLikelihood(`CMOE fit ${model} ${data} --json`);
    expect(plain).toBeGreaterThan(-24.345);
    expect(logLikelihood(`CMOE fit ${model} - --json < ${data}`)).toBe(plain);
    expect(logLikelihood(`cat ${data} | CMOE fit ${model} /dev/stdin --json`)).toBe(plain);
    expect(logLikelihood(`CMOE fit ${model} <(cat ${data}) --json`)).toBe(plain);
    expect(logLikelihood(`CMOE fit <(cat ${model}) <(gzip -c ${data}) --json`)).toBe(plain);
    expect(logLikelihood(`gzip -c ${data} | (sleep 0.3; cat) | CMOE fit ${model} - --json`)).toBe(plain);
    expect(logLikelihood(`CMOE fit - ${data} --json < ${model}`)).toBe(plain);
  });
});

describe("what the system refuses", () => {
  it("tells a full device and a broken input in sentences, with exit 1 and 2", () => {
    const run = (shell: string) =>
      spawnSync("sh", ["-c", shell.replace("CMOE", `"${process.execPath}" "${CMOE}"`)], { encoding: "utf8" });
    const [model, data] = [join(FIXTURES, "tiny_kelvin.json"), join(FIXTURES, "tiny_kelvin.csv")];
    const full = run(`CMOE fit ${model} ${data} --save /dev/full`);
    expect([full.status, full.stderr]).toEqual([1, expect.stringContaining("/dev/full cannot be written: no space")]);
    const out = run(`CMOE fit ${model} ${data} > /dev/full`);
    expect([out.status, out.stderr]).toEqual([
      1,
      expect.stringContaining("standard output cannot be written: no space"),
    ]);
    const memory = run(`CMOE fit ${model} /proc/self/mem`);
    expect([memory.status, memory.stderr]).toEqual([2, expect.stringContaining("the device reports an error")]);
    const below = run(`CMOE fit ${model} ${data}/x`);
    expect([below.status, below.stderr]).toEqual([2, expect.stringContaining("a part of its path is a file")]);
    const long = run(`CMOE fit ${model} ${"a".repeat(300)}`);
    expect([long.status, long.stderr]).toEqual([2, expect.stringContaining("its name is too long")]);
    for (const { stderr } of [full, out, memory, below, long]) expect(stderr).not.toMatch(/E[A-Z]{4,}/);
  });
});
