import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PACKAGE_ROOT } from "../package-root";

const directory = mkdtempSync(join(tmpdir(), "cmoe-teaching-"));
afterAll(() => rmSync(directory, { recursive: true }));
const page = readFileSync(join(PACKAGE_ROOT, "docs/teaching.md"), "utf8");
const commands = [...page.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, text]) => text).join("");
let ended: { readonly status: number | null; readonly stdout: string; readonly stderr: string };

beforeAll(() => {
  // Here npx finds this checkout, and the notebooks are where the page has them.
  const bin = join(directory, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "npx"),
    `#!/bin/sh\nshift\nexec "${process.execPath}" "${PACKAGE_ROOT}/dist/cli/cmoe.js" "$@"\n`,
  );
  chmodSync(join(bin, "npx"), 0o755);
  symlinkSync(join(PACKAGE_ROOT, "notebooks"), join(directory, "notebooks"));
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  ended = spawnSync("bash", ["-e", "-c", commands], { cwd: directory, env, encoding: "utf8" });
}, 900_000);

describe("docs/teaching.md", () => {
  it("can be followed by copy and paste", () => {
    expect(ended.stderr).toMatch(/cai, 01-distinguishable: 0 of \d+ \(The notebook .* is not JSON/);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toBe(
      "student,points,of,to mark by hand\nada,1,20,8\nbob,0,20,0\ncai,0,20,0\n" +
        "student,points,of,to mark by hand\nada,5,20,2\nbob,0,20,0\ncai,0,20,0\n",
    );
  });

  it("tells the student what a person gave, and why", () => {
    const told = readFileSync(join(directory, "grades/pages/ada.html"), "utf8");
    expect(told).toContain("Proof: 4 of 6");
    expect(told).toContain("the interchange of limits is not shown");
    expect(told).toContain("By dominated convergence.");
  });

  it("prints a sheet without, and one with solutions", () => {
    const [sheet, solutions] = ["sheet.html", "solutions.html"].map((each) =>
      readFileSync(join(directory, each), "utf8"),
    );
    expect(sheet).toContain("Find the wrong claim");
    expect(sheet).not.toMatch(/class="solution"|<code>16<\/code>/);
    expect(solutions).toMatch(/class="solution"[\s\S]*<code>16<\/code>/);
    expect(solutions).toContain("<math");
  });
});
