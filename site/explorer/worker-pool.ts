import type { Answer, Request } from "./tasks";
import { Withdrawn } from "./withdrawn";
import type { Ask, Reply } from "./worker";
import StudyWorker from "./worker?worker&inline";

interface Job {
  readonly ask: Ask;
  readonly urgent: boolean;
  readonly done: (answer: unknown) => void;
  readonly failed: (error: Error) => void;
}

interface Member {
  readonly worker: Worker;
  job: Job | undefined;
}

/**
 * Web workers that share one list of requests. Urgent ones (what the reader looks at) go before the rest (a study). A
 * withdrawn request is dropped; one that is being worked on is left to end, unless `stop` ends the worker itself.
 */
export class WorkerPool {
  private readonly members: Member[];
  private readonly waiting: Job[] = [];
  private asked = 0;

  /** One worker per core, but at least two: a study must not keep the reader from looking. */
  constructor(size = Math.max(2, Math.min(8, navigator.hardwareConcurrency))) {
    this.members = Array.from({ length: size }, () => this.hire());
  }

  get size(): number {
    return this.members.length;
  }

  ask<K extends Request["kind"]>(
    request: Extract<Request, { kind: K }>,
    options: { readonly urgent?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<Answer<K>> {
    return new Promise<Answer<K>>((done, failed) => {
      const job: Job = {
        ask: { id: this.asked++, request },
        urgent: options.urgent ?? true,
        done: (answer) => done(answer as Answer<K>),
        failed,
      };
      options.signal?.addEventListener("abort", () => this.withdraw(job), { once: true });
      this.waiting.push(job);
      this.assign();
    });
  }

  /** Drops the request; where it is being worked on, its worker is ended and replaced. */
  private withdraw(job: Job): void {
    const index = this.waiting.indexOf(job);
    if (index >= 0) this.waiting.splice(index, 1);
    const member = this.members.find((one) => one.job === job);
    if (member) {
      member.worker.terminate();
      this.members[this.members.indexOf(member)] = this.hire();
    }
    if (index >= 0 || member) job.failed(new Withdrawn());
    this.assign();
  }

  private hire(): Member {
    const member: Member = { worker: new StudyWorker(), job: undefined };
    const finish = (settle: (job: Job) => void): void => {
      const { job } = member;
      member.job = undefined;
      if (job) settle(job);
      this.assign();
    };
    member.worker.onmessage = ({ data }: MessageEvent<Reply>) =>
      finish((job) => ("error" in data ? job.failed(new Error(data.error)) : job.done(data.answer)));
    member.worker.onerror = (event) => {
      event.preventDefault();
      finish((job) => job.failed(new Error(event.message || "The worker stopped.")));
    };
    return member;
  }

  private assign(): void {
    for (const member of this.members) {
      if (member.job) continue;
      const urgent = this.waiting.findIndex((job) => job.urgent);
      const [job] = this.waiting.splice(Math.max(0, urgent), 1);
      if (!job) return;
      member.job = job;
      member.worker.postMessage(job.ask);
    }
  }
}
