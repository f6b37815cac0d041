import type { Asker, AskOptions } from "./asker";
import type { Answer, Request } from "./tasks";
import { Withdrawn } from "./withdrawn";
import type { Reply } from "./worker";

/** The part of a web worker that the pool uses. */
export type Hired = Pick<Worker, "onmessage" | "onerror" | "onmessageerror" | "postMessage" | "terminate">;

interface Job {
  readonly request: Request;
  readonly urgent: boolean;
  readonly signal: AbortSignal | undefined;
  readonly withdraw: () => void;
  readonly done: (answer: unknown) => void;
  readonly failed: (error: Error) => void;
}

interface Member {
  readonly worker: Hired;
  job: Job | undefined;
  /** It has answered once, so its script loads and runs. */
  proven: boolean;
}

/**
 * Web workers that share one list of requests. A study gets `size` of them; one more is kept for urgent requests, so
 * that a study never keeps the reader from looking. Withdrawing a request ends the worker that is at it; another takes
 * its place. So does a worker that dies, unless it never worked at all: then every request fails with its reason.
 */
export class WorkerPool implements Asker {
  private readonly members: Member[];
  private waiting: Job[] = [];
  private planned = false;
  /** Why the last place was taken away. */
  private broken = "";

  /** @param size workers for studies: one per core. */
  constructor(
    private readonly hireWorker: () => Hired,
    readonly size: number,
  ) {
    this.members = Array.from({ length: size + 1 }, () => this.hire());
  }

  ask<K extends Request["kind"]>(request: Extract<Request, { kind: K }>, options: AskOptions = {}): Promise<Answer<K>> {
    const { urgent = true, signal } = options;
    return new Promise<Answer<K>>((done, failed) => {
      const job: Job = {
        request,
        urgent,
        signal,
        withdraw: () => this.withdraw(job),
        done: (answer) => done(answer as Answer<K>),
        failed,
      };
      if (signal?.aborted) {
        failed(new Withdrawn());
        return;
      }
      signal?.addEventListener("abort", job.withdraw);
      this.waiting.push(job);
      this.assign();
    });
  }

  private withdraw(job: Job): void {
    const place = this.members.findIndex((member) => member.job === job);
    if (place >= 0) this.replace(place);
    this.waiting = this.waiting.filter((other) => other !== job);
    this.settle(job, () => job.failed(new Withdrawn()));
    // After all of a signal's listeners: its other requests must not be begun in between.
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      this.assign();
    });
  }

  private settle(job: Job, tell: () => void): void {
    job.signal?.removeEventListener("abort", job.withdraw);
    tell();
  }

  private replace(place: number): void {
    this.members[place].worker.terminate();
    this.members[place] = this.hire();
  }

  private hire(): Member {
    const member: Member = { worker: this.hireWorker(), job: undefined, proven: false };
    member.worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      const { job } = member;
      member.job = undefined;
      member.proven = true;
      if (job) this.settle(job, () => ("error" in data ? job.failed(new Error(data.error)) : job.done(data.answer)));
      this.assign();
    };
    const died = (reason: string): void => {
      const place = this.members.indexOf(member);
      if (place < 0) return;
      const { job } = member;
      if (job) this.settle(job, () => job.failed(new Error(reason)));
      if (member.proven) this.replace(place);
      else this.close(place, reason);
      this.assign();
    };
    member.worker.onerror = (event: ErrorEvent) => {
      event.preventDefault();
      died(event.message || "The browser's worker stopped.");
    };
    member.worker.onmessageerror = () => died("The browser's worker sent what cannot be read.");
    return member;
  }

  /** Takes a place away for good. */
  private close(place: number, reason: string): void {
    this.members[place].worker.terminate();
    this.members.splice(place, 1);
    this.broken = reason;
  }

  private assign(): void {
    if (this.members.length === 0) {
      // Without places, whatever waits fails.
      const lost = this.waiting;
      this.waiting = [];
      for (const job of lost) this.settle(job, () => job.failed(new Error(`No web worker runs here: ${this.broken}`)));
      return;
    }
    for (const member of this.members) {
      if (member.job) continue;
      const studies = this.members.filter(({ job }) => job && !job.urgent).length;
      const next = this.waiting.find((job) => job.urgent) ?? (studies < this.size ? this.waiting[0] : undefined);
      if (!next) return;
      this.waiting = this.waiting.filter((job) => job !== next);
      member.job = next;
      member.worker.postMessage(next.request);
    }
  }
}
