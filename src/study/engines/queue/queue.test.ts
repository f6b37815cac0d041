import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Queue } from "bullmq";
import { afterEach, describe, expect, it } from "vitest";
import { InputError } from "../../../input-error";
import { toModelFile } from "../../../model/files/to-model-file";
import { DoneCells } from "../../records/record-store";
import { RedisServer } from "../../testing/redis-server";
import { needsRedis } from "../../testing/requirement";
import { inTemporaryDirectory, rowsOf, SMALL_PATH, smallDesign } from "../../testing/small-design";
import { runStudy } from "../run-study";
import { queueEngine } from "./queue-engine";
import { jobsFor, PREFIX, queueName } from "./queue-protocol";
import { runQueueWorker } from "./queue-worker";
import { connectRedis, patient, redisAddress } from "./redis-address";

const DIST = resolve(__dirname, "../../../../dist");
const CMOE = join(DIST, "cli/cmoe.js");
const design = smallDesign({ sizes: [500, 1000], replications: 90, starts: 4 });
const direct = runStudy(design, { workers: 2 }).then((study) => rowsOf(study));

/** A worker process with one thread; a silent one is given up after 1.5 seconds instead of 15. */
const WORKER = `
const { runQueueWorker } = require(${JSON.stringify(join(DIST, "study/engines/queue/queue-worker.js"))});
const { redisAddress } = require(${JSON.stringify(join(DIST, "study/engines/queue/redis-address.js"))});
const controller = new AbortController();
process.on("SIGTERM", () => controller.abort());
const onNote = (text) => console.log(text);
runQueueWorker(redisAddress(), { threads: 1, signal: controller.signal, lockMs: 1500, onNote }).catch((e) => console.log(e.message));`;

const children: ChildProcess[] = [];

function startWorker(redis: RedisServer): { readonly child: ChildProcess; readonly said: () => string } {
  const child = spawn(process.execPath, ["-e", WORKER], { env: { ...process.env, REDIS_URL: redis.url } });
  let said = "";
  child.stdout.on("data", (data) => {
    said += data;
  });
  child.stderr.on("data", (data) => {
    said += data;
  });
  children.push(child);
  return { child, said: () => said };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A study through the queue; `at` is called once when so many records have come. */
function runQueued(
  redis: RedisServer,
  out: string | undefined,
  at = 0,
  then: () => void = () => {},
  signal?: AbortSignal,
) {
  let told = false;
  return runStudy(design, {
    ...(out === undefined ? {} : { out }),
    ...(signal ? { signal } : {}),
    engine: queueEngine(redisAddress(redis.url)),
    onProgress: ({ done }) => {
      if (told || done < at) return;
      told = true;
      then();
    },
  });
}

async function withRedis(work: (redis: RedisServer, directory: string) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const redis = await RedisServer.start(directory);
    try {
      await work(redis, directory);
    } finally {
      for (const child of children.splice(0)) child.kill("SIGKILL");
      await redis.down("SIGKILL");
    }
  });
}

