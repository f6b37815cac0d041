/**
 * Runs the successor's own method, EM started near the truth, in every reading on the samples of its three published
 * studies: 20 sizes with 40 replicates each. One process per core; what is done stays in build/published-method when it is
 * interrupted, and the same command goes on. About 40 minutes on two cores.
 *
 * npm run published-method   -> data/published-method.csv.gz, of which published-method.test.ts recomputes a part
 */
import { fork } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { softmaxPath } from "#dist/study/design/softmax-paths";
import {
  METHOD_COLUMNS,
  METHOD_FILE,
  methodRow,
  parseMethodRuns,
} from "#dist/study/questions/published-method/method-file";
import { type MethodRun, runMethod } from "#dist/study/questions/published-method/method-run";
import { READINGS } from "#dist/study/questions/published-method/readings";
import { writeChecksums } from "#dist/study/records/checksums";
import { PUBLISHED_DATA, publishedStudy } from "#dist/study/records/published-study";

const SETTINGS = ["D/successor-a", "S/successor-b.i", "S/successor-b.ii"] as const;
const RUNS = 40;
const KEPT = join("build", "published-method");
const HEAD = METHOD_COLUMNS.join(",");

/** Every run that is wanted, in the order of the file. */
const wanted = SETTINGS.flatMap((id) => {
  const design = publishedStudy(id)?.design;
  if (!design) throw new Error(`No published study of ${id}: its seed and sizes are needed.`);
  const { seed, sizes } = design;
  return READINGS.flatMap(({ name }) =>
    sizes.flatMap((n) =>
      Array.from({ length: RUNS }, (_, replicate) => ({ path: id, seed, reading: name, n, replicate })),
    ),
  );
});
const keyOf = ({ path, reading, n, replicate }: Pick<MethodRun, "path" | "reading" | "n" | "replicate">): string =>
  [path, reading, n, replicate].join(" ");

/** What is done already; a line that was cut short by an interruption is left out. */
function keptRuns(): ReadonlyMap<string, string> {
  const lines = readdirSync(KEPT).flatMap((file) => readFileSync(join(KEPT, file), "utf8").split("\n").slice(0, -1));
  const runs = parseMethodRuns([HEAD, ...lines].join("\n"), KEPT);
  return new Map(runs.map((run) => [keyOf(run), methodRow(run)]));
}

function work(share: number, of: number): void {
  const done = keptRuns();
  const file = join(KEPT, `${share}-${process.pid}.csv`);
  const mine = wanted
    .filter((_, i) => i % of === share)
    .filter((run) => !done.has(keyOf(run)))
    // The cheap ones first.
    .sort((a, b) => a.n - b.n);
  for (const [i, { path, seed, reading, n, replicate }] of mine.entries()) {
    appendFileSync(file, `${methodRow(runMethod(softmaxPath(path).path, seed, reading, { n, replicate }))}\n`);
    if (share === 0 && i % 20 === 0) process.stdout.write(`${i} of ${mine.length}, n = ${n}\n`);
  }
}

function gather(): void {
  const done = keptRuns();
  const rows = wanted.map((run) => done.get(keyOf(run)));
  const missing = rows.filter((row) => row === undefined).length;
  if (missing > 0) throw new Error(`${missing} of ${rows.length} runs are missing; run the command again.`);
  writeFileSync(METHOD_FILE, gzipSync([HEAD, ...rows, ""].join("\n"), { level: 9 }));
  writeChecksums(PUBLISHED_DATA);
}

mkdirSync(KEPT, { recursive: true });
const share = process.env.METHOD_SHARE;
const cores = availableParallelism();
if (share !== undefined) work(Number(share), cores);
else {
  const children = Array.from({ length: cores }, (_, i) =>
    fork(process.argv[1], { env: { ...process.env, METHOD_SHARE: String(i) } }),
  );
  void Promise.all(children.map((child) => new Promise((ended) => child.on("exit", ended)))).then(gather);
}
