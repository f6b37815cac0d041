import { type Fit, fit } from "contaminated-moe";
import { type Contender, clock, interleave, type Timing } from "./measure";
import { type Answer, Peer } from "./peer";
import { DIMENSION, type Problem } from "./problem";

export interface FitTiming extends Timing {
  readonly logLikelihood: number;
  /** EM's, BFGS's or Newton's own count; full-data passes for ours. */
  readonly iterations: number;
}

/** Whole fits: ours from one start and cold, and numpy and scipy from the same start. */
export async function benchFits(
  problem: Problem,
  peers: string,
  python: string | undefined,
  rounds: number,
): Promise<readonly FitTiming[]> {
  const { model, sample, start, dataFile, kind } = problem;
  const last = new Map<string, { readonly logLikelihood: number; readonly iterations: number }>();
  const ours = (name: string, work: () => Fit): Contender => ({
    name,
    run: () =>
      clock(() => {
        const { logLikelihood, passes } = work();
        last.set(name, { logLikelihood, iterations: Math.round(passes * 10) / 10 });
      }),
  });
  const contenders: Contender[] = [
    ours("ours, one start", () => fit(model, sample, { warm: start })),
    ours("ours, one start, nested", () => fit(model, sample, { warm: start, search: "nested" })),
    ours("ours, cold (16 starts)", () => fit(model, sample)),
  ];
  let peer: Peer | undefined;
  if (python !== undefined) {
    const point = [start.lambda, ...start.eta, start.nu].join(",");
    const args = [`${peers}/fits.py`, dataFile, String(sample.n), String(DIMENSION), kind, point];
    const answers = new Peer(python, args);
    peer = answers;
    const theirs = (name: string, task: string): Contender => ({
      name,
      run: async () => {
        const answer: Answer = await answers.run(task);
        last.set(name, { logLikelihood: answer.logLikelihood ?? Number.NaN, iterations: answer.iterations ?? 0 });
        return answer.seconds;
      },
    });
    contenders.push(theirs("numpy EM", "em"), theirs("scipy BFGS", "bfgs"), theirs("numpy Newton", "newton"));
  }
  const timings = await interleave(contenders, rounds);
  peer?.stop();
  return timings.map((timing) => ({ ...timing, ...(last.get(timing.name) ?? { logLikelihood: 0, iterations: 0 }) }));
}
