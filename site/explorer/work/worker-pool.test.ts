import { describe, expect, it } from "vitest";
import type { Request } from "./tasks";
import { Withdrawn } from "./withdrawn";
import { type Hired, WorkerPool } from "./worker-pool";

const path = { id: "D/x" } as unknown as Extract<Request, { kind: "limit" }>["path"];
const look = { kind: "limit", path } as const;
const bulk = (replicate: number) => ({ kind: "replicate", path, seed: 1, start: "cold", n: 10, replicate }) as const;

/** Workers that do nothing until told: what they were given, and levers to answer or die. */
function levers() {
  const hired: {
    given: Request[];
    ended: boolean;
    answer: (value: unknown) => void;
    die: (message: string) => void;
  }[] = [];
  const hire = (): Hired => {
    const worker: Hired = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      postMessage: (request: Request) => {
        self.given.push(request);
      },
      terminate: () => {
        self.ended = true;
      },
    };
    const self = {
      given: [] as Request[],
      ended: false,
      answer: (value: unknown) => worker.onmessage?.call(worker as Worker, { data: { answer: value } } as MessageEvent),
      die: (message: string) =>
        worker.onerror?.call(worker as Worker, { message, preventDefault: () => {} } as unknown as ErrorEvent),
    };
    hired.push(self);
    return worker;
  };
  return { hired, hire };
}

const outcome = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: Error) => error);

describe("the pool of web workers", () => {
  it("keeps one worker free for the reader: a study gets no more than its size", async () => {
    const { hired, hire } = levers();
    const pool = new WorkerPool(hire, 2);
    const replicates = [0, 1, 2].map((k) => pool.ask(bulk(k), { urgent: false }));
    expect(hired.map(({ given }) => given.length)).toEqual([1, 1, 0]);
    const seen = pool.ask(look);
    expect(hired[2].given).toEqual([look]);
    hired[2].answer([1]);
    expect(await seen).toEqual([1]);
    hired[0].answer("first");
    expect(await replicates[0]).toBe("first");
    expect(hired[0].given.length).toBe(2);
  });

  it("withdraws a study at once: workers end and are replaced once, and nothing of it is begun anew", async () => {
    const { hired, hire } = levers();
    const pool = new WorkerPool(hire, 2);
    const controller = new AbortController();
    const all = [0, 1, 2, 3].map((k) => outcome(pool.ask(bulk(k), { urgent: false, signal: controller.signal })));
    controller.abort();
    for (const one of await Promise.all(all)) expect(one).toBeInstanceOf(Withdrawn);
    expect(hired.map(({ ended }) => ended)).toEqual([true, true, false, false, false]);
    expect(hired.slice(2).flatMap(({ given }) => given)).toEqual([]);
    expect(await outcome(pool.ask(look, { signal: controller.signal }))).toBeInstanceOf(Withdrawn);
  });

  it("replaces a worker that dies, and its request fails with the reason", async () => {
    const { hired, hire } = levers();
    const pool = new WorkerPool(hire, 1);
    const first = pool.ask(look);
    hired[0].answer([]);
    await first;
    const second = outcome(pool.ask(bulk(0)));
    hired[0].die("out of memory");
    expect(await second).toEqual(new Error("out of memory"));
    expect(hired[0].ended).toBe(true);
    const third = pool.ask(look);
    expect(hired[2].given).toEqual([look]);
    hired[2].answer([2]);
    expect(await third).toEqual([2]);
  });

  it("says so when no worker runs at all, instead of waiting for ever", async () => {
    const { hired, hire } = levers();
    const pool = new WorkerPool(hire, 1);
    const asked = [look, look, look].map((request) => outcome(pool.ask(request)));
    for (const worker of [...hired]) worker.die("blocked by a policy");
    const reasons = (await Promise.all(asked)).map(String);
    expect(reasons[0]).toMatch(/blocked by a policy/);
    expect(reasons[2]).toMatch(/No web worker runs here: blocked by a policy/);
    expect(hired.length).toBe(2);
    expect(String(await outcome(pool.ask(look)))).toMatch(/No web worker runs/);
  });
});
