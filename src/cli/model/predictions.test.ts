import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { registerScenarios } from "../study/scenarios";
import { registerBound } from "./bound";
import { registerInformation } from "./information";

/** Runs a command line in this process and returns what it wrote to stdout. */
async function run(...args: readonly string[]): Promise<string> {
  const program = new Command("cmoe").exitOverride();
  program.configureOutput({ writeErr: () => undefined });
  for (const register of [registerScenarios, registerInformation, registerBound])
    register(program, async () => program);
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

afterEach(() => {
  vi.restoreAllMocks();
});

const modelFile = {
  covariates: { law: "uniform", dimension: 1 },
  pretrained: { density: "laplace", expert: { activation: "tanh" }, eta: [1, 0], nu: 1 },
  prompt: { expert: { activation: "identity" } },
  truth: { lambda: 0.3, eta: [-1, 0.5], nu: 0.25 },
};

describe("cmoe scenarios", () => {
  it("lists every path with every exponent as an exact rational", async () => {
    const paths = JSON.parse(await run("scenarios", "--json")) as readonly {
      readonly id: string;
      readonly parameters: readonly { readonly parameter: string; readonly sharp: { readonly exponent: string } }[];
    }[];
    const resonant = paths.find(({ id }) => id === "L/resonant");
    expect(resonant?.parameters.map(({ parameter, sharp }) => `${parameter} ${sharp.exponent}`)).toEqual([
      "lambda 1/4",
      "a 1/2",
      "b 5/16",
      "nu 3/8",
    ]);
    expect(await run("scenarios")).toMatch(/L\/resonant.*\n.*\n.*10 sizes from 1000 to 1000000, 200 replications/);
  });
});

describe("cmoe information", () => {
  it("prints local slopes of the resonant path that tend to 1/4, 1/2, 5/16, 3/8", async () => {
    const text = await run("information", "L/resonant", "--n", "1e3,1e15,1e40");
    const last = text.trimEnd().split("\n").at(-1) ?? "";
    expect(last.trim().split(/\s+/)).toEqual(["1e40", "0.2500", "0.5000", "0.3125", "0.3750"]);
  });

  it("takes a model file, whose errors fall like n^(-1/2)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cmoe-"));
    try {
      const file = join(folder, "model.json");
      writeFileSync(file, JSON.stringify(modelFile));
      type Point = { n: number; lambda: number; eta: number[]; nu: number };
      const [small, large] = JSON.parse(await run("information", file, "--n", "1e3,1e5", "--json")) as Point[];
      expect(small.lambda / large.lambda).toBeCloseTo(10, 10);
      expect(small.eta).toHaveLength(2);
      const { truth: _, ...bare } = modelFile;
      writeFileSync(file, JSON.stringify(bare));
      await expect(run("information", file, "--n", "1e3")).rejects.toThrow(/states no truth/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses what it cannot use", async () => {
    await expect(run("information", "L/none", "--n", "1e3")).rejects.toThrow(/known ones are/);
    await expect(run("information", "L/bias", "--n", "0.5")).rejects.toThrow(/"0.5" is not a whole number/);
  });
});

describe("cmoe bound", () => {
  it("gives bound, alternative and distance", async () => {
    const [point] = JSON.parse(await run("bound", "S/slope", "--n", "1e4", "--parameter", "eta[0]", "--json")) as {
      n: number;
      parameter: string;
      bound: number;
      alternative: { lambda: number; eta: number[]; nu: number };
      hellinger: number;
    }[];
    expect(point.n).toBe(1e4);
    expect(point.parameter).toBe("eta[0]");
    expect(point.alternative.eta).toHaveLength(2);
    // 2 n d_H^2 of order one.
    expect(2 * point.n * point.hellinger ** 2).toBeGreaterThan(0.1);
    expect(2 * point.n * point.hellinger ** 2).toBeLessThan(2);
    expect(point.bound).toBeLessThan(Math.abs(point.alternative.eta[0] - (1 + 2 * 1e4 ** -0.125)) / 2);
  });
});
