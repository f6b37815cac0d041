import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readNotebook } from "../src/jupyter/runner/notebook-file";
import { draftNotebook } from "../src/jupyter/testing/draft-notebook";
import { needsPython, PYTHON } from "../src/jupyter/testing/requirement";
import { PACKAGE_VERSION } from "../src/package-version";
import type { InstalledPackage } from "./testing/installed-package";
import { withInstalledPackage } from "./testing/with-installed-package";

let installed: InstalledPackage;
withInstalledPackage((made) => {
  installed = made;
});

const nbconvert = needsPython(["nbconvert"], "jupyter-nbconvert");
const inFolder = (...names: readonly string[]): string => join(installed.folder, ...names);
const write = (name: string, text: string): void => writeFileSync(inFolder(name), text);

describe("the package", () => {
  it("is below 2 MB, without tests, sources, outputs and records", () => {
    const { size, files } = installed.packed;
    expect(size).toBeLessThan(2e6);
    const wrong = /\.test\.|\/(testing|conformance|fixtures)\/|^(src|site|bench|notebooks)\/|records\.csv/;
    expect(files.map(({ path }) => path).filter((path) => wrong.test(path))).toEqual([]);
    const notebooks = files.filter(({ path }) => path.endsWith(".ipynb"));
    expect(notebooks.length).toBeGreaterThan(10);
    for (const { path } of notebooks) {
      const { cells } = readNotebook(inFolder("node_modules/contaminated-moe", path));
      expect(cells.flatMap(({ outputs }) => outputs)).toEqual([]);
    }
  });

  it("installs none of its optional peers, and itself once", () => {
    const names = readdirSync(inFolder("node_modules"));
    expect(names).toContain("commander");
    for (const heavy of ["typescript", "zeromq", "bullmq", "ioredis", "playwright-core", "plotly.js-dist", "katex"]) {
      expect(names).not.toContain(heavy);
    }
    expect(existsSync(inFolder("node_modules/contaminated-moe/node_modules"))).toBe(false);
  });

  it("has a command line that models, simulates and fits", () => {
    expect(installed.cmoe("--version").stdout).toBe(`${PACKAGE_VERSION}\n`);
    expect(installed.cmoe("--help").stdout).toMatch(/Model and data:[\s\S]*Studies:[\s\S]*Course:/);
    write("model.json", installed.cmoe("model", "L/resonant").stdout);
    write("data.csv", installed.cmoe("simulate", "model.json", "--n", "2000", "--seed", "7").stdout);
    const { status, stdout } = installed.cmoe("fit", "model.json", "data.csv", "--json");
    expect(status).toBe(0);
    const { lambda, standardErrors } = JSON.parse(stdout) as { lambda: number; standardErrors: { lambda: number } };
    const { truth } = JSON.parse(readFileSync(inFolder("model.json"), "utf8")) as { truth: { lambda: number } };
    expect(Math.abs(lambda - truth.lambda)).toBeLessThan(4 * standardErrors.lambda);
  });
});

