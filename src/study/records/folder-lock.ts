import { linkSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { StudyError } from "./study-error";

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Start time of the process (Linux), so that a reused pid is not taken for the owner. */
  readonly started: string;
}

/** Field 22 of /proc/PID/stat; "" where there is none. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const started = startOf(owner.pid);
  return started === "" || owner.started === "" || started === owner.started;
}

/** Creates `file` with its whole content or not at all; false when it exists. */
function createWhole(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Removes a dead process's lock. Only the holder of lock.takeover may, so that two heirs do not undo each other. */
function removeStale(file: string, stillStale: (owner: Owner) => boolean): void {
  const takeover = `${file}.takeover`;
  if (!createWhole(takeover, String(process.pid))) {
    try {
      if (Date.now() - statSync(takeover).mtimeMs > 10_000) unlinkSync(takeover);
    } catch {}
    sleep(20);
    return;
  }
  try {
    const owner = readOwner(file);
    if (owner === undefined || stillStale(owner)) unlinkSync(file);
  } catch {
  } finally {
    unlinkSync(takeover);
  }
}

/** The process on this machine that works in the folder, if any; a foreign machine's lock counts as well. */
export function folderInUse(folder: string): number | null {
  const owner = readOwner(join(folder, "lock"));
  return owner !== undefined && (owner.host !== hostname() || isAlive(owner)) ? owner.pid : null;
}

/**
 * Takes the folder for this process; the returned function gives it back. The lock of a process that died on this
 * machine is recovered.
 * @throws StudyError naming the process that works in the folder.
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, "lock");
  const mine: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  const isStale = (owner: Owner): boolean => owner.host === mine.host && !isAlive(owner);
  for (let attempt = 0; attempt < 600; attempt++) {
    if (createWhole(file, JSON.stringify(mine))) {
      return () => {
        try {
          unlinkSync(file);
        } catch {}
      };
    }
    const owner = readOwner(file);
    if (owner !== undefined && !isStale(owner)) {
      const where = owner.host === mine.host ? "" : ` on ${owner.host} (if it is gone, delete ${file})`;
      throw new StudyError(`${folder} is in use by process ${owner.pid}${where}; wait for it or stop it first.`);
    }
    removeStale(file, isStale);
  }
  throw new StudyError(`${folder} could not be locked; delete ${file} if no study runs there.`);
}
