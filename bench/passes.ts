import { newPass, plainLikelihood } from "contaminated-moe";
import { parallelLikelihood } from "contaminated-moe/node";
import { wasmLikelihood } from "#dist/estimation/likelihood/wasm-likelihood";
import { type Contender, clock, interleave, type Timing } from "./measure";
import { Peer } from "./peer";
import { DIMENSION, type Problem } from "./problem";

/** One pass (log-likelihood, gradient, Hessian) over all rows: ours on one and two threads, plain, and the C reference. */
export async function benchPasses(
  problem: Problem,
  reference: string | undefined,
  rounds: number,
): Promise<readonly Timing[]> {
  const { model, sample, dataFile, kind } = problem;
  // The point that pass.c evaluates.
  const theta = Float64Array.of(0.4, ...Array.from({ length: DIMENSION + 1 }, () => 0.35), 1.1);
  const out = newPass(theta.length);
  const [one, two] = [wasmLikelihood(model, sample), parallelLikelihood(model, sample, 2)];
  const plain = plainLikelihood(model, sample);
  const contenders: Contender[] = [
    { name: "WebAssembly, 1 thread", run: () => clock(() => one.evaluate(theta, out)) },
    { name: "WebAssembly, 2 threads", run: () => clock(() => two.evaluate(theta, out)) },
    { name: "plain TypeScript", run: () => clock(() => plain.evaluate(theta, out)) },
  ];
  let peer: Peer | undefined;
  if (reference !== undefined) {
    peer = new Peer(reference, [dataFile, String(sample.n), String(DIMENSION), kind]);
    const answers = peer;
    contenders.push({
      name: "C, gcc -O3 -march=native -ffast-math",
      run: async () => (await answers.run("pass")).seconds,
    });
    one.evaluate(theta, out);
    const theirs = (await answers.run("pass")).logLikelihood ?? Number.NaN;
    if (!(Math.abs(theirs - out.logLikelihood) < 1e-9 * Math.abs(theirs))) {
      throw new Error(`C finds log-likelihood ${theirs}, WebAssembly ${out.logLikelihood}.`);
    }
  }
  // The engine compiles the hot loop again, better, after some calls.
  for (let i = 0; i < 30; i++) one.evaluate(theta, out);
  const timings = await interleave(contenders, rounds);
  peer?.stop();
  one.release();
  two.release();
  return timings;
}
