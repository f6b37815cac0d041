import { createStore, del, get, set, type UseStore } from "idb-keyval";
import type { Output } from "../../../src/jupyter/runner/output-log";

/** What is kept of a cell that a reader has changed or run. */
export interface KeptCell {
  readonly source: string;
  /** The text of the published cell that was changed. */
  readonly published: string;
  /** Outputs of the reader's last run; undefined where it was not run. */
  readonly outputs: readonly Output[] | undefined;
  readonly count: number | null;
}

/** Changed cells by id. */
export type KeptWork = Readonly<Record<string, KeptCell>>;

let opened: UseStore | undefined;

function store(): UseStore {
  opened ??= createStore("cmoe-live", "notebooks");
  return opened;
}

/** What the reader did with a notebook before; nothing where this browser keeps nothing. */
export async function keptWork(notebook: string): Promise<KeptWork> {
  try {
    return (await get<KeptWork>(notebook, store())) ?? {};
  } catch {
    return {};
  }
}

/** Keeps it; false where this browser keeps nothing (private windows, a full disk). */
export async function keepWork(notebook: string, work: KeptWork): Promise<boolean> {
  try {
    if (Object.keys(work).length === 0) await del(notebook, store());
    else await set(notebook, work, store());
    // For the page's button, which must not open a database to know.
    localStorage.setItem(`cmoe-kept-${notebook}`, String(Object.keys(work).length));
    return true;
  } catch {
    return false;
  }
}
