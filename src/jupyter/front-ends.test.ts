import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PROJECT_ROOT } from "./runner/kernel-spec";
import { readNotebook } from "./runner/notebook-file";
import { ClassicServer, executeAll, OfflineBrowser, saveNotebook } from "./testing/classic-server";
import { draftNotebook } from "./testing/draft-notebook";
import { needsAll, needsChromium, needsPython, PYTHON } from "./testing/requirement";

// A figure is drawn by a browser, which takes minutes on a machine that is shared by many.
vi.setConfig({ testTimeout: 600_000 });

// Below the root, as the server serves plotly.js from there; build/ is not committed.
const directory = join(PROJECT_ROOT, "build", "front-ends");
const run = promisify(execFile);
const environment = {
  ...process.env,
  JUPYTER_PATH: join(PROJECT_ROOT, "jupyter"),
  JUPYTER_CONFIG_DIR: join(directory, "config"),
  JUPYTER_DATA_DIR: join(directory, "data"),
  JUPYTER_RUNTIME_DIR: join(directory, "runtime"),
};

function copyOf(name: string, fixture: string = "small"): string {
  const file = join(directory, `${name}.ipynb`);
  copyFileSync(join(__dirname, "fixtures", `${fixture}.ipynb`), file);
  return file;
}

function texts(file: string): readonly string[] {
  const outputs = readNotebook(file).cells.flatMap((cell) => cell.outputs);
  return outputs.map((each) => String(each.text ?? (each.data as Record<string, unknown> | undefined)?.["text/plain"]));
}

const expected = [
  "squares: 5 of 5 done",
  "[figure squares] The squares of the first numbers.\nSquares.",
  "n = 5\n",
  "a remark\n",
  "[ 0, 1, 4, 9, 16 ]",
  "'6484c68c'",
];

/** Cells whose outputs and errors a front end could not write as they are: half a character, a BigInt, a name that is no text. */
function strangeCells(name: string): string {
  const fails = (source: string) => ({ source, tags: ["raises-exception"] });
  return draftNotebook(directory, name, [
    "console.log('a😀'.slice(0, 2))",
    fails("({ [Symbol.for('Jupyter.display')]() { return { 'application/json': { big: 10n } } } })"),
    fails("const e: any = new Error('x'); e.name = 42; e.message = 10n; throw e"),
    "'the end'",
  ]);
}

/** What a front end has written of them. */
const strangeOutputs = [
  { name: "stdout", text: "a\uFFFD\n" },
  { output_type: "error", evalue: expect.stringContaining("BigInt") },
  { output_type: "error", ename: "42", evalue: "10n" },
  { data: { "text/plain": "'the end'" } },
];

function outputsOf(file: string): readonly unknown[] {
  return readNotebook(file).cells.flatMap((cell) => cell.outputs);
}

beforeAll(() => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
});

const nbclient = needsPython(["nbclient"], "python3-nbclient jupyter-client");
const nbconvert = needsAll(needsPython(["nbconvert"], "jupyter-nbconvert"), needsChromium());
const classic = needsAll(needsPython(["notebook"], "jupyter-notebook"), needsChromium());

const browser = new OfflineBrowser();
afterAll(() => browser.close());

/** The figure reacts to the mouse: a point's values appear beside it. */
async function hoverFigure(page: Page): Promise<string> {
  await page.waitForSelector("[data-cmoe-figure=squares] .main-svg", { timeout: 30_000 });
  const point = page.locator("[data-cmoe-figure=squares] .scatterlayer .points path").nth(3);
  await point.scrollIntoViewIfNeeded();
  const box = await point.boundingBox();
  if (!box) throw new Error("the figure has no points");
  await page.mouse.move(box.x + box.width / 2 - 5, box.y + box.height / 2 - 5);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  return (await page.locator(".hoverlayer .hovertext").first().textContent({ timeout: 10_000 })) ?? "";
}

