import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHROMIUM_FLAGS, findChromium } from "../../report/display/chromium";
import { engineBits } from "./testing/bits";

const found = findChromium();
const inCi = ["1", "true"].includes(process.env.CI ?? "");

/** engineBits and all it imports as one script that sets `bits.engineBits`. */
async function bundle(): Promise<string> {
  const { build } = await import("vite");
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: join(__dirname, "testing", "bits.ts"), formats: ["iife"], name: "bits" },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!("output" in first)) throw new Error("vite watched instead of building.");
  return first.output[0].code;
}

/** What the page answers: engineBits in Chromium. */
async function bitsInChromium(executablePath: string, script: string): Promise<readonly string[]> {
  const { chromium } = await import("playwright-core");
  const profile = mkdtempSync(join(tmpdir(), "cmoe-bits-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const page = await context.newPage();
    await page.addScriptTag({ content: `${script};globalThis.bits = bits;` });
    return (await page.evaluate("bits.engineBits()")) as readonly string[];
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

const hint = found ? "" : " (needs Chromium: apt install chromium)";

describe.skipIf(!found && !inCi)(`Node and Chromium${hint}`, () => {
  it("give the same bits: samples, plain and WebAssembly passes, posterior probabilities, cold fits", async () => {
    const [here, there] = [engineBits(), await bitsInChromium(found ?? "chromium", await bundle())];
    expect(here.length).toBe(84);
    expect(there).toEqual(here);
  });
});
