import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { CellRuntime } from "../cell/host";
import { PROJECT_ROOT } from "../runner/kernel-spec";
import { readNotebook } from "../runner/notebook-file";
import { Evaluator } from "./evaluator";
import { Interrupts } from "./interrupts/interrupts";
import { libDirectory } from "./modules/module-loader";

const NOTEBOOKS = join(PROJECT_ROOT, "notebooks");

/** Cells are compiled and checked one upon the other, but compute nothing. */
const IDLE: CellRuntime = { load: () => ({}), call: () => undefined, interruption: () => undefined };

interface Time {
  /** What the clock says; on a machine that is shared much of it is the others'. */
  readonly wall: number;
  /** What the processors have spent for this process. */
  readonly processor: number;
}

function time<T>(work: () => T): Time & { readonly result: T } {
  const started = performance.now();
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - started, processor: (user + system) / 1000, result };
}

function quantile(times: readonly Time[], share: number, what: keyof Time): number {
  const sorted = times.map((each) => each[what]).sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

/** A loop that is always the same, by which the machine's speed of the moment is known: the compiler reads one file. */
const KNOWN = ts.sys.readFile(join(libDirectory(), "lib.es5.d.ts")) ?? "";
const knownLoop = (): Time => time(() => ts.createSourceFile("known.ts", KNOWN, ts.ScriptTarget.ESNext, true));

describe("a fresh cell of the workbook", () => {
  it("is compiled and checked in under 60 ms on a machine that has nothing else to do", {
    timeout: 300_000,
  }, async () => {
    const first: Time[] = [];
    const later: Time[] = [];
    const loops: Time[] = [];
    for (const name of readdirSync(NOTEBOOKS).filter((each) => each.endsWith(".ipynb"))) {
      const { engine } = new Evaluator(NOTEBOOKS, PROJECT_ROOT, new Interrupts());
      engine.warm('import "contaminated-moe"; console.log(1);');
      let isFirst = true;
      for (const [at, { type, source }] of readNotebook(join(NOTEBOOKS, name)).cells.entries()) {
        if (type !== "code") continue;
        loops.push(knownLoop());
        const { result, ...spent } = time(() => {
          const compiled = engine.compile(source, `cell-${at}.ts`);
          return "code" in compiled
            ? { compiled, wrong: engine.check(compiled) }
            : { compiled: undefined, wrong: compiled };
        });
        expect([name, at, result.wrong]).toEqual([name, at, []]);
        if (!result.compiled) continue;
        await engine.run(result.compiled, IDLE);
        engine.settle(result.compiled, true);
        (isFirst ? first : later).push(spent);
        isFirst = false;
      }
    }
    const told = (times: readonly Time[], share: number): string =>
      `${quantile(times, share, "processor").toFixed(0)} (${quantile(times, share, "wall").toFixed(0)} by the clock)`;
    const ratio = quantile(later, 0.5, "processor") / quantile(loops, 0.5, "processor");
    // What the loop takes when nobody disturbs it.
    const quiet = ratio * quantile(loops, 0, "processor");
    console.info(
      `${later.length} cells: median ${told(later, 0.5)} ms, nine of ten within ${told(later, 0.9)}; first cells: median ${told(first, 0.5)} ms; the known loop ${told(loops, 0.5)} ms, at best ${told(loops, 0)} ms; a cell is ${ratio.toFixed(2)} of it, ${quiet.toFixed(0)} ms undisturbed`,
    );
    expect(later.length).toBeGreaterThan(100);
    expect(quiet).toBeLessThan(60);
  });
});
