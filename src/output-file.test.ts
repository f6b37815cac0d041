import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkOutputs, writeOutput } from "./output-file";

let folder = "";
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cmoe-output-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("outputs go through what is there", () => {
  it("makes a file, and replaces one as a whole with its permissions", () => {
    writeOutput(at("new.csv"), "a\n");
    expect(readFileSync(at("new.csv"), "utf8")).toBe("a\n");
    chmodSync(at("new.csv"), 0o640);
    const before = statSync(at("new.csv")).ino;
    writeOutput(at("new.csv"), "b\n");
    expect(readFileSync(at("new.csv"), "utf8")).toBe("b\n");
    expect(statSync(at("new.csv")).mode & 0o777).toBe(0o640);
    expect(statSync(at("new.csv")).ino).not.toBe(before);
    expect(readdirSync(folder)).toEqual(["new.csv"]);
  });

  it("follows symbolic links, in a row, relative, and to a file that is not there yet", () => {
    mkdirSync(at("elsewhere"));
    writeFileSync(at("elsewhere/real.csv"), "old");
    symlinkSync("elsewhere/real.csv", at("one"));
    symlinkSync("one", at("two"));
    symlinkSync("elsewhere/none.csv", at("dangling"));
    writeOutput(at("two"), "new");
    writeOutput(at("dangling"), "first");
    expect(readFileSync(at("elsewhere/real.csv"), "utf8")).toBe("new");
    expect(readFileSync(at("elsewhere/none.csv"), "utf8")).toBe("first");
    expect(readlinkSync(at("two"))).toBe("one");
    expect(lstatSync(at("one")).isSymbolicLink()).toBe(true);
    expect(readdirSync(at("elsewhere")).sort()).toEqual(["none.csv", "real.csv"]);
  });

  it("writes into a named pipe, which stays one", async () => {
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync("pipe", at("link"));
    const reader = spawn("cat", [at("pipe")]);
    let read = "";
    reader.stdout.on("data", (data) => {
      read += data;
    });
    const text = "0123456789".repeat(30_000);
    checkOutputs([at("link")], []);
    // A writer of its own: the pipe only holds 64 KB until its reader has read.
    const script = `require(${JSON.stringify(resolve(__dirname, "../dist/output-file.js"))}).writeOutput(${JSON.stringify(at("link"))}, "0123456789".repeat(30000))`;
    expect(spawnSync(process.execPath, ["-e", script]).status).toBe(0);
    await new Promise((done) => reader.on("close", done));
    expect(read).toBe(text);
    expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
  });

  it("writes devices and leaves them alone", () => {
    const before = statSync("/dev/null").rdev;
    checkOutputs(["/dev/null"], []);
    writeOutput("/dev/null", "gone");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    expect(statSync("/dev/null").rdev).toBe(before);
    symlinkSync("/dev/null", at("null"));
    writeOutput(at("null"), "gone");
    expect(lstatSync(at("null")).isSymbolicLink()).toBe(true);
    expect(() => writeOutput("/dev/full", "x")).toThrow("/dev/full cannot be written: no space is left there");
  });

  it("takes pieces, and leaves the old file when they break off", () => {
    writeOutput(at("pieces"), ["ä", "", "b"]);
    const broken = function* (): Generator<string> {
      yield "half";
      throw new RangeError("no more");
    };
    expect(() => writeOutput(at("pieces"), broken())).toThrow("no more");
    expect(readFileSync(at("pieces"), "utf8")).toBe("äb");
    expect(readdirSync(folder)).toEqual(["pieces"]);
  });
});

describe("before the work begins", () => {
  it("refuses inputs under any name, one file for two outputs, folders, missing folders and circles", () => {
    writeFileSync(at("model.json"), "{}");
    symlinkSync("model.json", at("alias"));
    linkSync(at("model.json"), at("hard"));
    for (const name of ["model.json", "./model.json", "alias", "hard"]) {
      expect(() => checkOutputs([join(folder, name)], [at("model.json")])).toThrow("is an input");
    }
    expect(() => checkOutputs([at("a"), undefined, `${folder}/./a`], [])).toThrow("named for two outputs");
    expect(() => checkOutputs([folder], [])).toThrow("is a folder");
    expect(() => checkOutputs([at("none/a")], [])).toThrow("There is no folder");
    symlinkSync("b", at("c"));
    symlinkSync("c", at("b"));
    expect(() => checkOutputs([at("b")], [])).toThrow("circle of symbolic links");
    expect(() => checkOutputs(["/dev/stdout", "/dev/stdout"], [])).not.toThrow();
  });

  it("refuses the system's own folders and names that are too long, in sentences, and leaves nothing behind", () => {
    expect(() => checkOutputs(["/proc/nope"], [])).toThrow(
      /nope cannot be written in \/proc: no files can be made there/,
    );
    expect(() => checkOutputs(["/proc/version"], [])).toThrow("cannot be written in /proc");
    expect(() => checkOutputs([at("a".repeat(300))], [])).toThrow(/its name is too long; take a shorter one/);
    expect(() => checkOutputs([at("a".repeat(250))], [])).toThrow(/its name is too long; take a shorter one/);
    checkOutputs([at("fine.csv")], []);
    expect(readdirSync(folder)).toEqual([]);
  });
});
