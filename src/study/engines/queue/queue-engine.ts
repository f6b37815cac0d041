import { type Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { parametersOf } from "../../design/design";
import type { StudyRecord } from "../../records/record";
import { decodeRow } from "../../records/record-row";
import { StudyError } from "../../records/study-error";
import type { Engine, EngineTask } from "../engine";
import {
  announce,
  jobsFor,
  type NamedJob,
  PREFIX,
  queueName,
  type ReplicateJob,
  type ReplicateRows,
  withdraw,
} from "./queue-protocol";
import { connectRedis, patient, probeRedis, type RedisAddress } from "./redis-address";

export { type RedisAddress, redisAddress } from "./redis-address";

type StudyQueue = Queue<ReplicateJob, ReplicateRows>;
type StudyJob = Job<ReplicateJob, ReplicateRows>;

const ADDED_AT_ONCE = 500;
const COLLECTED_AT_ONCE = 100;
const PAUSE_MS = 50;
/** So many empty looks in a row before asking whether Redis still knows the jobs. */
const LOOKS_BEFORE_CHECK = 40;

function cellKey({ n, replicate }: { readonly n: number; readonly replicate: number }): string {
  return `${n}/${replicate}`;
}

function recordsOf(job: StudyJob, parameters: readonly string[]): readonly StudyRecord[] {
  return (job.returnvalue?.rows ?? []).map((row) => {
    const record = decodeRow(row, parameters);
    if (typeof record === "string")
      throw new StudyError(`Redis returned a damaged record in job ${job.id}: ${record}.`);
    return record;
  });
}

async function enqueue(queue: StudyQueue, version: string, jobs: readonly NamedJob[]): Promise<void> {
  for (let at = 0; at < jobs.length; at += ADDED_AT_ONCE) {
    await queue.addBulk(
      jobs.slice(at, at + ADDED_AT_ONCE).map(({ id, cells }) => ({
        name: "replicates",
        data: { version, cells },
        opts: { jobId: id, removeOnComplete: false, removeOnFail: false },
      })),
    );
  }
}

/** Takes finished jobs: delivered first, forgotten by Redis after. */
async function collect(queue: StudyQueue, task: EngineTask, missing: Set<string>): Promise<number> {
  const parameters = parametersOf(task.design);
  const jobs = (await queue.getCompleted(0, COLLECTED_AT_ONCE - 1)) as (StudyJob | undefined)[];
  let collected = 0;
  for (const job of jobs) {
    if (job === undefined) continue;
    const records = recordsOf(job, parameters);
    task.deliver(records);
    for (const record of records) missing.delete(cellKey(record));
    await job.remove();
    collected++;
  }
  const [failed] = (await queue.getFailed(0, 0)) as (StudyJob | undefined)[];
  if (failed) {
    await failed.retry();
    throw new StudyError(
      `A worker could not do job ${failed.id}: ${failed.failedReason}. Run the study again to retry it.`,
    );
  }
  return collected;
}

/** Resolves after `ms`, or when the study is to stop. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(finish, ms);
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      done();
    }
    signal.addEventListener("abort", finish);
  });
}

/** Enqueues what is missing and collects results until nothing is; stops early when told, leaving the jobs in Redis. */
async function coordinate(client: Redis, queue: StudyQueue, task: EngineTask): Promise<boolean> {
  const { design, signal } = task;
  const jobs = jobsFor(task.missing);
  const missing = new Set(jobs.flatMap(({ cells }) => cells.map(cellKey)));
  await enqueue(queue, design.version, jobs);
  let idle = 0;
  while (missing.size > 0 && !signal.aborted) {
    const collected = await collect(queue, task, missing);
    idle = collected > 0 ? 0 : idle + 1;
    if (collected >= COLLECTED_AT_ONCE) continue;
    await pause(PAUSE_MS, signal);
    if (idle < LOOKS_BEFORE_CHECK) continue;
    idle = 0;
    const counts = await queue.getJobCounts("waiting", "active", "delayed", "completed", "failed", "prioritized");
    if (Object.values(counts).some((count) => count > 0)) continue;
    // Redis has lost jobs (a restart without persistence): whatever is missing is asked for again.
    const lost = jobs.flatMap(({ id, cells }) => {
      const open = cells.filter((cell) => missing.has(cellKey(cell)));
      return open.length > 0 ? [{ id, cells: open }] : [];
    });
    await announce(client, design);
    await enqueue(queue, design.version, lost);
  }
  return missing.size === 0;
}

/**
 * Workers on any number of machines (`cmoe worker`), through BullMQ on a Redis. Jobs are delivered at least once; records
 * are idempotent. The coordinator may stop and come back: the workers go on, their results wait in Redis.
 */
export function queueEngine(address: RedisAddress): Engine {
  return async (task) => {
    await probeRedis(address);
    const client = connectRedis(address);
    const queue: StudyQueue = new Queue(queueName(task.design), { connection: patient(address), prefix: PREFIX });
    queue.on("error", () => {});
    const stopped = new Promise<boolean>((done) => {
      if (task.signal.aborted) done(false);
      task.signal.addEventListener("abort", () => setTimeout(done, 2000, false).unref());
    });
    try {
      await announce(client, task.design);
      const complete = await Promise.race([coordinate(client, queue, task), stopped]);
      if (complete) {
        await withdraw(client, task.design);
        await queue.obliterate({ force: true });
      }
    } finally {
      client.disconnect();
      await Promise.race([queue.close(), new Promise((done) => setTimeout(done, 1000).unref())]);
    }
  };
}
