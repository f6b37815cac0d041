import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { draftNotebook } from "../../testing/draft-notebook";
import { type PreparedRun, prepareRun } from "./prepare-run";
import type { RunEvent } from "./run-notebook";
import { executeRuns } from "./run-notebooks";

const directory = mkdtempSync(join(tmpdir(), "cmoe-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Each of two notebooks writes a file and waits for the other's: that ends only when they run at the same time. */
function meeting(own: string, other: string, seconds: number): readonly string[] {
  const path = (name: string): string => JSON.stringify(join(directory, name));
  return [
    "import { existsSync, writeFileSync } from 'node:fs'",
    `writeFileSync(${path(own)}, ''); console.log('${own} is here')`,
    `const limit = Date.now() + ${seconds * 1000};
while (!existsSync(${path(other)})) {
  if (Date.now() > limit) throw new Error('nobody came');
  await new Promise((r) => setTimeout(r, 20));
}
'${own} has met'`,
  ];
}

async function prepare(folder: string, notebooks: readonly string[]): Promise<readonly PreparedRun[]> {
  const all: PreparedRun[] = [];
  for (const each of notebooks) all.push(await prepareRun(each, { outDirectory: join(directory, folder) }));
  return all;
}

describe("several notebooks", () => {
  it("run at the same time, and are told of one after the other", async () => {
    const notebooks = [
      draftNotebook(directory, "a", [
        ...meeting("first", "second", 60),
        "await new Promise((r) => setTimeout(r, 1000))",
      ]),
      draftNotebook(directory, "b", meeting("second", "first", 60)),
    ];
    const events: RunEvent[] = [];
    const outcomes = await executeRuns(await prepare("two", notebooks), 2, {
      onProgress: (event) => events.push(event),
    });
    expect(outcomes).toMatchObject(notebooks.map((notebook) => ({ kind: "run", run: { notebook } })));
    expect(outcomes.map((each) => each.kind === "run" && each.run.failure)).toEqual([undefined, undefined]);
    const order = events.map((event) => event.notebook);
    expect(order).toEqual([...order].sort());
    expect(new Set(order).size).toBe(2);
    expect(events.filter((event) => event.kind === "cell ended")).toHaveLength(7);
    rmSync(join(directory, "first"));
    rmSync(join(directory, "second"));
  });

  it("run one after the other where one job is wanted; a failure does not keep the others from running", async () => {
    const notebooks = [
      draftNotebook(directory, "c", meeting("first", "second", 1)),
      draftNotebook(directory, "d", ["2 + 2"]),
    ];
    const outcomes = await executeRuns(await prepare("one", notebooks), 1, {});
    expect(outcomes).toMatchObject([{ run: { failure: { evalue: "nobody came" } } }, { run: { cells: 1 } }]);
  });

  it("have the same bytes whatever the number of jobs", async () => {
    const small = join(__dirname, "../../fixtures/small.ipynb");
    const notebooks = [small, draftNotebook(directory, "e", ["console.log(1)", "[1, 2]"])];
    const bytes: string[][] = [];
    for (const jobs of [1, 2]) {
      const runs = await prepare(`jobs-${jobs}`, notebooks);
      await executeRuns(runs, jobs, {});
      bytes.push(runs.map((each) => readFileSync(each.output, "utf8")));
    }
    expect(bytes[0]).toEqual(bytes[1]);
    expect(bytes[0]?.[0]).toContain("execute_result");
  });
});
