/** What the first page moves: the gap between two densities, and what the library computed for every gap. */
export interface Melting {
  /** lambda, the prompt's share. */
  readonly share: number;
  readonly n: number;
  /** Of the prompt's mean from the frozen one, in standard deviations; descending. */
  readonly gaps: readonly number[];
  /** The error of the estimated share at n, by gap: sqrt of the inverse Fisher information's entry over n. */
  readonly errors: readonly number[];
  /** The sample size at which that error is a tenth of the share, by gap. */
  readonly needed: readonly number[];
}

const [WIDTH, HEIGHT] = [440, 250];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 428, 34, 212];
const REACH = [-3.5, 6.5] as const;
const POINTS = 121;
const HIGHEST = 0.44;

function text(x: number, y: number, words: string, kind: string, anchor = "start"): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${kind}" text-anchor="${anchor}">${words}</text>`;
}

function line(points: readonly (readonly [number, number])[], kind: string): string {
  return `<path d="${points.map(([x, y], k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")}" class="${kind}"/>`;
}

function picture(label: string, content: string): string {
  const frame = `<rect x="${LEFT}" y="${TOP}" width="${RIGHT - LEFT}" height="${BOTTOM - TOP}" class="frame"/>`;
  return `<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${label}">${frame}${content}</svg>`;
}

function normal(y: number, mean: number): number {
  return Math.exp(-0.5 * (y - mean) ** 2) / Math.sqrt(2 * Math.PI);
}

/** The frozen density, the prompt's and their mixture, at one gap. */
export function densities({ share, gaps }: Melting, k: number): string {
  const gap = gaps[k] ?? 0;
  const x = (y: number): number => LEFT + ((y - REACH[0]) / (REACH[1] - REACH[0])) * (RIGHT - LEFT);
  const y = (value: number): number => BOTTOM - (value / HIGHEST) * (BOTTOM - TOP);
  const ys = Array.from({ length: POINTS }, (_, i) => REACH[0] + ((REACH[1] - REACH[0]) * i) / (POINTS - 1));
  const of = (density: (at: number) => number) => ys.map((at) => [x(at), y(density(at))] as const);
  const frozen = of((at) => (1 - share) * normal(at, 0));
  const prompt = of((at) => share * normal(at, gap));
  const floor = [[RIGHT, BOTTOM] as const, [LEFT, BOTTOM] as const];
  return picture(
    `Two densities, ${gap.toFixed(2)} standard deviations apart, and their sum.`,
    [
      line([...frozen, ...floor], "area pretrained-area"),
      line([...prompt, ...floor], "area prompt-area"),
      line(frozen, "pretrained"),
      line(prompt, "prompt"),
      line(
        of((at) => (1 - share) * normal(at, 0) + share * normal(at, gap)),
        "curve",
      ),
      text(LEFT, 16, "What the data look like", "title"),
      text(x(-1.1), y(0.25), "frozen", "legend", "end"),
      text(Math.max(x(gap) + 12, x(1.1)), y(share * 0.4) - 8, "prompt", "legend"),
      text((LEFT + RIGHT) / 2, HEIGHT - 8, "y", "axis", "middle"),
    ].join(""),
  );
}

/** The error of the estimated share against the gap, and where we are. */
export function errorCurve({ share, n, gaps, errors }: Melting, k: number): string {
  const [widest, closest] = [gaps[0] ?? 1, gaps[gaps.length - 1] ?? 0];
  const [low, high] = [0.003, 3];
  const x = (gap: number): number => LEFT + ((widest - gap) / (widest - closest)) * (RIGHT - LEFT);
  const y = (error: number): number =>
    BOTTOM - (Math.log(Math.min(high, Math.max(low, error)) / low) / Math.log(high / low)) * (BOTTOM - TOP);
  const seen = gaps.flatMap((gap, i) => ((errors[i] ?? 0) <= high ? [[x(gap), y(errors[i] ?? low)] as const] : []));
  const here = [x(gaps[k] ?? 0), y(errors[k] ?? low)] as const;
  const ticks = [0.01, 0.1, 1].map(
    (value) =>
      line(
        [
          [LEFT, y(value)],
          [RIGHT, y(value)],
        ],
        "grid",
      ) + text(LEFT - 6, y(value) + 4, String(value), "tick", "end"),
  );
  return picture(
    `The error of the estimated share at n = ${n}, against the gap: ${(errors[k] ?? 0).toPrecision(2)} here.`,
    [
      ...ticks,
      line(
        [
          [LEFT, y(share)],
          [RIGHT, y(share)],
        ],
        "guaranteed",
      ),
      text(LEFT + 6, y(share) - 6, "as large as the share itself", "legend"),
      line(seen, "curve"),
      `<path d="M${here[0].toFixed(1)} ${here[1].toFixed(1)}h0" class="mean cold big"/>`,
      text(LEFT, 16, `The error of the share, n = ${n.toLocaleString("en-GB")}`, "title"),
      text((LEFT + RIGHT) / 2, HEIGHT - 8, "wide apart → melted into one", "axis", "middle"),
    ].join(""),
  );
}

/** The moment in one sentence. */
export function sentence({ share, gaps, errors, needed }: Melting, k: number): string {
  const error = errors[k] ?? 0;
  const count = Number((needed[k] ?? 0).toPrecision(2)).toLocaleString("en-GB");
  const gap = `Gap ${(gaps[k] ?? 0).toFixed(2)}: the share is ${share}, known to ± ${error.toPrecision(2)} (one standard error).`;
  return `${gap} To know it to a tenth takes ${count} observations.`;
}
