import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkOutputFile } from "./output-folder";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));
const at = (...names: readonly string[]): string => join(directory, ...names);

/** The account that owns nothing; only root can become it, and anybody else is refused like it. */
const NOBODY = 65534;

describe("the place of an output", () => {
  it("is made where it is missing, and left as it was found", () => {
    checkOutputFile(at("a/b/c/x.ipynb"));
    expect(readdirSync(at("a/b/c"))).toEqual([]);
    writeFileSync(at("a/old"), "old");
    checkOutputFile(at("a/old"));
    expect(readFileSync(at("a/old"), "utf8")).toBe("old");
  });

  it("is refused in one sentence where no file can be put", () => {
    writeFileSync(at("file"), "");
    mkdirSync(at("folder.ipynb"));
    expect(() => checkOutputFile(at("file/x"))).toThrow(/file is a file, not a folder; name a folder/);
    expect(() => checkOutputFile(at("file/b/c/x"))).toThrow(/file is a file, not a folder/);
    expect(() => checkOutputFile(at("folder.ipynb"))).toThrow(/folder\.ipynb is not a file/);
    expect(() => checkOutputFile(at("x".repeat(300), "y"))).toThrow(/cannot be made: its name is too long/);
    expect(() => checkOutputFile("/dev/null/x")).toThrow(/is a file, not a folder/);
  });

  it.skipIf(!existsSync("/proc/self"))("is refused at once in /proc", () => {
    expect(() => checkOutputFile("/proc/nope/deep/x.ipynb")).toThrow(/The folder \/proc\/nope cannot be made/);
    expect(() => checkOutputFile("/proc/x.ipynb")).toThrow(/The folder \/proc takes no file/);
  });

  it("is refused to who may not write there", () => {
    mkdirSync(at("theirs"));
    chmodSync(directory, 0o755);
    chmodSync(at("theirs"), 0o555);
    const module = join(__dirname, "../dist/output-folder.js");
    const program = `const { checkOutputFile } = require(${JSON.stringify(module)});
for (const file of process.argv.slice(1)) try { checkOutputFile(file); console.log("fine"); } catch (e) { console.log(e.name, e.message); }`;
    const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    const files = [at("theirs/x"), at("theirs/new/x"), "/proc/self/cwd/x"];
    const options = { ...account, cwd: at("theirs"), encoding: "utf8" } as const;
    const said = execFileSync(process.execPath, ["-e", program, ...files], options).split("\n");
    expect(said[0]).toMatch(
      /^InputError The folder .*theirs takes no file: it may not be opened; change its permissions/,
    );
    expect(said[1]).toMatch(
      /^InputError The folder .*theirs\/new cannot be made: it may not be opened; change its permissions/,
    );
    expect(said[2]).toMatch(/^InputError /);
    expect(readdirSync(at("theirs"))).toEqual([]);
  });
});
