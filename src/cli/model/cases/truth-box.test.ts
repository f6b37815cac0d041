import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { cmoe } from "./command-line";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A line contaminated by another, as seen with y in other units: y -> scale y + shift. */
function modelFile(name: string, scale: number, shift: number, box?: object): string {
  const file = join(directory, `${name}.json`);
  const expert = { activation: "identity", bias: true };
  const lines = {
    covariates: { law: "uniform", dimension: 1 },
    pretrained: { density: "gaussian", expert, eta: [scale, shift], nu: 0.5 * scale ** 2 },
    prompt: { expert },
    truth: { lambda: 0.3, eta: [1.8 * scale, 0.7 * scale + shift], nu: 0.3 * scale ** 2 },
    ...(box === undefined ? {} : { box }),
  };
  writeFileSync(file, JSON.stringify(lines));
  return file;
}

async function boundOf(file: string): Promise<{ readonly bound: number; readonly err: string }> {
  const { out, err } = await cmoe("bound", file, "--n", "1e3", "--parameter", "lambda", "--json");
  const found = /"bound": ?([-+.\de]+)/.exec(out);
  return { bound: Number(found?.[1]), err };
}

describe("a truth outside of the default box", () => {
  it("has the same bound of lambda in any units of y: the box goes around it, and that is said", async () => {
    const { bound, err } = await boundOf(modelFile("plain", 1, 0));
    expect(err).not.toContain("outside");
    const units = fc.record({
      scale: fc.double({ min: 4, max: 40, noNaN: true }),
      shift: fc.integer({ min: 100, max: 5000 }),
    });
    await fc.assert(
      fc.asyncProperty(units, async ({ scale, shift }) => {
        const other = await boundOf(modelFile("other", scale, shift));
        // The search for alternatives ends elsewhere in other coordinates; any alternative gives a valid bound.
        expect(Math.abs(other.bound / bound - 1)).toBeLessThan(0.031);
        expect(other.err).toContain("states no box");
        expect(other.err).toContain("eta[1] within [-");
      }),
      { numRuns: 5, seed: 1 },
    );
  });

  it("is refused where the file states the box", async () => {
    const file = modelFile("boxed", 1, 300, {
      eta: [
        [-10, 10],
        [-10, 10],
      ],
    });
    for (const command of [
      ["bound", file, "--n", "1e3", "--parameter", "lambda"],
      ["plan", file, "--target", "lambda=0.1"],
    ]) {
      await expect(cmoe(...command)).rejects.toThrow(/eta\[1\] = 300\.7 outside of \[-10, 10\].*widen the box/);
    }
  });
});
