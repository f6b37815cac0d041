import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { designHash, folderName } from "../design/design-hash";
import { runStudy } from "../engines/run-study";
import { inTemporaryDirectory, rowsOf, smallDesign } from "../testing/small-design";
import { readStudyFile, writeStudyFile } from "./study-description";

const small = smallDesign();
const [first, ...others] = small.sizes;
const larger = {
  ...small,
  sizes: [...small.sizes, 2 * Math.max(...small.sizes)],
  replications: small.replications + 3,
};

it("a study with more sizes and replications goes on from the records of the smaller one, with the same rows as alone", async () => {
  await inTemporaryDirectory(async (out) => {
    const whole = await rowsOf(await runStudy(larger, { workers: 0 }));
    const before = await runStudy(small, { out, workers: 0 });
    const after = await runStudy(larger, { out, workers: 0 });
    const [taken] = after.takenOver;
    expect(after.takenOver).toHaveLength(1);
    expect(taken).toMatchObject({ records: before.total, hash: before.hash });
    expect(after.resumed).toBe(before.total);
    expect(await rowsOf(after)).toStrictEqual(whole);
    expect(readStudyFile(join(out, folderName(larger))).provenance.takenOver).toStrictEqual(after.takenOver);
    // Fewer cells: nothing is left to run.
    const fewer = { ...small, sizes: [first], replications: 2 };
    const part = await runStudy(fewer, { out, workers: 0 });
    expect(part).toMatchObject({ done: 2, resumed: 2 });
    expect(others.length).toBeGreaterThan(0);
  });
});

it("nothing is taken from another seed, start, number of starts or version, from damaged lines, or on starting afresh", async () => {
  await inTemporaryDirectory(async (out) => {
    const { folder } = await runStudy(small, { out, workers: 0 });
    const kin = { ...small, sizes: [first], replications: 1 };
    for (const change of [{ seed: small.seed + 1 }, { start: "warm" as const }, { starts: 3 }]) {
      expect((await runStudy({ ...kin, ...change }, { out, workers: 0 })).takenOver).toStrictEqual([]);
    }
    expect((await runStudy(kin, { out, workers: 0, fresh: true })).takenOver).toStrictEqual([]);
    const file = join(folder ?? "", "records.csv");
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, [lines[0], ...lines.slice(1).map((line) => line.replace(/\d(?=,)/, "x"))].join("\n"));
    const two = { ...small, replications: 2 };
    const taken = (await runStudy(two, { out, workers: 0 })).takenOver;
    expect(taken.every((other) => other.folder !== folder)).toBe(true);
  });
  await inTemporaryDirectory(async (out) => {
    const { folder } = await runStudy(small, { out, workers: 0 });
    const { design, provenance } = readStudyFile(folder ?? "");
    const old = { ...design, version: "0.0.1" };
    writeStudyFile(folder ?? "", { design: old, provenance: { ...provenance, hash: designHash(old) } });
    const next = await runStudy({ ...small, replications: small.replications + 1 }, { out, workers: 0 });
    expect(next.takenOver).toStrictEqual([]);
    expect(next.resumed).toBe(0);
  });
});
