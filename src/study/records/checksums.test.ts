import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inTemporaryDirectory } from "../testing/small-design";
import { checksumProblems, checksumsOf, writeChecksums } from "./checksums";
import { PUBLISHED_DATA } from "./published-study";

describe("checksums", () => {
  it("are those of FIPS 180-4 (the message abc) and read by sha256sum", async () => {
    await inTemporaryDirectory(async (folder) => {
      mkdirSync(join(folder, "inner"));
      writeFileSync(join(folder, "inner", "abc"), "abc");
      const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
      expect([...checksumsOf(folder)]).toEqual([["inner/abc", abc]]);
      writeChecksums(folder);
      expect(execFileSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: folder, encoding: "utf8" })).toBe(
        "inner/abc: OK\n",
      );
    });
  });

  it("tell a changed, a missing and an unlisted file", async () => {
    await inTemporaryDirectory(async (folder) => {
      for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), name);
      writeChecksums(folder);
      expect(checksumProblems(folder)).toEqual([]);
      writeFileSync(join(folder, "a"), "A");
      rmSync(join(folder, "b"));
      writeFileSync(join(folder, "d"), "d");
      expect(checksumProblems(folder).map((sentence) => sentence.slice(0, 12))).toEqual([
        "a is not the",
        "b is listed ",
        "d is not lis",
      ]);
    });
  });

  it("of the published data are those that were published", () => {
    expect(checksumProblems(PUBLISHED_DATA)).toEqual([]);
  });
});
