import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { folderName } from "../design/design-hash";
import { runStudy } from "../engines/run-study";
import { needsMount } from "../testing/requirement";
import { inTemporaryDirectory, rowsOf, smallDesign } from "../testing/small-design";
import { lockFolder } from "./folder-lock";
import { newFileReport, readRecords } from "./record-reader";
import { StudyError } from "./study-error";
import { studyStatus } from "./study-status";

const design = smallDesign();
const parameters = ["lambda", "a", "b", "nu"];
const run = (out: string, options = {}) => runStudy(design, { out, workers: 0, ...options });

describe("a study's folder", () => {
  it("holds the same rows as a study in memory, with threads and without", async () => {
    await inTemporaryDirectory(async (out) => {
      const memory = await rowsOf(await runStudy(design, { workers: 0 }));
      expect(memory).toHaveLength(20);
      expect(await rowsOf(await runStudy(design, { workers: 2 }))).toStrictEqual(memory);
      expect(await rowsOf(await run(out))).toStrictEqual(memory);
      const study = JSON.parse(readFileSync(join(out, folderName(design), "study.json"), "utf8"));
      expect(study.design).toStrictEqual(design);
      expect(study.provenance).toMatchObject({ version: design.version, node: process.version, records: 20 });
      expect(study.provenance.monteCarlo[0].parameters[0].rmse.mcse).toBeGreaterThan(0);
    });
  });

  it("goes on after a file cut off at any byte, with the same rows in the end", async () => {
    await inTemporaryDirectory(async (out) => {
      const whole = await rowsOf(await run(out));
      const file = join(out, folderName(design), "records.csv");
      const bytes = readFileSync(file);
      for (let cut = 0; cut < bytes.length; cut += 97) {
        writeFileSync(file, bytes);
        truncateSync(file, cut);
        const resumed = await run(out);
        expect(resumed.damage).toStrictEqual([]);
        expect(await rowsOf(resumed)).toStrictEqual(whole);
        expect(readFileSync(file, "utf8").split("\n")).toHaveLength(22);
      }
    });
  });

  it("names damaged lines, keeps the rest, and runs the damaged replicates again", async () => {
    await inTemporaryDirectory(async (out) => {
      const whole = await rowsOf(await run(out));
      const folder = join(out, folderName(design));
      const file = join(folder, "records.csv");
      const lines = readFileSync(file, "utf8").split("\n");
      const broken = lines[6];
      lines[6] = `${broken.slice(0, 60)}9${broken.slice(61)}`;
      if (lines[6] === broken) lines[6] = `${broken.slice(0, 60)}8${broken.slice(61)}`;
      lines[11] = "\0\0\0\0";
      writeFileSync(file, lines.join("\n"));
      const status = await studyStatus(folder);
      expect(status.done).toBe(18);
      expect(status.damage.map(({ line }) => line)).toStrictEqual([7, 12]);
      const resumed = await run(out);
      expect(resumed.damage.map(({ line, reason }) => `${line}: ${reason}`)).toStrictEqual([
        "7: its checksum does not match",
        "12: it is no record",
      ]);
      expect(resumed.resumed).toBe(18);
      expect(await rowsOf(resumed)).toStrictEqual(whole);
      expect(readFileSync(join(folder, "damaged.csv"), "utf8").split("\n")).toHaveLength(3);
      expect((await run(out)).damage).toStrictEqual([]);
    });
  });

  it("drops rows that are there twice", async () => {
    await inTemporaryDirectory(async (out) => {
      const whole = await rowsOf(await run(out));
      const file = join(out, folderName(design), "records.csv");
      appendFileSync(file, `${readFileSync(file, "utf8").split("\n").slice(3, 6).join("\n")}\n`);
      expect(await rowsOf(await run(out))).toStrictEqual(whole);
    });
  });

  it("reads compressed records; a broken compressed file is damage, not the end", async () => {
    await inTemporaryDirectory(async (out) => {
      const whole = await rowsOf(await run(out));
      const file = join(out, folderName(design), "records.csv");
      const packed = gzipSync(readFileSync(file));
      writeFileSync(`${file}.gz`, packed);
      expect(await rowsOf({ design, records: () => readRecords(`${file}.gz`, parameters) })).toStrictEqual(whole);
      writeFileSync(`${file}.gz`, packed.subarray(0, packed.length - 20));
      const report = newFileReport();
      await rowsOf({ design, records: () => readRecords(`${file}.gz`, parameters, report) });
      expect(report.damage).toHaveLength(1);
      expect(report.damage[0].reason).toMatch(/compressed file ends or breaks/);
    });
  });

  it("--fresh starts over and keeps the old study", async () => {
    await inTemporaryDirectory(async (out) => {
      await run(out);
      expect((await run(out, { fresh: true })).resumed).toBe(0);
      expect(readdirSync(out).sort()).toStrictEqual([folderName(design), `${folderName(design)}.old-1`]);
    });
  });

  it("stops when told, after the record in flight, and goes on later", async () => {
    await inTemporaryDirectory(async (out) => {
      const whole = await rowsOf(await runStudy(design, { workers: 0 }));
      const controller = new AbortController();
      const stopped = await run(out, {
        signal: controller.signal,
        onProgress: ({ done }: { done: number }) => done === 7 && controller.abort(),
      });
      expect(stopped).toMatchObject({ interrupted: true, done: 7 });
      const resumed = await run(out);
      expect(resumed).toMatchObject({ interrupted: false, resumed: 7 });
      expect(await rowsOf(resumed)).toStrictEqual(whole);
    });
  });

  it("refuses a second coordinator, here and in another process", async () => {
    await inTemporaryDirectory(async (out) => {
      const folder = join(out, folderName(design));
      mkdirSync(folder);
      const release = lockFolder(folder);
      await expect(run(out)).rejects.toThrow(
        new StudyError(`${folder} is in use by process ${process.pid}; wait for it or stop it first.`),
      );
      release();
      const script = `require(${JSON.stringify(join(__dirname, "../../../dist/study/records/folder-lock.js"))}).lockFolder(${JSON.stringify(folder)}); console.log("held"); setTimeout(() => {}, 60000);`;
      const other = spawn(process.execPath, ["-e", script]);
      await new Promise((held) => other.stdout.once("data", held));
      await expect(run(out)).rejects.toThrow(`is in use by process ${other.pid};`);
      const gone = new Promise((done) => other.once("exit", done));
      other.kill("SIGKILL");
      await gone;
      expect(existsSync(join(folder, "lock"))).toBe(true);
      expect((await run(out)).done).toBe(20);
      expect(readdirSync(folder).sort()).toStrictEqual(["records.csv", "study.json"]);
    });
  });

  it("recovers the lock of a process that is gone though its number lives on", async () => {
    await inTemporaryDirectory(async (out) => {
      const folder = join(out, folderName(design));
      mkdirSync(folder);
      lockFolder(folder);
      const owner = JSON.parse(readFileSync(join(folder, "lock"), "utf8"));
      writeFileSync(join(folder, "lock"), JSON.stringify({ ...owner, started: "1" }));
      expect((await run(out)).done).toBe(20);
    });
  });
});

const mount = needsMount();
describe.skipIf(mount.skip)(mount.title("a full disk"), () => {
  it("ends the study with one clear sentence, and it goes on when there is room", async () => {
    await inTemporaryDirectory(async (out) => {
      const whole = await rowsOf(await runStudy(design, { workers: 0 }));
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", out]);
      expect(mounted.status, String(mounted.stderr)).toBe(0);
      try {
        const folder = join(out, folderName(design));
        await expect(run(out)).rejects.toThrow(
          new StudyError(`The disk holding ${folder} is full; free some space and run the same command to go on.`),
        );
        expect(spawnSync("mount", ["-o", "remount,size=1m", out]).status).toBe(0);
        const kept = (await studyStatus(folder)).done;
        const resumed = await run(out);
        expect(resumed.resumed).toBe(kept);
        expect(resumed.damage).toStrictEqual([]);
        expect(await rowsOf(resumed)).toStrictEqual(whole);
      } finally {
        spawnSync("umount", [out]);
      }
    });
  });
});
