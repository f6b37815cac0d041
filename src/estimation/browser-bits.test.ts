import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineBits } from "./testing/bits";

const CHROMIUM = process.env.CMOE_CHROMIUM ?? "/usr/bin/chromium";
const present = existsSync(CHROMIUM);
const inCi = ["1", "true"].includes(process.env.CI ?? "");
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

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
async function bitsInChromium(script: string): Promise<readonly string[]> {
  const { chromium } = await import("playwright-core");
  const profile = mkdtempSync(join(tmpdir(), "cmoe-bits-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await context.newPage();
    await page.addScriptTag({ content: `${script};globalThis.bits = bits;` });
    return (await page.evaluate("bits.engineBits()")) as readonly string[];
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

const hint = present ? "" : " (needs Chromium: apt install chromium)";

describe.skipIf(!present && !inCi)(`Node and Chromium${hint}`, () => {
  it("give the same bits: samples, plain and WebAssembly passes, posterior probabilities, cold fits", async () => {
    const [here, there] = [engineBits(), await bitsInChromium(await bundle())];
    expect(here.length).toBe(84);
    expect(there).toEqual(here);
  });
});
