import { exp } from "../../../numerics/elementary";

/**
 * What a search says for its claim that the maximum it reports is the global one. It is a statement about the starts:
 * had more of the same kind been run, how often would they have ended at an optimum nobody has seen?
 */
export interface Certificate {
  /** Starts that were run, fixed and random. */
  readonly starts: number;
  /** Starts that reached the best optimum. */
  readonly reachedBest: number;
  /** Distinct optima within two log-likelihood units of the best; the others, and runs given up below, cannot win. */
  readonly contenders: number;
  /** Contenders that one start alone reached. */
  readonly seenOnce: number;
  /** Good and Turing's estimate of the share of starts that would end at an unseen contender: seenOnce / starts. */
  readonly unseenMass: number;
  /**
   * Upper bound of that share, nominally 95 %, from the Poisson bound of seenOnce; 3 / starts where none was seen once. It
   * covers the true share in 89 % (thirty optima of equal mass) to more than 95 % of searches.
   */
  readonly unseenBound: number;
  /** The bound that was asked for. */
  readonly target: number;
  /** Five starts at least reached the best optimum, and the bound is met. */
  readonly satisfied: boolean;
  /** Why it is satisfied, or what is missing, in words. */
  readonly reason: string;
}

/** Optima this far below the best are no contenders. */
export const CONTENTION = 2;

/**
 * So many starts must have reached the best optimum: a better one as easily reached would have been missed with probability
 * e^-5, below 0.01.
 */
const REACHED = 5;

/** P(Poisson(mean) <= count). */
function poissonTail(count: number, mean: number): number {
  let term = exp(-mean);
  let sum = 0;
  for (let k = 0; k <= count; k++) {
    sum += term;
    term *= mean / (k + 1);
  }
  return sum;
}

/** The mean of a Poisson law that exceeds `count` with probability 0.95: its upper 95 % bound given `count`. */
export function poissonUpperBound(count: number): number {
  let low = count;
  let high = count + 10 + 4 * Math.sqrt(count);
  for (let round = 0; round < 60; round++) {
    const middle = 0.5 * (low + high);
    if (poissonTail(count, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

const boundOf: number[] = [];

function upperBound(count: number): number {
  // e^-mean underflows far beyond any search that could still be called certified.
  if (count > 500) return count + 2 * Math.sqrt(count);
  boundOf[count] ??= poissonUpperBound(count);
  return boundOf[count];
}

/**
 * The certificate of a search with `starts` starts whose contenders were reached so many times each, the best first.
 * Good (1953), "The population frequencies of species and the estimation of population parameters", Biometrika 40:
 * 237-264; Boender and Rinnooy Kan (1987), "Bayesian stopping rules for multistart global optimization methods", Math.
 * Programming 37: 59-80.
 */
export function certify(reached: readonly number[], starts: number, target: number): Certificate {
  const seenOnce = reached.filter((count) => count <= 1).length;
  const reachedBest = reached[0] ?? 0;
  const unseenMass = Math.min(1, seenOnce / starts);
  const unseenBound = Math.min(1, upperBound(seenOnce) / starts);
  const satisfied = reachedBest >= REACHED && unseenBound <= target;
  const mass = `${(100 * unseenBound).toPrecision(2)} %`;
  const reason = satisfied
    ? `${reachedBest} of ${starts} starts reached the best optimum; at most ${mass} of further ones would find an unseen contender`
    : reachedBest < REACHED
      ? `only ${reachedBest} of ${starts} starts reached the best optimum, fewer than ${REACHED}: more may find a better one`
      : `up to ${mass} of further starts may find an unseen contender, more than the ${(100 * target).toPrecision(2)} % asked for`;
  return {
    starts,
    reachedBest,
    contenders: reached.length,
    seenOnce,
    unseenMass,
    unseenBound,
    target,
    satisfied,
    reason,
  };
}
