/**
 * npm run bench [-- --n 1e5 --rounds 15 --large]: passes and fits against the peers this machine has, interleaved; prints
 * Markdown tables and writes build/bench/result.json. --large adds n = 1e7 to the growth curve.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchBounds } from "./bounds";
import { benchBrowser } from "./browser-fit";
import { benchFits } from "./fits";
import { benchGatePass } from "./gate-pass";
import { benchGrowth } from "./growth";
import { benchPasses } from "./passes";
import { compilePeer, findPython, runRegressions } from "./peer";
import { DIMENSION, type PromptKind, problem } from "./problem";
import { benchStudies } from "./study-cost";
import {
  fitTable,
  growthTable,
  type MemoryRow,
  memoryTable,
  passTable,
  regressionTable,
  studyTable,
  targetTable,
} from "./table";
import { type PromptBench, targetsOf } from "./targets";
import { benchTheory } from "./theory-cost";

const PEERS = join(process.cwd(), "bench", "peers");
const OUT = join(process.cwd(), "build", "bench");
const REGRESSION_ROWS = 10_000;

/** Peak memory of a fit, in a process of its own. */
function memoryOf(n: number): MemoryRow {
  return JSON.parse(execFileSync(process.execPath, [join(__dirname, "memory.js"), String(n)], { encoding: "utf8" }));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      n: { type: "string", default: "1e5" },
      rounds: { type: "string", default: "15" },
      large: { type: "boolean", default: false },
    },
  });
  const [n, rounds] = [Number(values.n), Number(values.rounds)];
  if (!(Number.isInteger(n) && n >= 1000 && Number.isInteger(rounds) && rounds >= 1)) {
    throw new Error(
      `--n ${values.n} --rounds ${values.rounds}: expected a size of at least 1000 and at least 1 round.`,
    );
  }
  mkdirSync(OUT, { recursive: true });
  const reference = compilePeer(join(PEERS, "pass.c"), OUT, "pass");
  const python = findPython();
  const [cpu] = cpus();
  const machine = `${cpus().length} x ${cpu.model}, Node ${process.version}, load ${loadavg()[0].toFixed(1)} at the start`;
  const sections: string[] = [];
  const say = (title: string, table: string): void => {
    sections.push(`**${title}**\n\n${table}`);
    process.stdout.write(`\n${sections[sections.length - 1]}\n`);
  };
  process.stdout.write(`${machine}\nn = ${n}, d = ${DIMENSION}, ${python?.versions ?? "no numpy and scipy found"}\n`);
  if (loadavg()[0] > 0.5)
    process.stdout.write("Other programs are running: trust ratios of fastest runs, not times.\n");
  const about = { machine, dimension: DIMENSION, python: python?.versions ?? null };
  const prompts: PromptBench[] = [];
  for (const kind of ["identity", "tanh"] satisfies PromptKind[]) {
    const expert = kind === "identity" ? "linear" : "tanh";
    const data = problem(kind, n, OUT);
    const passes = await benchPasses(data, reference, 4 * rounds);
    say(`Pass, ${expert} prompt`, passTable(passes, n));
    const gates = await benchGatePass(data, 4 * rounds);
    say(`Gates, ${expert} prompt`, passTable(gates, n));
    const fits = await benchFits(data, PEERS, python, rounds);
    say(`Fit, ${expert} prompt`, fitTable(fits));
    const sizes = [1e3, 1e4, 1e5, 1e6, ...(values.large ? [1e7] : [])];
    const growth = benchGrowth(kind, sizes, 2);
    say(`Growth, ${expert} prompt`, growthTable(growth));
    const browser = await benchBrowser(kind, n, rounds);
    if (browser.length > 0) say(`Node and Chromium, one-start fit, ${expert} prompt`, passTable(browser, n, "one fit"));
    prompts.push({ expert, n, passes, fits, growth, gates, browser, bounds: await benchBounds(kind, n) });
  }
  const studies = await benchStudies();
  say("Studies, d = 8, tanh prompt", studyTable(studies));
  const theory = benchTheory();
  const targets = targetsOf(prompts, studies, theory);
  say("Targets", targetTable(targets));
  const memory = [1e5, 1e6, ...(values.large ? [1e7] : [])].map(memoryOf);
  say("Peak memory of a process that draws and fits", memoryTable(memory));
  const small = problem("identity", REGRESSION_ROWS, join(OUT, "small"));
  const regressions = runRegressions(PEERS, small.dataFile, REGRESSION_ROWS, DIMENSION);
  if (regressions.length > 0) say("R", regressionTable(regressions, REGRESSION_ROWS));
  const size = readFileSync(require.resolve("#dist/numerics/wasm/kernel-bytes.generated"), "utf8");
  const moduleBytes = Math.round((/"([A-Za-z0-9+/=]+)"/.exec(size)?.[1].length ?? 0) * 0.75);
  process.stdout.write(
    `\nWebAssembly module: ${moduleBytes} bytes; memory (d + 3) * 8 = ${(DIMENSION + 3) * 8} bytes per observation\n`,
  );
  const costs = studies.map(({ maxima, ...cost }) => cost);
  writeFileSync(
    join(OUT, "result.json"),
    `${JSON.stringify({ ...about, prompts, studies: costs, theory, targets, memory, regressions, moduleBytes }, null, 2)}\n`,
  );
  writeFileSync(join(OUT, "table.md"), `${machine}\n\n${sections.join("\n\n")}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
