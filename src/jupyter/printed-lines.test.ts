import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "./runner/kernel-spec";
import { readNotebook } from "./runner/notebook-file";
import { runNotebook } from "./runner/run/run-notebook";
import { ClassicServer, executeAll, OfflineBrowser, saveNotebook } from "./testing/classic-server";
import { draftNotebook } from "./testing/draft-notebook";
import { needsAll, needsChromium, needsPython, PYTHON } from "./testing/requirement";

const LINES = 100_000;

// Below the root, which is the server's.
const directory = join(PROJECT_ROOT, "build", "printed-lines");
const run = promisify(execFile);
const environment = {
  ...process.env,
  JUPYTER_PATH: join(PROJECT_ROOT, "jupyter"),
  JUPYTER_CONFIG_DIR: join(directory, "config"),
  JUPYTER_DATA_DIR: join(directory, "data"),
  JUPYTER_RUNTIME_DIR: join(directory, "runtime"),
};

let draft: string;
beforeAll(() => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  draft = draftNotebook(directory, "draft", [`for (let i = 0; i < ${LINES}; i++) console.log(i);`, "'the end'"]);
});

/** What the first cell of an executed notebook has printed: its lines, and whatever else its outputs hold. */
function printed(file: string): {
  readonly lines: number;
  readonly first: number;
  readonly others: readonly unknown[];
} {
  const [cell, last] = readNotebook(file).cells;
  const outputs = cell?.outputs ?? [];
  const text = outputs.map((each) => (each.name === "stdout" ? String(each.text) : "")).join("");
  const lines = text.split("\n").slice(0, -1);
  const others = [...outputs.filter((each) => each.name !== "stdout"), ...(last?.outputs ?? [])];
  return { lines: lines.length, first: lines.findIndex((line, at) => line !== String(at)), others };
}

/** All lines in their order, no warning, and the next cell's result. */
const everything = {
  lines: LINES,
  first: -1,
  others: [expect.objectContaining({ data: { "text/plain": "'the end'" } })],
};

describe(`a cell that prints ${LINES} lines`, () => {
  it("is whole in the project's runner", async () => {
    const { output } = await runNotebook(draft, { outDirectory: join(directory, "runner") });
    expect(printed(output)).toEqual(everything);
  });

  const nbconvert = needsPython(["nbconvert", "nbclient"], "jupyter-nbconvert");
  it.skipIf(nbconvert.skip)(nbconvert.title("is whole in nbconvert, which runs it with nbclient"), async () => {
    const parameters = ["-m", "nbconvert", "--to", "notebook", "--execute", draft, "--output", "nbconvert"];
    await run(PYTHON, parameters, { env: environment, cwd: "/" });
    expect(printed(join(directory, "nbconvert.ipynb"))).toEqual(everything);
  });

  const classic = needsAll(needsPython(["notebook"], "jupyter-notebook"), needsChromium());
  const browser = new OfflineBrowser();
  let server: ClassicServer | undefined;
  afterAll(async () => {
    await browser.close();
    await server?.stop();
  });

  it.skipIf(classic.skip)(classic.title("is whole in the classic notebook server, without a warning"), async () => {
    const file = join(directory, "classic.ipynb");
    copyFileSync(draft, file);
    server = await ClassicServer.start(environment);
    const page = await browser.page();
    await server.open(page, file);
    await executeAll(page);
    // The numbers of the cells come by another way than their outputs.
    await page.locator(".output_result").last().waitFor({ timeout: 60_000 });
    expect(await page.locator(".output_area").first().textContent()).not.toMatch(/IOPub/);
    await saveNotebook(page);
    await expect.poll(() => printed(file), { timeout: 20_000 }).toEqual(everything);
    await page.evaluate("Jupyter.notebook.session.delete()");
    await page.close();
  });
});