describe.skipIf(nbclient.skip)(nbclient.title("jupyter execute (nbclient)"), () => {
  const execute = async (file: string): Promise<void> => {
    const program = `import nbclient, nbformat, sys
notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook).execute()
nbformat.validate(notebook)
nbformat.write(notebook, sys.argv[1])`;
    await run(PYTHON, ["-c", program, file], { env: environment, cwd: "/" });
  };

  it("can write whatever a cell shows or throws", async () => {
    const file = strangeCells("nbclient-strange");
    await execute(file);
    expect(outputsOf(file)).toMatchObject(strangeOutputs);
  });

  it("executes a notebook unchanged", async () => {
    const file = copyOf("nbclient");
    await execute(file);
    expect(texts(file)).toEqual(expected);
    expect(readNotebook(file).cells.map((cell) => cell.executionCount)).toEqual([null, 1, 2, 3, 4, 5, 6]);
  });

  it("tells a cell's error with its traceback", async () => {
    // What the program jupyter-execute is, without relying on PATH.
    const program = "from nbclient.cli import main; main()";
    const failing = run(PYTHON, ["-c", program, copyOf("failing", "failing")], { env: environment, cwd: "/" });
    await expect(failing).rejects.toMatchObject({ stderr: expect.stringContaining("RangeError: above 3") });
    await expect(failing).rejects.toMatchObject({ stderr: expect.stringContaining("> 3 | throw new RangeError") });
  });
});

describe.skipIf(nbconvert.skip)(nbconvert.title("jupyter nbconvert --to html --execute"), () => {
  it("makes a page whose figure is interactive offline", async () => {
    const file = copyOf("nbconvert");
    await run(PYTHON, ["-m", "nbconvert", "--to", "html", "--execute", file], { env: environment, cwd: "/" });
    const page = await browser.page();
    await page.goto(`file://${file.replace(/ipynb$/, "html")}`);
    expect(await hoverFigure(page)).toContain("9");
    await page.screenshot({ path: join(directory, "nbconvert.png") });
    await page.close();
  });
});

describe.skipIf(classic.skip)(classic.title("the classic notebook server"), () => {
  let server: ClassicServer | undefined;
  afterAll(() => server?.stop());

  it("can save whatever a cell shows or throws", async () => {
    const file = strangeCells("classic-strange");
    server ??= await ClassicServer.start(environment);
    const page = await browser.page();
    await server.open(page, file);
    await executeAll(page);
    await saveNotebook(page);
    await expect.poll(() => outputsOf(file), { timeout: 10_000 }).toMatchObject(strangeOutputs);
    await page.evaluate("Jupyter.notebook.session.delete()");
    await page.close();
  });

  it("runs a notebook, its figure reacts to the mouse, and is an image in a notebook not trusted", async () => {
    const file = copyOf("classic");
    server ??= await ClassicServer.start(environment);
    const page = await browser.page();
    await server.open(page, file);
    await executeAll(page);
    expect(await page.evaluate("Jupyter.notebook.kernel.name")).toBe("contaminated-moe");
    expect(await hoverFigure(page)).toContain("9");
    await page.screenshot({ path: join(directory, "classic.png") });
    await saveNotebook(page);
    await expect.poll(() => texts(file), { timeout: 10_000 }).toEqual(expected);
    expect(readFileSync(file, "utf8")).toContain("image/png");
    await page.evaluate("Jupyter.notebook.session.delete()");

    // A copy whose signature the server does not know is what a stranger's notebook is: scripts do not run in it.
    const stranger = JSON.parse(readFileSync(file, "utf8")) as { readonly metadata: object };
    const changed = { ...stranger, metadata: { ...stranger.metadata, copied: true } };
    const untrusted = join(directory, "untrusted.ipynb");
    writeFileSync(untrusted, JSON.stringify(changed));
    await server.open(page, untrusted);
    const image = page.locator("img[alt='The squares of the first numbers.']").first();
    await image.waitFor({ timeout: 30_000 });
    expect(await page.evaluate("document.querySelector('.output img').naturalWidth")).toBe(1080);
    expect(await page.locator(".main-svg").count()).toBe(0);
    await image.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(directory, "untrusted.png") });
    await page.close();
  });
});
