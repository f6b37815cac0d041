import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHROMIUM, needsChromium } from "../src/jupyter/testing/requirement";
import { CHROMIUM_FLAGS } from "../src/report/display/chromium";
import { type InstalledPackage, ROOT } from "./testing/installed-package";
import { withInstalledPackage } from "./testing/with-installed-package";

/** The README's page: what a developer copies into an empty folder. */
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const [, PAGE = ""] = /```html\n([\s\S]*?)```/.exec(readme) ?? [];

/** The same fit in a worker, and in Node. */
const FIT = `import { drawSample, fit, scenarioPath, truthAt } from "contaminated-moe";
const { path } = scenarioPath("L/resonant");
const sample = drawSample(path.model, truthAt(path, 1000), { seed: 7, path: "page", n: 1000, replicate: 0 });
const told = JSON.stringify(fit(path.model, sample).estimate);
`;
const WITH_WORKER = `<!doctype html><title>worker</title><output></output><script type="module">
new Worker(new URL("./worker.js", import.meta.url), { type: "module" }).onmessage = ({ data }) => {
  document.querySelector("output").textContent = data;
};
</script>`;

const chromium = needsChromium();
let installed: InstalledPackage;
withInstalledPackage((made) => {
  installed = made;
  mkdirSync(installed.folder, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(installed.folder, name), text);
  write("index.html", PAGE);
  write("worker.html", WITH_WORKER);
  write("worker.js", `${FIT}postMessage(told);\n`);
  write("in-node.mjs", `${FIT}console.log(told);\n`);
});

/** Opens a built page from a server of its own and waits until its output says something. */
async function outputOf(page: string): Promise<string> {
  const { preview } = await import("vite");
  const server = await preview({
    configFile: false,
    root: installed.folder,
    logLevel: "silent",
    preview: { host: "127.0.0.1", port: 0 },
  });
  const { chromium: browsers } = await import("playwright-core");
  const browser = await browsers.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS] });
  try {
    const opened = await browser.newPage();
    const errors: string[] = [];
    opened.on("pageerror", (error) => errors.push(error.message));
    const address = server.resolvedUrls?.local[0];
    await opened.goto(`${address}${page}`);
    const output = opened.locator("output");
    await output.filter({ hasText: /lambda/ }).waitFor({ timeout: 60_000 });
    expect(errors).toEqual([]);
    return (await output.textContent()) ?? "";
  } finally {
    await browser.close();
    await new Promise((done) => server.httpServer.close(done));
  }
}

describe.skipIf(chromium.skip)(chromium.title("a page that Vite builds with the package"), () => {
  it("has ten lines, and fits a model in Chromium to the bits that Node gives", async () => {
    expect(PAGE.trim().split("\n").length).toBeLessThanOrEqual(10);
    const input = ["index.html", "worker.html"].map((name) => join(installed.folder, name));
    const { build } = await import("vite");
    await build({
      configFile: false,
      root: installed.folder,
      logLevel: "error",
      worker: { format: "es" },
      build: { target: "es2022", rollupOptions: { input } },
    });
    const inNode = execFileSync(process.execPath, ["in-node.mjs"], { cwd: installed.folder, encoding: "utf8" }).trim();
    expect(await outputOf("index.html")).toBe(inNode);
    expect(await outputOf("worker.html")).toBe(inNode);
  });
});
