import { StudyError } from "../../../src/study/records/study-error";
import type { ThreadReply } from "./thread";
import type { ThreadAnswer, ThreadRequest } from "./thread-work";

/** One web worker, which does one request after the other. */
class Thread {
  readonly #worker = new Worker(new URL("live-thread.js", self.location.href));
  #waiting: { done(answer: unknown): void; failed(error: Error): void } | undefined;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<ThreadReply>) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if ("error" in data) waiting?.failed(new StudyError(`A worker thread failed: ${data.error}`));
      else waiting?.done(data.answer);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#waiting?.failed(new StudyError(`A worker thread died: ${event.message || "the browser stopped it"}`));
      this.#waiting = undefined;
    };
  }

  ask<K extends ThreadRequest["kind"]>(request: Extract<ThreadRequest, { kind: K }>): Promise<ThreadAnswer<K>> {
    return new Promise((done, failed) => {
      this.#waiting = { done: (answer) => done(answer as ThreadAnswer<K>), failed };
      this.#worker.postMessage(request);
    });
  }

  end(): void {
    this.#worker.terminate();
    this.#waiting?.failed(new StudyError("The study was interrupted."));
  }
}

/** Threads at work, and threads that wait for the next study: starting one takes a tenth of a second. */
const busy = new Set<Thread>();
const idle: Thread[] = [];

/** Work that gets a thread for itself while it lasts. */
export async function withThread<T>(
  work: (
    ask: <K extends ThreadRequest["kind"]>(request: Extract<ThreadRequest, { kind: K }>) => Promise<ThreadAnswer<K>>,
  ) => Promise<T>,
): Promise<T> {
  const thread = idle.pop() ?? new Thread();
  busy.add(thread);
  let sound = false;
  try {
    const result = await work((request) => thread.ask(request));
    sound = busy.has(thread);
    return result;
  } finally {
    busy.delete(thread);
    if (sound) idle.push(thread);
    else thread.end();
  }
}

/** Ends whatever threads do: the cell that started them was interrupted. */
export function stopThreads(): void {
  for (const thread of busy) thread.end();
  busy.clear();
}
