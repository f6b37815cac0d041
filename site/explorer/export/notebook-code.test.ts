import ts from "typescript";
import { describe, expect, it } from "vitest";
import { toPathJson } from "../../../src/study/design/path-json";
import type { StudyRecord } from "../../../src/study/records/record";
import { type ExplorerState, fitLengths, presetState } from "../state/state";
import { checkState } from "../state/state-check";
import { answer } from "../work/tasks";
import { notebookCode, notebookFile } from "./notebook-code";

/** Runs a cell's code as Node would, and hands over the variables it makes. */
async function run(code: string, variables: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const module = ts.transpile(code, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 });
  const body = `return (async () => { ${module}; return { ${variables.join(", ")} }; })();`;
  const quiet = { log: () => {} };
  return new Function("require", "exports", "console", body)(require, {}, quiet);
}

const small = { from: 300, to: 900, count: 2, replications: 2, seed: 5 } as const;
const original = presetState("S/slope");
const tilted = { ...presetState("S/gate-tilted"), ...small };
const states: readonly (readonly [string, ExplorerState])[] = [
  ["a preset, both starts", { ...presetState("L/resonant"), ...small, start: "both" }],
  ["a preset of the softmax gate", tilted],
  [
    "an own path with a softmax gate in two dimensions",
    fitLengths({ ...tilted, dimension: 2, nu0: 0.04, law: "normal" }, tilted),
  ],
  [
    "an own path in two dimensions",
    fitLengths(
      { ...original, ...small, density: "student-t", df: 6, dimension: 2, prompt: { activation: "gelu", bias: false } },
      original,
    ),
  ],
];

function experimentOf(state: ExplorerState) {
  const checked = checkState(state);
  if (!checked.sound) throw new Error(JSON.stringify(checked.problems));
  return checked.experiment;
}

describe("the code of a state", () => {
  it.each(states)("runs as it stands and gives the page's records: %s", async (_, state) => {
    const starts = state.start === "both" ? (["cold", "warm"] as const) : (["cold"] as const);
    const made = await run(notebookCode(state, experimentOf(state)), [...starts, "summary"]);
    const path = toPathJson(experimentOf(state).path);
    for (const start of starts) {
      const study = made[start] as { records(): AsyncIterable<readonly StudyRecord[]> };
      let count = 0;
      for await (const batch of study.records()) {
        for (const { seconds: __, ...record } of batch) {
          const { n, replicate } = record;
          const { seconds: ___, ...here } = answer({
            kind: "replicate",
            path,
            seed: 5,
            start,
            n,
            replicate,
          }) as StudyRecord;
          expect(here).toEqual(record);
          count++;
        }
      }
      expect(count).toBe(4);
    }
  });

  it("is a notebook for this workbook's kernel, the code its one cell", () => {
    const [, state] = states[0];
    const { cells, metadata, nbformat } = JSON.parse(notebookFile(state, experimentOf(state)));
    expect(nbformat).toBe(4);
    expect(metadata.kernelspec.name).toBe("contaminated-moe");
    expect(cells.map((cell: { source: readonly string[] }) => cell.source.join(""))).toEqual([
      notebookCode(state, experimentOf(state)).trimEnd(),
    ]);
  });
});
