import { Worker } from "node:worker_threads";
import type { Design } from "../../design/design";
import type { Cell } from "../../records/record";
import { StudyError } from "../../records/study-error";
import { compiledScript } from "../compiled-script";
import type { ThreadAnswer, ThreadTask } from "./queue-thread";

interface Waiting {
  readonly task: ThreadTask;
  readonly done: (rows: readonly string[]) => void;
  readonly failed: (error: Error) => void;
}

/** Threads of a queue worker: tasks wait for a free one. The main thread stays free to tell Redis it is alive. */
export class ThreadPool {
  private readonly idle: Worker[] = [];
  private readonly all: Worker[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly busy = new Map<Worker, Waiting>();

  constructor(threads: number) {
    for (let k = 0; k < threads; k++) this.start();
  }

  private start(): void {
    const worker = new Worker(compiledScript("study/engines/queue/queue-thread"), { execArgv: [] });
    worker.on("message", (answer: ThreadAnswer) => {
      const job = this.busy.get(worker);
      this.busy.delete(worker);
      this.idle.push(worker);
      if ("rows" in answer) job?.done(answer.rows);
      else job?.failed(new StudyError(answer.error));
      this.next();
    });
    worker.on("error", (error) => {
      this.busy.get(worker)?.failed(new StudyError(`A worker thread died: ${error.message}`));
      this.busy.delete(worker);
      this.start();
      this.next();
    });
    this.all.push(worker);
    this.idle.push(worker);
  }

  private next(): void {
    const worker = this.idle.pop();
    const job = worker && this.waiting.shift();
    if (job) {
      this.busy.set(worker, job);
      worker.postMessage(job.task);
    } else if (worker) this.idle.push(worker);
  }

  run(design: Design, cells: readonly Cell[]): Promise<readonly string[]> {
    return new Promise((done, failed) => {
      this.waiting.push({ task: { design, cells }, done, failed });
      this.next();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((worker) => worker.terminate()));
  }
}
