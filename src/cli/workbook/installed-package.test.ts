import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readNotebook } from "../../jupyter/runner/notebook-file";
import { draftNotebook } from "../../jupyter/testing/draft-notebook";
import { needsPython, PYTHON } from "../../jupyter/testing/requirement";

const root = join(__dirname, "../../..");
const directory = realpathSync(mkdtempSync(join(tmpdir(), "cmoe-test-")));
afterAll(() => rmSync(directory, { recursive: true }));

/** Where a reader without the checkout works. */
const folder = join(directory, "an empty folder");
const nbconvert = needsPython(["nbconvert"], "jupyter-nbconvert");

/** Whether npm has nothing to install from: no network, and not all of it kept from before. */
function isOffline(stderr: string): boolean {
  return /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(stderr) && !process.env.CI;
}

describe("the package, installed in a folder of its own", () => {
  it("runs notebooks outside of the checkout, and makes its kernel known to Jupyter", (context) => {
    mkdirSync(join(folder, "my notes"), { recursive: true });
    const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", directory], {
      cwd: root,
      encoding: "utf8",
    }).trim();
    const flags = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    const installed = spawnSync("npm", ["install", ...flags, join(directory, packed)], {
      cwd: folder,
      encoding: "utf8",
    });
    if (installed.status !== 0 && isOffline(installed.stderr)) context.skip("npm is offline");
    expect(installed.stderr).not.toMatch(/npm error/);
    expect(installed.status).toBe(0);

    const notebook = draftNotebook(join(folder, "my notes"), "own", [
      { source: "let v = 1; const twice = () => v * 2", tags: ["parameters"] },
      'import { exp } from "contaminated-moe"; [exp(0), twice()].join()',
      "process.cwd()",
    ]);
    const cmoe = (...parameters: readonly string[]): string =>
      execFileSync(join(folder, "node_modules/.bin/cmoe"), parameters, { cwd: folder, encoding: "utf8" });
    const told = JSON.parse(cmoe("run", "my notes/own.ipynb", "--parameters", "v=2", "--json"));
    const output = join(folder, "build/notebooks/own.ipynb");
    expect(told).toMatchObject([{ output, ok: true, cells: 3 }]);
    const results = readNotebook(output).cells.map((cell) => cell.outputs[0]?.data);
    expect(results.slice(1)).toEqual([{ "text/plain": "'1,4'" }, { "text/plain": `'${join(folder, "my notes")}'` }]);

    cmoe("kernel", "install", "--prefix", folder);
    const spec = join(folder, "share/jupyter/kernels/contaminated-moe/kernel.json");
    const { argv } = JSON.parse(readFileSync(spec, "utf8")) as { readonly argv: readonly string[] };
    expect(argv[1]).toContain(join(folder, "node_modules/contaminated-moe"));
    if (nbconvert.skip) return;
    const options = ["-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", directory, notebook];
    const environment = { ...process.env, JUPYTER_PATH: join(folder, "share/jupyter"), JUPYTER_DATA_DIR: directory };
    execFileSync(PYTHON, options, { cwd: "/", env: environment, stdio: "pipe" });
    expect(readNotebook(join(directory, "own.ipynb")).cells[1]?.outputs).toMatchObject([
      { data: { "text/plain": "'1,2'" } },
    ]);
  });
});
