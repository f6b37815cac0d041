import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = resolve(__dirname, "../../../..");
const page = readFileSync(join(ROOT, "docs/own-data.md"), "utf8");
const blocks = Array.from(page.matchAll(/^```sh\n([\s\S]*?)^```$/gm), ([, block]) => block);

/** What the page installs: a command npx that runs cmoe, and nothing else. */
const place = mkdtempSync(join(tmpdir(), "cmoe-page-"));
const bin = join(place, "bin");
const empty = join(place, "empty");
mkdirSync(bin);
mkdirSync(empty);
const cmoe = join(ROOT, "dist/cli/cmoe.js");
writeFileSync(
  join(bin, "npx"),
  `#!/bin/sh\n[ "$1" = cmoe ] || exit 127\nshift\nexec "${process.execPath}" "${cmoe}" "$@"\n`,
);
chmodSync(join(bin, "npx"), 0o755);
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe("docs/own-data.md can be copied into an empty folder", () => {
  it("has its commands in blocks", () => {
    expect(blocks.length).toBeGreaterThan(6);
    expect(blocks.join("").match(/npx cmoe/g)?.length).toBeGreaterThan(20);
  });

  it.each(blocks.map((block) => [block.trim().split("\n")[0], block]))("%s", (_, block) => {
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
    const { status, stderr, stdout } = spawnSync("bash", ["-e", "-c", block], { cwd: empty, env, encoding: "utf8" });
    expect(stderr).not.toMatch(/^cmoe:/m);
    expect(status, stderr).toBe(0);
    if (/npx cmoe (fit|test)/.test(block)) expect(stdout).toContain("columns: ");
  });

  it("gives one answer for one data set, in whatever form it comes", () => {
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
    const shares = ["data.csv", "data.csv.gz", "bare.csv", "comma.csv --decimal ,", "gaps.csv --missing -999"].map(
      (form) => {
        const { stdout } = spawnSync("bash", ["-c", `npx cmoe fit model.json ${form} --json`], {
          cwd: empty,
          env,
          encoding: "utf8",
        });
        return (JSON.parse(stdout) as { readonly lambda: number }).lambda;
      },
    );
    expect(new Set(shares).size).toBe(1);
    expect(shares[0]).toBeGreaterThan(0.2);
    expect(shares[0]).toBeLessThan(0.4);
  });
});
