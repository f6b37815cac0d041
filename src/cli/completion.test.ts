import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { needsZsh } from "../study/testing/requirement";
import { COMMANDS } from "./commands";
import { programOf } from "./program";

const CMOE = resolve(__dirname, "../../dist/cli/cmoe.js");
const cmoe = (...words: readonly string[]): string =>
  execFileSync(process.execPath, [CMOE, ...words], { encoding: "utf8" });

/** What bash offers after a command line, the last word unfinished. */
function offered(...words: readonly string[]): readonly string[] {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const script = `${cmoe("completion", "bash")}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _cmoe; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\n").filter(Boolean);
}

describe("the command line", () => {
  it("knows every command by the name it loads", async () => {
    for (const { name } of COMMANDS) {
      const program = await programOf(name);
      expect(program.commands.map((command) => command.name())).toEqual([name]);
    }
  });

  it("shows its help in groups and names a misspelt command's neighbour", () => {
    const help = cmoe("--help");
    for (const group of new Set(COMMANDS.map((command) => command.group))) expect(help).toContain(group);
    expect(() => execFileSync(process.execPath, [CMOE, "fti"], { encoding: "utf8", stdio: "pipe" })).toThrow(
      /Did you mean fit/,
    );
  });

  it("tells its version without loading anything else", () => {
    const script = `process.argv.splice(1, 1, ${JSON.stringify(CMOE)}, "--version"); require(${JSON.stringify(CMOE)}); setTimeout(() => console.log(Object.keys(require.cache).length), 50)`;
    const [version, modules] = execFileSync(process.execPath, ["-e", script, "x"], { encoding: "utf8" }).split("\n");
    expect(version).toBe(
      (JSON.parse(readFileSync(resolve(__dirname, "../../package.json"), "utf8")) as { version: string }).version,
    );
    expect(Number(modules)).toBeLessThan(6);
  });
});

describe("completion in bash", () => {
  it("offers commands, their options, and the options of subcommands", () => {
    expect(offered("cmoe", "sc")).toEqual(["scenarios"]);
    expect(offered("cmoe", "study", "--re")).toEqual(expect.arrayContaining(["--replications", "--redis"]));
    expect(offered("cmoe", "kernel", "")).toContain("install");
    expect(offered("cmoe", "kernel", "install", "--")).toEqual(expect.arrayContaining(["--user", "--prefix"]));
  });

  it("offers file names where a file is expected", () => {
    expect(offered("cmoe", "run", `${resolve(__dirname)}/completion.te`)).toEqual([
      resolve(__dirname, "completion.test.ts"),
    ]);
  });

  const zsh = needsZsh();
  it.skipIf(zsh.skip)(zsh.title("writes a script that zsh reads"), () => {
    execFileSync("zsh", ["-n"], { input: cmoe("completion", "zsh") });
  });
});