const redisThere = needsRedis();
describe.skipIf(redisThere.skip)(redisThere.title("a study through Redis"), () => {
  it("gives the same rows as the local engine and leaves nothing behind in Redis", async () => {
    await withRedis(async (redis, directory) => {
      const workers = [startWorker(redis), startWorker(redis)];
      const out = join(directory, "out");
      expect(await rowsOf(await runQueued(redis, out))).toStrictEqual(await direct);
      const client = connectRedis(redisAddress(redis.url));
      // A worker that is just leaving may have set keys that expire by themselves, or that it removes as it leaves.
      const staying = async (): Promise<readonly string[]> => {
        const kept: string[] = [];
        for (const key of await client.keys("*")) if ((await client.pttl(key)) === -1) kept.push(key);
        return kept;
      };
      await expect.poll(staying, { timeout: 20_000, interval: 200 }).toStrictEqual([]);
      client.disconnect();
      const words = workers.map(({ said }) => said()).join("");
      expect(words).toContain("Working on test/small");
      expect(words).not.toContain(redis.password);
      for (const folder of readdirSync(out)) {
        for (const file of readdirSync(join(out, folder))) {
          expect(readFileSync(join(out, folder, file), "utf8")).not.toContain(redis.password);
        }
      }
    });
  });

  it("survives workers killed in the middle of jobs", async () => {
    await withRedis(async (redis) => {
      let victim = startWorker(redis);
      let kills = 0;
      const killer = setInterval(() => {
        if (!victim.said().includes("Working on") || kills >= 3) return;
        victim.child.kill("SIGKILL");
        kills++;
        victim = startWorker(redis);
      }, 700);
      const study = await runQueued(redis, undefined);
      clearInterval(killer);
      expect(kills).toBeGreaterThan(0);
      expect(await rowsOf(study)).toStrictEqual(await direct);
    });
  });

  it("survives a restart of Redis in the middle, with its own persistence", async () => {
    await withRedis(async (redis) => {
      startWorker(redis);
      let restarted: Promise<void> | undefined;
      const study = await runQueued(redis, undefined, 40, () => {
        restarted = redis.down().then(() => redis.up());
      });
      await restarted;
      expect(restarted).toBeDefined();
      expect(await rowsOf(study)).toStrictEqual(await direct);
    });
  });

  it("survives a Redis that has forgotten everything: what is missing is asked for again", async () => {
    await withRedis(async (redis) => {
      startWorker(redis);
      const client = connectRedis(redisAddress(redis.url));
      const study = await runQueued(redis, undefined, 40, () => void client.flushall());
      client.disconnect();
      expect(await rowsOf(study)).toStrictEqual(await direct);
    });
  });

  it("takes jobs that are delivered twice: by a worker that was thought dead, and by a doubled job", async () => {
    await withRedis(async (redis) => {
      const queue = new Queue(queueName(design), { connection: patient(redisAddress(redis.url)), prefix: PREFIX });
      const [first] = jobsFor(new DoneCells(design).missing());
      await queue.add("replicates", { version: design.version, cells: first.cells }, { jobId: "double" });
      const frozen = startWorker(redis);
      let other: ReturnType<typeof startWorker> | undefined;
      const study = await runQueued(redis, undefined, 1, () => {
        frozen.child.kill("SIGSTOP");
        other = startWorker(redis);
        setTimeout(() => frozen.child.kill("SIGCONT"), 4000);
      });
      expect(other?.said()).toContain("Working on");
      expect(await rowsOf(study)).toStrictEqual(await direct);
      expect(study.done).toBe(180);
      await queue.close();
    });
  });

  it("lets the coordinator go and come back", async () => {
    await withRedis(async (redis, directory) => {
      startWorker(redis);
      const out = join(directory, "out");
      const controller = new AbortController();
      const left = await runQueued(redis, out, 20, () => controller.abort(), controller.signal);
      expect(left.interrupted).toBe(true);
      const back = await runQueued(redis, out);
      expect(back.resumed).toBe(left.done);
      expect(await rowsOf(back)).toStrictEqual(await direct);
    });
  });

  it("refuses a worker of another version, naming both", async () => {
    await withRedis(async (redis) => {
      const controller = new AbortController();
      const study = runQueued(redis, undefined, 0, () => {}, controller.signal);
      await new Promise((done) => setTimeout(done, 500));
      const { signal } = new AbortController();
      const address = redisAddress(redis.url);
      await expect(runQueueWorker(address, { threads: 1, signal, version: "9.9.9" })).rejects.toThrow(
        new InputError(
          `This worker is contaminated-moe 9.9.9, but the study of test/small at redis://127.0.0.1:${redis.port} ` +
            `needs version ${design.version}; install that version on this machine.`,
        ),
      );
      controller.abort();
      await study;
    });
  });

  it("ends in one sentence and with exit code 2 where there is no Redis or the password is wrong", async () => {
    await withRedis(async (redis, directory) => {
      const file = join(directory, "own.json");
      const { id, model } = SMALL_PATH;
      const path = { lambda: 0.5, eta: [-1, 0.5], nu: 0.25 };
      writeFileSync(file, JSON.stringify({ id, model: toModelFile(model), path, sizes: [20], replications: 1 }));
      const wrong = redis.url.replace(redis.password, "wr0ng-w0rd");
      const nowhere = "redis://:wr0ng-w0rd@127.0.0.1:1";
      for (const url of [wrong, nowhere]) {
        for (const args of [["worker"], ["study", file, "--engine", "queue", "--out", directory]]) {
          const { status, stderr } = spawnSync(process.execPath, [CMOE, ...args, "--redis", url], { encoding: "utf8" });
          expect(status).toBe(2);
          expect(stderr).toMatch(/^cmoe: There is no usable Redis at redis:\/\/127\.0\.0\.1:\d+: [^\n]*\.\n$/);
          expect(stderr).not.toContain("wr0ng");
        }
      }
    });
  });
});

describe("a Redis address", () => {
  it("is read with user, password, database and TLS, and shown without the first two", () => {
    const { shown, options } = redisAddress("rediss://me:p%40ss@redis.example:6380/3");
    expect(shown).toBe("rediss://redis.example:6380/3");
    expect(options).toStrictEqual({
      ...{ host: "redis.example", port: 6380, username: "me", password: "p@ss", db: 3 },
      tls: { servername: "redis.example" },
    });
  });

  it("is refused without telling the password", () => {
    for (const url of ["http://:hush@host", "redis://:hush@host/x", "://:hush@", "redis://:hush@"]) {
      expect(() => redisAddress(url)).toThrow(InputError);
      expect(() => redisAddress(url)).not.toThrow(/hush/);
    }
  });
});
