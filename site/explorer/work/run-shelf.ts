import type { KeptRecord, RunPlan } from "./study-run";

/** Keeps the records of runs between visits. */
export interface RunShelf {
  /** The records of a run with this plan, whatever its number of replications; none where none are kept. Never rejects. */
  load(plan: RunPlan): Promise<readonly KeptRecord[]>;
  /** Keeps a run's records, unless more of it are kept; false where the browser keeps nothing. Never rejects. */
  keep(plan: RunPlan, records: readonly KeptRecord[]): Promise<boolean>;
}

interface Entry {
  readonly key: string;
  readonly at: number;
  readonly records: readonly KeptRecord[];
}

const STORE = "runs";
/** The latest runs are kept, no more. */
const KEPT = 8;

function keyOf(version: string, { path, sizes, seed, starts }: RunPlan): string {
  return JSON.stringify([version, path, sizes, seed, starts]);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A shelf in the browser's own database. @param version of the library: records of another one are not shown */
export function browserShelf(version: string): RunShelf {
  let opened: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("contaminated-moe", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  const store = async (mode: IDBTransactionMode): Promise<IDBObjectStore> =>
    (await open()).transaction(STORE, mode).objectStore(STORE);
  return {
    async load(plan) {
      try {
        const entry = (await done((await store("readonly")).get(keyOf(version, plan)))) as Entry | undefined;
        return entry?.records ?? [];
      } catch {
        return [];
      }
    },
    async keep(plan, records) {
      try {
        const entry: Entry = { key: keyOf(version, plan), at: Date.now(), records };
        const before = (await done((await store("readonly")).get(entry.key))) as Entry | undefined;
        if (before !== undefined && before.records.length > records.length) return true;
        await done((await store("readwrite")).put(entry));
        const all = (await done((await store("readonly")).getAll())) as readonly Entry[];
        const old = [...all].sort((left, right) => right.at - left.at).slice(KEPT);
        for (const { key } of old) await done((await store("readwrite")).delete(key));
        return true;
      } catch {
        return false;
      }
    },
  };
}