describe("what a package lacks", () => {
  it.each([
    [["run", "own.ipynb"], "typescript, @types/node, zeromq"],
    [["kernel", "install", "--prefix", "."], "typescript, @types/node, zeromq"],
    [["lab"], "typescript, @types/node, zeromq"],
    [["reproduce", "--only", "09"], "typescript, @types/node, zeromq"],
    [["course", "grade", ".", "--release", "."], "typescript, @types/node, zeromq"],
    [["course", "release", "own.ipynb", "--out", "out"], "typescript"],
    [["course", "sheet", "own.ipynb"], "typescript, markdown-it, katex, @vscode/markdown-it-katex"],
    [["study", "L/resonant", "--engine", "queue", "--redis", "redis://127.0.0.1:1"], "bullmq, ioredis"],
    [["worker", "--redis", "redis://127.0.0.1:1"], "bullmq, ioredis"],
    [["fit", "model.json", "data.csv", "--plots", "fit.html"], "plotly.js-dist"],
    [["test", "model.json", "data.csv", "--figure", "test.html"], "plotly.js-dist"],
    [["power", "model.json", "--n", "50", "--lambda", "0.1", "--figure", "power.html"], "plotly.js-dist"],
    [["plan", "model.json", "--target", "lambda=0.1", "--figure", "plan.html"], "plotly.js-dist"],
  ])("is said by cmoe %j, with the command that installs it", (words, missing) => {
    draftNotebook(installed.folder, "own", ["1 + 1"]);
    const before = readdirSync(installed.folder);
    const { status, stdout, stderr } = installed.cmoe(...words);
    expect(stderr).toContain(`needs ${missing}, which`);
    expect(stderr).toMatch(/install with: npm install \S+@\d/);
    expect([status, stdout]).toEqual([2, ""]);
    expect(readdirSync(installed.folder)).toEqual(before);
  });

  it("is said where the compiler is too new", () => {
    const folder = inFolder("node_modules/typescript");
    mkdirSync(folder);
    try {
      write("node_modules/typescript/package.json", '{ "name": "typescript", "version": "7.0.2" }');
      const { status, stderr } = installed.cmoe("course", "release", "own.ipynb", "--out", "out");
      expect(stderr).toMatch(
        /needs typescript below version 7, and 7\.0\.2 is installed; install with: npm install typescript@5/,
      );
      expect(status).toBe(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is said of the published records", () => {
    const { status, stderr } = installed.cmoe("reproduce", "--check");
    expect(stderr).toMatch(/A package has no published records .* cmoe reproduce --full/);
    expect(status).toBe(2);
  });
});

describe("with the peers that the sentence names", () => {
  it("runs notebooks outside of the checkout, and makes its kernel known to Jupyter", (context) => {
    const [, packages = ""] = /npm install (.*)/.exec(installed.cmoe("run", "own.ipynb").stderr) ?? [];
    const offline = installed.install(...packages.split(" "));
    if (offline !== undefined) context.skip(offline);

    mkdirSync(inFolder("my notes"));
    const notebook = draftNotebook(inFolder("my notes"), "own", [
      { source: "let v = 1; const twice = () => v * 2", tags: ["parameters"] },
      'import { exp } from "contaminated-moe"; [exp(0), twice()].join()',
      "process.cwd()",
    ]);
    const { stdout } = installed.cmoe("run", "my notes/own.ipynb", "--parameters", "v=2", "--json");
    const output = inFolder("build/notebooks/own.ipynb");
    expect(JSON.parse(stdout)).toMatchObject([{ output, ok: true, cells: 3 }]);
    const results = readNotebook(output).cells.map((cell) => cell.outputs[0]?.data);
    expect(results.slice(1)).toEqual([{ "text/plain": "'1,4'" }, { "text/plain": `'${inFolder("my notes")}'` }]);

    expect(installed.cmoe("kernel", "install", "--prefix", installed.folder).status).toBe(0);
    const spec = inFolder("share/jupyter/kernels/contaminated-moe/kernel.json");
    const { argv } = JSON.parse(readFileSync(spec, "utf8")) as { readonly argv: readonly string[] };
    expect(argv.find((part) => part.endsWith("start.cjs"))).toContain(inFolder("node_modules/contaminated-moe"));
    if (nbconvert.skip) return;
    const data = inFolder("share/jupyter");
    execFileSync(
      PYTHON,
      ["-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", installed.folder, notebook],
      { cwd: "/", env: { ...process.env, JUPYTER_PATH: data, JUPYTER_DATA_DIR: data }, stdio: "pipe" },
    );
    expect(readNotebook(inFolder("own.ipynb")).cells[1]?.outputs).toMatchObject([{ data: { "text/plain": "'1,2'" } }]);
  });

  it("runs the notebook it comes with", () => {
    const { status, stderr } = installed.cmoe("reproduce", "--only", "09");
    expect(stderr).toContain("09-your-own-expert.ipynb: kernel ready");
    expect(status).toBe(0);
    expect(existsSync(inFolder("build/notebooks/09-your-own-expert.ipynb"))).toBe(true);
  });
});
