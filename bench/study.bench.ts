import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../src/numerics/random-stream";
import type { Design } from "../src/study/design/design";
import { designHash, folderName } from "../src/study/design/design-hash";
import { designStudy } from "../src/study/design/design-study";
import { scenarioPath } from "../src/study/design/scenarios";
import type { Engine } from "../src/study/engines/engine";
import { localEngine } from "../src/study/engines/local-engine";
import { queueEngine } from "../src/study/engines/queue/queue-engine";
import { redisAddress } from "../src/study/engines/queue/redis-address";
import { runStudy } from "../src/study/engines/run-study";
import { columnsOf, encodeRow } from "../src/study/records/record-row";
import { RedisServer } from "../src/study/testing/redis-server";
import { inTemporaryDirectory } from "../src/study/testing/small-design";

const DIST = resolve(__dirname, "../dist");
const { path } = scenarioPath("D/vanishing");
const PARAMETERS = ["lambda", "a", "b", "nu"];

/** Processor seconds of this process's main thread so far (Linux): what coordinating costs, whatever else runs. */
function mainThreadSeconds(): number {
  const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Seconds from the first delivery to the last, the fits' own seconds among them, and their number. */
async function timed(design: Design, engine: Engine, out?: string) {
  let first = 0;
  let last = 0;
  let fits = 0;
  let count = 0;
  const cpu = mainThreadSeconds();
  await runStudy(design, {
    engine,
    ...(out === undefined ? {} : { out }),
    onRecords: (records) => {
      last = performance.now();
      if (first === 0) first = last;
      else {
        for (const { seconds } of records) fits += seconds;
        count += records.length;
      }
    },
  });
  return { wall: (last - first) / 1000, fits, count, cpu: mainThreadSeconds() - cpu };
}

describe("a million records", () => {
  it("are summarised within 10 s and 512 MB", async () => {
    await inTemporaryDirectory(async (out) => {
      const design = designStudy(path, { sizes: [1e3, 1e4, 1e5, 1e6], replications: 250_000 });
      const folder = join(out, folderName(design));
      mkdirSync(folder);
      const provenance = { hash: designHash(design), version: design.version };
      writeFileSync(join(folder, "study.json"), JSON.stringify({ design, provenance }));
      const fd = openSync(join(folder, "records.csv"), "w");
      writeSync(fd, `${columnsOf(PARAMETERS).join(",")}\n`);
      const z = new Float64Array(4 * design.replications);
      for (const n of design.sizes) {
        new RandomStream({ seed: 1, path: "bench", n, replicate: 0 }).normals(0, z);
        let rows = "";
        for (let replicate = 0; replicate < design.replications; replicate++) {
          const error = Array.from(z.subarray(4 * replicate, 4 * replicate + 4), (value) => value / Math.sqrt(n));
          const numbers = {
            logLikelihood: -1.234567890123 * n,
            score: 1.23456e-9,
            iterations: 9,
            passes: 250,
            optima: 2,
            nature: null,
            interior: null,
            search: null,
          };
          const cell = { scenario: "D", path: path.id, n, replicate, seed: 1, estimate: error, error };
          const words = { converged: true, atBound: [], reason: "Newton step promises nothing more", seconds: 0.1 };
          rows += `${encodeRow({ ...cell, ...numbers, ...words }, PARAMETERS)}\n`;
          if (rows.length > 1e6 || replicate === design.replications - 1) {
            writeSync(fd, rows);
            rows = "";
          }
        }
      }
      closeSync(fd);
      const watch = ["-v", process.execPath, join(DIST, "cli/cmoe.js"), "study", "summary", folder, "--json"];
      const began = performance.now();
      const { stderr, status } = spawnSync("/usr/bin/time", watch, { encoding: "utf8", maxBuffer: 1e8 });
      const seconds = (performance.now() - began) / 1000;
      const megabytes = Number(/Maximum resident set size \(kbytes\): (\d+)/.exec(stderr)?.[1]) / 1024;
      console.log({ seconds, megabytes });
      expect(status).toBe(0);
      expect(seconds).toBeLessThan(10);
      expect(megabytes).toBeLessThan(512);
    });
  });
});

describe("the local engine", () => {
  it("costs less than 5 % of fitting at n = 1e4", async () => {
    await inTemporaryDirectory(async (out) => {
      const found = await timed(designStudy(path, { sizes: [1e4], replications: 200 }), localEngine(1), out);
      console.log({ ...found, overhead: found.wall / found.fits - 1, mainThread: found.cpu / found.fits });
      expect(found.wall / found.fits - 1).toBeLessThan(0.05);
    });
  });
});

describe("the queue engine", () => {
  const worker = `
    const { runQueueWorker } = require(${JSON.stringify(join(DIST, "study/engines/queue/queue-worker.js"))});
    const { redisAddress } = require(${JSON.stringify(join(DIST, "study/engines/queue/redis-address.js"))});
    const onNote = (text) => console.log(text);
    runQueueWorker(redisAddress(), { threads: 1, signal: new AbortController().signal, onNote });`;

  async function withWorkers(redis: RedisServer, count: number, seed: number) {
    const env = { ...process.env, REDIS_URL: redis.url };
    const workers = Array.from({ length: count }, () => spawn(process.execPath, ["-e", worker], { env }));
    await Promise.all(workers.map((each) => new Promise((up) => each.stdout.once("data", up))));
    const design = designStudy(path, { sizes: [1e3], replications: 1000, seed });
    const found = await timed(design, queueEngine(redisAddress(redis.url)));
    for (const each of workers) each.kill("SIGKILL");
    return found;
  }

  it("costs less than 1 ms per replicate at n = 1e3, and two workers are at least 1.8 times one", async () => {
    await inTemporaryDirectory(async (directory) => {
      const redis = await RedisServer.start(directory);
      const one = await withWorkers(redis, 1, 1);
      const two = await withWorkers(redis, 2, 2);
      await redis.down();
      const milliseconds = (1000 * (one.wall - one.fits)) / one.count;
      const speedup = two.count / two.wall / (one.count / one.wall);
      console.log({ milliseconds, speedup, one, two });
      expect(milliseconds).toBeLessThan(1);
      expect(speedup).toBeGreaterThan(1.8);
    });
  });
});
