import type { LocalMaximum } from "../newton/trust-region";

/** What has a height: a local maximum of the log-likelihood. */
interface High {
  readonly maximum: LocalMaximum;
}

/**
 * Optima in the order of their heights, the highest first; of equals the one found first. Looking up those of some heights
 * costs the logarithm of how many there are.
 */
export class ByHeight<T extends High> {
  readonly sorted: T[] = [];

  /** Position of the first one below `height`, or with `orAt` of the first at it or below. */
  private first(height: number, orAt: boolean): number {
    const { sorted } = this;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = sorted[middle].maximum.pass.logLikelihood;
      if (at > height || (at === height && !orAt)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(one: T): void {
    this.sorted.splice(this.first(one.maximum.pass.logLikelihood, false), 0, one);
  }

  /** Takes one out; its height is still what it was when it came in. */
  remove(one: T): void {
    const { sorted } = this;
    let at = this.first(one.maximum.pass.logLikelihood, true);
    while (sorted[at] !== one) at++;
    sorted.splice(at, 1);
  }

  /** The first one, from the highest on, between two heights (both included) that passes the test. */
  find(lowest: number, highest: number, test: (one: T) => boolean): T | undefined {
    const { sorted } = this;
    for (let at = this.first(highest, true); at < sorted.length; at++) {
      if (!(sorted[at].maximum.pass.logLikelihood >= lowest)) return undefined;
      if (test(sorted[at])) return sorted[at];
    }
    return undefined;
  }

  /** All of at least this height. */
  from(lowest: number): readonly T[] {
    return this.sorted.slice(0, this.first(lowest, false));
  }
}
