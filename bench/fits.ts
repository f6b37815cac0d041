import { type Fit, fit } from "contaminated-moe";
import { type Contender, clock, interleave, type Timing } from "./measure";
import { type Answer, Peer, type Python } from "./peer";
import { DIMENSION, type Problem } from "./problem";

export interface FitTiming extends Timing {
  readonly logLikelihood: number;
  /** EM's, BFGS's or Newton's own count; full-data passes for ours. */
  readonly iterations: number;
}

/** Whole fits: ours from one start and cold, and Python's libraries from the same start. */
export async function benchFits(
  problem: Problem,
  peers: string,
  python: Python | undefined,
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
    ours("ours, cold", () => fit(model, sample)),
  ];
  const all: Peer[] = [];
  if (python !== undefined) {
    const point = [start.lambda, ...start.eta, start.nu].join(",");
    const args = [dataFile, String(sample.n), String(DIMENSION), kind, point];
    const peer = (...program: readonly string[]): Peer => {
      const started = new Peer(python.command, [...program, ...args]);
      all.push(started);
      return started;
    };
    const theirs = (name: string, answers: Peer, task: string): Contender => ({
      name,
      run: async () => {
        const answer: Answer = await answers.run(task);
        last.set(name, { logLikelihood: answer.logLikelihood ?? Number.NaN, iterations: answer.iterations ?? 0 });
        return answer.seconds;
      },
    });
    const numpy = peer(`${peers}/fits.py`);
    for (const [name, task] of [
      ["numpy EM", "em"],
      ["scipy BFGS", "bfgs"],
      ["numpy Newton", "newton"],
    ]) {
      contenders.push(theirs(name, numpy, task));
    }
    for (const library of python.automatic) {
      contenders.push(theirs(`${library} BFGS`, peer(`${peers}/jitted.py`, library), "bfgs"));
    }
  }
  const timings = await interleave(contenders, rounds);
  for (const peer of all) peer.stop();
  return timings.map((timing) => ({ ...timing, ...(last.get(timing.name) ?? { logLikelihood: 0, iterations: 0 }) }));
}
