/**
 * Does a fit find what many random starts find? Random models and data (random-case.ts); each fit is compared with the best
 * of K starts of scipy's L-BFGS-B in the same box (peers/lbfgsb.py), whose point is judged by this project's likelihood.
 * Cases that are done stand in build/bench/fuzz-SEED.jsonl and are not run again; processes with other ranges may run beside.
 *
 * npm run bench:fuzz -- [seed] [cases] [first] [K]
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ContaminatedMoe, fit, type Parameters, type Sample } from "contaminated-moe";
import { frozenLogDensities } from "#dist/estimation/likelihood/likelihood";
import { likelihoodOf } from "#dist/estimation/likelihood/wasm-likelihood";
import { boxVectors } from "#dist/model/box";
import { compilePeer, findPython, Peer } from "./peer";
import { randomCase } from "./random-case";

const MISS = 1e-5;

/** What is kept of a case. */
interface Result {
  readonly index: number;
  readonly n: number;
  /** The peer's best log-likelihood minus the fit's. */
  readonly lost: number;
  readonly satisfied: boolean;
  readonly milliseconds: number;
  readonly peerSeconds: number;
  readonly description: string;
  readonly starts: number;
  readonly reachedBest: number;
  readonly seenOnce: number;
  readonly found: Parameters;
  readonly nature: string;
  readonly logLikelihood: number;
  readonly peer: readonly number[];
}

function task(model: ContaminatedMoe, { n, dimension, x, y }: Sample, starts: number, seed: number): string {
  const { expert } = model.prompt;
  if (expert.kind === "custom") throw new Error("The peer knows built-in experts only.");
  const { lower, upper } = boxVectors(model.box);
  const { activation, bias } = expert;
  const logF0 = Array.from(frozenLogDensities(model, { n, dimension, x, y }));
  const data = { n, dimension, activation, bias, x: Array.from(x), y: Array.from(y), logF0 };
  return JSON.stringify({ ...data, lower: Array.from(lower), upper: Array.from(upper), starts, seed });
}

async function examine(peer: Peer, seed: number, index: number, starts: number): Promise<Result> {
  const { model, sample, description } = randomCase(seed, index);
  const began = process.cpuUsage();
  const found = fit(model, sample, { key: { seed, path: "fuzz", n: sample.n, replicate: index } });
  const { user, system } = process.cpuUsage(began);
  const answer = await peer.run(task(model, sample, starts, 1_000_003 * seed + index));
  const at = answer.at ?? [];
  const likelihood = likelihoodOf(model, sample);
  const value = likelihood.value(Float64Array.from(at));
  likelihood.release();
  if (Math.abs(value - (answer.logLikelihood ?? Number.NaN)) > 1e-9 * (sample.n + Math.abs(value))) {
    console.log(`case ${index}: the peer's likelihood is ${answer.logLikelihood}, ours at its point is ${value}`);
  }
  const { satisfied, reachedBest, seenOnce } = found.certificate;
  return {
    index,
    n: sample.n,
    lost: value - found.logLikelihood,
    satisfied,
    milliseconds: (user + system) / 1000,
    peerSeconds: answer.seconds,
    description,
    starts: found.starts,
    reachedBest,
    seenOnce,
    found: found.estimate,
    nature: found.nature,
    logLikelihood: found.logLikelihood,
    peer: at,
  };
}

function tell(one: Result): void {
  const verdict = one.satisfied ? "satisfied" : "not satisfied";
  console.log(
    `MISS ${one.index}: ${one.lost.toPrecision(3)} (${one.description}); ${one.starts} starts, best ${one.reachedBest}, ` +
      `once ${one.seenOnce}, ${verdict}, ${one.milliseconds.toFixed(0)} ms\n` +
      `  found ${JSON.stringify(one.found)} (${one.nature})\n  peer ${JSON.stringify(one.peer)}`,
  );
}

function summarise(seed: number, results: readonly Result[], starts: number): void {
  const missed = results.filter(({ lost }) => lost > MISS).length;
  const above = results.filter(({ lost }) => lost < -MISS).length;
  const open = results.filter(({ satisfied }) => !satisfied).length;
  const small = results.filter(({ n }) => n <= 5000).map(({ milliseconds }) => milliseconds);
  const mean = small.reduce((sum, ms) => sum + ms, 0) / small.length;
  const peer = results.reduce((sum, { peerSeconds }) => sum + peerSeconds, 0) / results.length;
  const quantile = (share: number): string =>
    String(results.map(({ n }) => n).sort((a, b) => a - b)[Math.floor(share * (results.length - 1))]);
  console.log(
    `seed ${seed}: ${missed} misses of ${results.length} against ${starts} L-BFGS-B starts; above them in ${above}; certificate ` +
      `not satisfied in ${open}; n from ${quantile(0)} to ${quantile(1)}, median ${quantile(0.5)}; ${mean.toFixed(0)} ms of ` +
      `CPU per fit, at most ${Math.max(...small).toFixed(0)}; L-BFGS-B ${peer.toFixed(2)} s`,
  );
}

async function main(): Promise<void> {
  const [seed, cases, first, starts] = [2, 3, 4, 5].map((at, k) => Number(process.argv[at] ?? [1, 100, 0, 200][k]));
  const build = join(process.cwd(), "build", "bench");
  const peers = join(process.cwd(), "bench", "peers");
  mkdirSync(build, { recursive: true });
  const python = findPython();
  const library = compilePeer(join(peers, "mixture.c"), build, `mixture-${process.pid}.so`);
  if (!python || !library)
    throw new Error("The fuzz needs gcc and a Python with numpy and scipy (CMOE_PYTHON names one).");
  const file = join(build, `fuzz-${seed}.jsonl`);
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  const kept = lines.map((line) => JSON.parse(line) as Result);
  const results: Result[] = [];
  const peer = new Peer(python.command, [join(peers, "lbfgsb.py"), library]);
  for (let index = first; index < first + cases; index++) {
    let one = kept.find((result) => result.index === index);
    if (one === undefined) {
      one = await examine(peer, seed, index, starts);
      appendFileSync(file, `${JSON.stringify(one)}\n`);
    }
    results.push(one);
    if (one.lost > MISS) tell(one);
    if (results.length % 50 === 0) console.log(`${results.length} of ${cases}`);
  }
  peer.stop();
  summarise(seed, results, starts);
}

void main();
