import { InputError } from "../../input-error";
import { frozenCoordinates } from "../../model/frozen-coordinates";
import type { Path, PowerLaw } from "../../model/path";
import { truthAt } from "../../model/path";
import { exp, log } from "../../numerics/elementary";
import { rational } from "../../numerics/rational";
import { designStudy } from "../design/design-study";
import { runStudy, type StudyOptions } from "../engines/run-study";
import { type Summary, summarize } from "../measures/summary";

/** A point of the (s, t) plane as exact fractions. */
export interface PhaseExponents {
  readonly s: string;
  readonly t: string;
}

/** How the relative error of lambda moved from the first size to the second, along one way to disappear. */
export interface MeasuredPhase extends PhaseExponents {
  /** m in RMSE(lambda^) / lambda* ~ n^-m between the two sizes: positive when the prompt is estimable. */
  readonly margin: number;
  readonly mcse: number;
  /** The same along the information curve. */
  readonly curve: number;
  readonly failures: number;
  readonly notConverged: number;
  readonly atBound: number;
  readonly replications: number;
}

export interface PhaseOptions extends Pick<StudyOptions, "workers" | "signal" | "onProgress"> {
  /** From here all ways part; the truth there is that of `base`. */
  readonly from: number;
  readonly to: number;
  readonly replications: number;
  readonly seed: number;
}

/** lambda* and the gap of `base` at n0, continued like (n/n0)^-s and (n/n0)^-t. */
export function phasePath(base: Path, n0: number, { s, t }: PhaseExponents): Path {
  const frozen = frozenCoordinates(base.model);
  if (frozen === undefined) throw new InputError(`${base.id} cannot merge: its experts differ in kind.`);
  const start = truthAt(base, n0);
  const law = (limit: number, value: number, exponent: string): PowerLaw => ({
    limit,
    coefficient: (value - limit) * exp(rational(exponent).valueOf() * log(n0)),
    exponent: rational(exponent),
  });
  return {
    id: `phase/${base.id}/s${s.replace("/", "_")}-t${t.replace("/", "_")}`,
    title: `${base.title}: s = ${s}, t = ${t}`,
    model: base.model,
    lambda: law(0, start.lambda, s),
    eta: start.eta.map((value, j) => law(frozen[j], value, t)),
    nu: law(base.model.pretrained.nu, start.nu, t),
  };
}

async function lambdaAt(path: Path, n: number, options: PhaseOptions): Promise<Summary> {
  const { replications, seed, from: _, to: __, ...running } = options;
  return summarize(await runStudy(designStudy(path, { sizes: [n], replications, seed }), running));
}

/**
 * Measures points of the phase diagram: all ways start at the truth of `base` at n = from; at n = to the relative error
 * of lambda has fallen (estimable) or grown. Finite n, few replications: what is measured is a margin with its MCSE.
 */
export async function measurePhases(
  base: Path,
  exponents: readonly PhaseExponents[],
  options: PhaseOptions,
): Promise<readonly MeasuredPhase[]> {
  const { from, to, replications } = options;
  const width = log(to) - log(from);
  const first = (await lambdaAt(phasePath(base, from, { s: "0", t: "0" }), from, options)).cells[0].parameters[0];
  const measured: MeasuredPhase[] = [];
  for (const point of exponents) {
    const summary = await lambdaAt(phasePath(base, from, point), to, options);
    const { failures, notConverged, atBound } = summary;
    const last = summary.cells[0].parameters[0];
    const relative = (error: number, truth: number): number => log(error / truth);
    const noise = (first.rmse.mcse ?? 0) / first.rmse.value;
    const noiseLast = (last.rmse.mcse ?? 0) / last.rmse.value;
    measured.push({
      ...point,
      margin: (relative(first.rmse.value, first.truth) - relative(last.rmse.value, last.truth)) / width,
      mcse: Math.sqrt(noise * noise + noiseLast * noiseLast) / width,
      curve:
        (relative(first.curve ?? Number.NaN, first.truth) - relative(last.curve ?? Number.NaN, last.truth)) / width,
      failures,
      notConverged,
      atBound,
      replications,
    });
  }
  return measured;
}
