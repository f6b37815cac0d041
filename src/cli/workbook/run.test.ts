import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import { draftNotebook } from "../../jupyter/testing/draft-notebook";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

const program = join(__dirname, "../../../dist/cli/cmoe.js");
const fixture = (name: string): string => join(__dirname, "../../jupyter/fixtures", `${name}.ipynb`);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function cmoe(parameters: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const options = { cwd: directory, env: { ...process.env, ...environment } };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...parameters], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe("cmoe run", () => {
  it("executes, then finds no difference to what it wrote, then finds the one that was made", async () => {
    const first = await cmoe(["run", fixture("tagged"), "--out", "one", "--parameters", "n=2", "--json"]);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject([{ cells: 2, ok: true }]);
    const written = join(directory, "one/tagged.ipynb");
    expect((await cmoe(["run", written, "--out", "two", "--check"])).code).toBe(0);
    writeFileSync(written, readFileSync(written, "utf8").replace("2 uniform", "3 uniform"));
    const differs = await cmoe(["run", written, "--out", "two", "--check"]);
    expect(differs.code).toBe(1);
    expect(differs.stderr).toMatch(
      /cell 2 \(c2\), output 1, text\/plain, line 1:\n {2}- '3 uniform'\n {2}\+ '2 uniform'/,
    );
  });

  it("finds differences to outputs that the run itself writes over", async () => {
    const own = join(directory, "own/tagged.ipynb");
    mkdirSync(join(directory, "own"));
    copyFileSync(fixture("tagged"), own);
    expect((await cmoe(["run", own, "--out", "own"])).code).toBe(0);
    writeFileSync(own, readFileSync(own, "utf8").replace("'5 uniform'", "'6 uniform'"));
    const { code, stderr } = await cmoe(["run", own, "--out", "own", "--check"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/- '6 uniform'\n {2}\+ '5 uniform'/);
  });

  it("tells of notebooks that run at the same time one after the other", async () => {
    const { code, stderr } = await cmoe([
      "run",
      fixture("six-cells"),
      fixture("tagged"),
      "--out",
      "jobs",
      "--jobs",
      "2",
    ]);
    expect(code).toBe(0);
    const names = stderr.split("\n").flatMap((line) => /^([\w-]+\.ipynb): /.exec(line)?.[1] ?? []);
    expect(names).toEqual([...Array(7).fill("six-cells.ipynb"), ...Array(3).fill("tagged.ipynb")]);
  });

  it("runs with names of other alphabets and characters that end lines", async () => {
    const notebook = draftNotebook(directory, "names", [
      { source: "let π = 1; let naïve = ''", tags: ["parameters"] },
      "[π, naïve.length, naïve.charCodeAt(0)].join()",
    ]);
    const given = ["--parameters", "π=.5", "--parameters", "naïve=\u2028", "--parameters", "mu=-inf"];
    const { code, stderr } = await cmoe(["run", notebook, "--out", "names", ...given]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/names\.ipynb: warning: .* does not declare the parameter mu/);
    expect(readFileSync(join(directory, "names/names.ipynb"), "utf8")).toContain("'0.5,1,8232'");
  });

  it("tells a failing cell with its lines and exit code 1", async () => {
    const { code, stdout, stderr } = await cmoe(["run", fixture("failing"), "--out", "out", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ ok: false, failure: { cell: 3, ename: "RangeError" } }]);
    expect(stderr).toMatch(/failing\.ipynb, cell 3 \(c3\): RangeError: above 3\n.*\n.*\n> 3 \| throw/);
  });

  it.each([
    [["run", "nowhere.ipynb"], /nowhere\.ipynb cannot be read/],
    [["run"], /missing required argument/],
    [["run", fixture("tagged"), "--timeout", "0"], /"0" is not a time above 0 s/],
    [["run", fixture("tagged"), "--parameters", "no"], /"no" is not of the form name=value/],
    [["run", fixture("tagged"), fixture("tagged")], /Two notebooks are called tagged\.ipynb/],
    [["run", fixture("tagged"), "--total-timeout", "-1"], /"-1" is not a time above 0 s/],
    [["run", fixture("tagged"), "--timeout", "1e7"], /above 2000000 s; leave the option out/],
    [["run", fixture("tagged"), "--jobs", "0"], /"0" is not a whole number of at least 1/],
    [["run", fixture("tagged"), "--out", fixture("tagged")], /tagged\.ipynb is a file, not a folder/],
    [["run", fixture("tagged"), "--out", "/proc/nope"], /The folder \/proc\/nope cannot be made/],
    [["run", fixture("tagged"), fixture("small"), "--from-cell", "2"], /--from-cell means a cell of one notebook/],
    [["run", fixture("tagged"), "--from-cell", "7"], /no cell "7" to start from/],
    [["run", fixture("tagged"), "--parameters", "n=five"], /declares n as number, which "five" is not/],
    [["run", fixture("tagged"), "--parameters", "class=1"], /"class" is a word of the language/],
    [["run", fixture("tagged"), "--parameters", "await=1"], /"await" is a word of the language/],
    [["run", fixture("six-cells"), fixture("tagged"), "--parameters", "n=five"], /declares n as number/],
    [["kernel", "install", "--user", "--prefix", "x"], /exclude each other/],
    [["kernel", "install", "--prefix", "nowhere"], /nowhere does not exist/],
  ])("%j is bad input", async (parameters, message) => {
    const { code, stderr } = await cmoe(parameters);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("cmoe kernel install", () => {
  it("writes a kernelspec that needs no PATH, below a prefix or for the user", async () => {
    const { code, stdout } = await cmoe(["kernel", "install", "--prefix", directory, "--json"]);
    expect(code).toBe(0);
    const installed = join(directory, "share/jupyter/kernels/contaminated-moe");
    expect(JSON.parse(stdout)).toEqual({ directory: installed });
    const spec = JSON.parse(readFileSync(join(installed, "kernel.json"), "utf8"));
    expect(spec).toMatchObject({
      // An option of Node: see jupyter/kernel/start.ts.
      argv: [
        process.execPath,
        expect.stringMatching(/^--/),
        expect.stringMatching(/^\/.*start\.cjs$/),
        "{connection_file}",
      ],
    });
    const user = await cmoe(["kernel", "install", "--json"], { JUPYTER_DATA_DIR: join(directory, "data") });
    expect(JSON.parse(user.stdout)).toEqual({ directory: join(directory, "data/kernels/contaminated-moe") });
  });
});

describe("cmoe lab", () => {
  it("says in one sentence how to install Jupyter where there is none", async () => {
    const { code, stderr } = await cmoe(["lab"], { PATH: directory });
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/^cmoe: No Jupyter is installed; install one with .*\.$/);
  });
});
