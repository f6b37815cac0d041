import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sourceArchive } from "./source-archive";

const ROOT = resolve(__dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "cmoe-sources-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("the archive of the sources", () => {
  it.skipIf(!existsSync(join(ROOT, ".git")))("holds every committed file, and unpacks to them", () => {
    const archive = sourceArchive(ROOT, "1.2.3");
    expect(archive?.file).toBe("contaminated-moe-1.2.3.tar.gz");
    const file = join(directory, "sources.tar.gz");
    writeFileSync(file, archive?.content ?? "");
    execFileSync("tar", ["-xzf", file, "-C", directory]);
    const committed = execFileSync("git", ["ls-tree", "-r", "--name-only", "HEAD"], { cwd: ROOT, encoding: "utf8" });
    for (const name of committed.trim().split("\n").slice(0, 2000)) {
      expect(existsSync(join(directory, "contaminated-moe-1.2.3", name)), name).toBe(true);
    }
    const unpacked = readFileSync(join(directory, "contaminated-moe-1.2.3/LICENSE"), "utf8");
    expect(unpacked).toBe(execFileSync("git", ["show", "HEAD:LICENSE"], { cwd: ROOT, encoding: "utf8" }));
  });

  it("is none in a folder that is no repository of its own", () => {
    expect(sourceArchive(directory, "1.2.3")).toBeUndefined();
    if (spawnSync("git", ["--version"]).status === 0)
      expect(sourceArchive(join(ROOT, "site"), "1.2.3")).toBeUndefined();
  });
});
