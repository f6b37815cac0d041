import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type InstalledPackage, ROOT } from "./testing/installed-package";
import { withInstalledPackage } from "./testing/with-installed-package";

const page = readFileSync(join(ROOT, "README.md"), "utf8");
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text);

let installed: InstalledPackage;
withInstalledPackage((made) => {
  installed = made;
});

describe("the README, in an empty folder", () => {
  it("names the package as npm packs it", () => {
    expect(blocks("sh")[0]).toBe(`npm install --prefix . /path/to/${installed.packed.filename}\n`);
  });

  it("fits, tests and studies by copy and paste", () => {
    const shell = (text: string | undefined): string =>
      execFileSync("bash", ["-e", "-c", text ?? "false"], { cwd: installed.folder, encoding: "utf8", stdio: "pipe" });
    const [, first, second] = blocks("sh");
    expect(shell(first)).toMatch(/lambda +0\.4[\s\S]*p value/);
    expect(shell(second)).toMatch(/8000/);
    const [script] = blocks("js");
    writeFileSync(join(installed.folder, "fit.mjs"), script ?? "");
    expect(shell("node fit.mjs")).toMatch(/lambda: 0\.4/);
  });

  it("says what it is in five lines, and fits on two screens", () => {
    const lines = page.split("\n");
    const what = lines.slice(
      lines.findIndex((line) => line.startsWith("A frozen")),
      lines.indexOf("## Two commands") - 1,
    );
    expect(what.length).toBeLessThanOrEqual(5);
    expect(lines.length).toBeLessThan(100);
  });
});
