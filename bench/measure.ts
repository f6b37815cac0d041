/** Something to be timed: returns its seconds. */
export interface Contender {
  readonly name: string;
  readonly run: () => Promise<number> | number;
}

export interface Timing {
  readonly name: string;
  /** Seconds: median and quartiles. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly fastest: number;
  readonly runs: number;
}

export function clock(work: () => unknown): number {
  const begun = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - begun) * 1e-9;
}

export async function clockAsync(work: () => Promise<unknown>): Promise<number> {
  const begun = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begun) * 1e-9;
}

/** Runs everybody in turn, `rounds` times after one round that does not count: what disturbs the machine hits all. */
export async function interleave(contenders: readonly Contender[], rounds: number): Promise<readonly Timing[]> {
  const seconds: number[][] = contenders.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [c, contender] of contenders.entries()) {
      const time = await contender.run();
      if (round >= 0) seconds[c].push(time);
    }
  }
  return contenders.map(({ name }, c) => summary(name, seconds[c]));
}

export function summary(name: string, seconds: readonly number[]): Timing {
  const sorted = [...seconds].sort((a, b) => a - b);
  const quantile = (p: number): number => sorted[Math.round(p * (sorted.length - 1))];
  return {
    name,
    median: quantile(0.5),
    low: quantile(0.25),
    high: quantile(0.75),
    fastest: sorted[0],
    runs: sorted.length,
  };
}
