import { availableParallelism } from "node:os";
import { Worker } from "bullmq";
import { InputError } from "../../../input-error";
import { PACKAGE_VERSION } from "../../../package-version";
import { StudyError } from "../../records/study-error";
import { type AnnouncedStudy, announced, PREFIX, type ReplicateJob, type ReplicateRows } from "./queue-protocol";
import { connectRedis, patient, probeRedis, type RedisAddress } from "./redis-address";
import { ThreadPool } from "./thread-pool";

export interface QueueWorkerOptions {
  /** Threads; one per core unless told. */
  readonly threads?: number;
  /** Aborted: finish the jobs in hand, then return. */
  readonly signal: AbortSignal;
  /** Remarks for the log: studies begun and ended. */
  readonly onNote?: (text: string) => void;
  /** This package's version unless told (tests play another one). */
  readonly version?: string;
  /** A worker silent for so long has died, and its jobs go to another; 15 seconds unless told. */
  readonly lockMs?: number;
}

const LOOK_MS = 500;

function refusal(shown: string, version: string, foreign: AnnouncedStudy): InputError {
  const study = `the study of ${foreign.design.path.id} at ${shown} needs version ${foreign.version}`;
  return new InputError(
    `This worker is contaminated-moe ${version}, but ${study}; install that version on this machine.`,
  );
}

function workOn(
  name: string,
  study: AnnouncedStudy,
  address: RedisAddress,
  pool: ThreadPool,
  threads: number,
  { version = PACKAGE_VERSION, lockMs = 15_000 }: QueueWorkerOptions,
): Worker<ReplicateJob, ReplicateRows> {
  const worker = new Worker<ReplicateJob, ReplicateRows>(
    name,
    async (job) => {
      if (job.data.version !== version) {
        throw new StudyError(`this worker has version ${version}, the job ${job.data.version}`);
      }
      return { rows: await pool.run(study.design, job.data.cells) };
    },
    {
      connection: patient(address),
      prefix: PREFIX,
      concurrency: threads + 1,
      lockDuration: lockMs,
      stalledInterval: Math.max(500, lockMs / 3),
      maxStalledCount: 1_000_000,
      drainDelay: 1,
    },
  );
  worker.on("error", () => {});
  return worker;
}

/**
 * Does the jobs of all studies announced at a Redis, of this package's version, until told to stop.
 * @throws InputError when there is no Redis, or when only studies of other versions wait there.
 */
export async function runQueueWorker(address: RedisAddress, options: QueueWorkerOptions): Promise<void> {
  const { signal, threads = availableParallelism(), version = PACKAGE_VERSION, onNote = () => {} } = options;
  await probeRedis(address);
  onNote(`Waiting for work at ${address.shown}.`);
  const client = connectRedis(address);
  const pool = new ThreadPool(threads);
  const workers = new Map<string, Worker<ReplicateJob, ReplicateRows>>();
  const told = new Set<string>();
  const stopped = new Promise<void>((done) => signal.addEventListener("abort", () => done()));
  try {
    while (!signal.aborted) {
      const studies = await Promise.race([announced(client), stopped]);
      if (studies === undefined) break;
      const foreign = [...studies].filter(([, study]) => study.version !== version);
      if (foreign.length > 0 && foreign.length === studies.size) throw refusal(address.shown, version, foreign[0][1]);
      for (const [name, study] of foreign) {
        if (!told.has(name)) onNote(`Left alone: ${refusal(address.shown, version, study).message}`);
        told.add(name);
      }
      for (const [name, study] of studies) {
        if (study.version !== version || workers.has(name)) continue;
        onNote(`Working on ${study.design.path.id} (${name}).`);
        workers.set(name, workOn(name, study, address, pool, threads, options));
      }
      for (const [name, worker] of workers) {
        if (studies.has(name)) continue;
        workers.delete(name);
        await worker.close();
        // A worker that started late has described the queue anew after its coordinator had removed it.
        if (!(await announced(client)).has(name)) await client.del(`${PREFIX}:${name}:meta`);
        onNote(`${name} is finished.`);
      }
      await Promise.race([new Promise((done) => setTimeout(done, LOOK_MS)), stopped]);
    }
  } finally {
    const closing = Promise.all([...workers.values()].map((worker) => worker.close()));
    await Promise.race([closing, new Promise((done) => setTimeout(done, 60_000).unref())]);
    await pool.close();
    client.disconnect();
  }
}
