import { describe, expect, it } from "vitest";
import { designStudy } from "../../../src/study/design/design-study";
import { toPathJson } from "../../../src/study/design/path-json";
import { scenarioPath } from "../../../src/study/design/scenarios";
import { runStudy } from "../../../src/study/engines/run-study";
import type { StudyRecord } from "../../../src/study/records/record";
import { askerBy } from "../../testing/asker";
import { type Runner, type RunState, StudyRun } from "./study-run";
import { answer } from "./tasks";
import { Withdrawn } from "./withdrawn";

const { path } = scenarioPath("D/vanishing");
const plan = {
  path: toPathJson(path),
  sizes: [300, 700],
  replications: 4,
  seed: 11,
  starts: ["cold", "warm"] as const,
};
const timeless = ({ seconds: _, ...rest }: StudyRecord) => rest;

/** Works in this thread, later replicates first: arrival must not matter. */
const backwards: Runner = {
  size: 2,
  asker: askerBy(async (request) => {
    if (request.kind !== "replicate") throw new Error("A run asks for replicates only.");
    for (let turn = 0; turn < 10 - request.replicate; turn++) await Promise.resolve();
    return answer(request);
  }),
};

function settled(run: StudyRun, until: RunState): Promise<void> {
  return new Promise((done) => {
    const look = (): void => (run.state === until ? done() : void setTimeout(look, 1));
    look();
  });
}

describe("a study in the page", () => {
  it("has the records of the same study in Node, whatever the order of arrival", async () => {
    const run = new StudyRun(plan, backwards, () => {});
    run.start();
    await settled(run, "done");
    for (const start of plan.starts) {
      const { sizes, replications, seed } = plan;
      const study = await runStudy(designStudy(path, { sizes, replications, seed, start }), { workers: 0 });
      const expected: StudyRecord[] = [];
      for await (const batch of study.records()) expected.push(...batch);
      expected.sort((a, b) => a.n - b.n || a.replicate - b.replicate);
      expect(run.records(start).map(timeless)).toEqual(expected.map(timeless));
    }
  });

  it("begins replicates in rounds: number 0 at every size and start, then number 1", async () => {
    const begun: string[] = [];
    const asker = askerBy(async (request) => {
      if (request.kind === "replicate") begun.push(`${request.replicate} ${request.n} ${request.start}`);
      return answer(request);
    });
    const run = new StudyRun(plan, { size: 1, asker }, () => {});
    run.start();
    await settled(run, "done");
    const rounds = [0, 1, 2, 3].flatMap((k) =>
      plan.sizes.flatMap((n) => plan.starts.map((start) => `${k} ${n} ${start}`)),
    );
    expect(begun).toEqual(rounds);
  });

  it("pauses, takes a step, goes on and loses nothing", async () => {
    const run = new StudyRun(plan, backwards, (one) => {
      if (one.done === 5 && one.state === "running") one.pause();
    });
    run.start();
    await settled(run, "paused");
    await new Promise((later) => setTimeout(later, 50));
    const held = run.done;
    expect(held).toBeLessThan(run.total);
    const next = run.upcoming;
    if (!next) throw new Error("nothing to step to");
    run.add(next.start, answer({ kind: "replicate", ...next }) as StudyRecord);
    expect([run.done, run.state]).toEqual([held + 1, "paused"]);
    run.start();
    await settled(run, "done");
    expect(run.done).toBe(run.total);
    expect(run.upcoming).toBeUndefined();
  });

  it("cancels: what is in flight is withdrawn and no record comes after", async () => {
    let asked = 0;
    const asker = askerBy(
      (_, signal) =>
        new Promise((__, failed) => {
          asked++;
          signal?.addEventListener("abort", () => failed(new Withdrawn()));
        }),
    );
    const never: Runner = { size: 2, asker };
    const run = new StudyRun(plan, never, () => {});
    run.start();
    run.cancel();
    await new Promise((later) => setTimeout(later, 10));
    expect([run.state, run.done, asked]).toEqual(["cancelled", 0, 4]);
    run.start();
    expect(run.state).toBe("cancelled");
  });

  it("records a worker that dies as a failed fit with its reason", async () => {
    const run = new StudyRun(
      plan,
      { size: 1, asker: askerBy(() => Promise.reject(new Error("out of memory"))) },
      () => {},
    );
    run.start();
    await settled(run, "done");
    for (const record of run.records("cold")) {
      expect(record).toMatchObject({ error: null, converged: false, reason: "out of memory", path: path.id });
    }
    expect(run.records("cold").length).toBe(8);
  });
});
