import type { Redis } from "ioredis";
import type { Design } from "../../design/design";
import { designHash } from "../../design/design-hash";
import type { Cell } from "../../records/record";

/** All keys of studies in Redis begin with it. */
export const PREFIX = "cmoe";
/** Hash of the studies that have work: short design hash -> AnnouncedStudy as JSON. */
const REGISTRY = "cmoe-studies";

/** What workers are told about a study. */
export interface AnnouncedStudy {
  readonly version: string;
  readonly design: Design;
}

/** A job: replicates of one size. Its result is their rows, as in the record file, checksums included. */
export interface ReplicateJob {
  readonly version: string;
  readonly cells: readonly Cell[];
}

export interface ReplicateRows {
  readonly rows: readonly string[];
}

/** The queue of a study; its name holds the design's hash, so studies never mix. */
export function queueName(design: Design): string {
  return `study-${designHash(design).slice(0, 16)}`;
}

/** Replicates per job: about fifty thousand rows of data, some tenths of a second of fitting. */
export function jobSize(n: number): number {
  return Math.max(1, Math.min(200, Math.floor(5e4 / n)));
}

/** A job and its name, which is a function of design and cells: a coordinator that comes back adds nothing twice. */
export interface NamedJob {
  readonly id: string;
  readonly cells: readonly Cell[];
}

/** The missing cells in jobs; job k of size n holds replicates from k jobSize(n) up. */
export function jobsFor(missing: Iterator<Cell>): readonly NamedJob[] {
  const jobs = new Map<string, Cell[]>();
  for (let step = missing.next(); !step.done; step = missing.next()) {
    const { n, replicate } = step.value;
    const id = `n${n}-job${Math.floor(replicate / jobSize(n))}`;
    const cells = jobs.get(id);
    if (cells) cells.push(step.value);
    else jobs.set(id, [step.value]);
  }
  return [...jobs].map(([id, cells]) => ({ id, cells }));
}

export async function announce(client: Redis, design: Design): Promise<void> {
  const study: AnnouncedStudy = { version: design.version, design };
  await client.hset(REGISTRY, queueName(design), JSON.stringify(study));
}

export async function withdraw(client: Redis, design: Design): Promise<void> {
  await client.hdel(REGISTRY, queueName(design));
}

/** Queue name -> study, of all studies that have work. */
export async function announced(client: Redis): Promise<ReadonlyMap<string, AnnouncedStudy>> {
  const found = await client.hgetall(REGISTRY);
  return new Map(Object.entries(found).map(([name, text]) => [name, JSON.parse(text) as AnnouncedStudy]));
}
