import { InputError } from "../../../input-error";
import { baseLayout, type DescribedFigure, type Trace } from "../style/figure";
import { linearAxis } from "../style/log-axis";
import { PALETTE, QUIET } from "../style/palette";

/** The mean probability to come from the prompt among rows of similar x. */
export interface LocalShare {
  /** Mean of the covariate in the bin. */
  readonly at: number;
  readonly rows: number;
  readonly share: number;
  /** Standard error of the mean of the rows' probabilities. */
  readonly error: number;
}

/** Bins of equally many rows along one covariate. @throws InputError for fewer than two rows per bin */
export function localShares(x: Float64Array, shares: Float64Array, bins = 10): readonly LocalShare[] {
  const n = x.length;
  if (n < 2 * bins) throw new InputError(`${n} rows do not fill ${bins} bins with two each; take fewer bins.`);
  const order = Array.from(x, (_, i) => i).sort((left, right) => x[left] - x[right]);
  return Array.from({ length: bins }, (_, b) => {
    const rows = order.slice(Math.floor((b * n) / bins), Math.floor(((b + 1) * n) / bins));
    const mean = (of: (i: number) => number): number => rows.reduce((sum, i) => sum + of(i), 0) / rows.length;
    const share = mean((i) => shares[i]);
    const variance = mean((i) => (shares[i] - share) ** 2);
    return { at: mean((i) => x[i]), rows: rows.length, share, error: Math.sqrt(variance / (rows.length - 1)) };
  });
}

const LOOKS = [
  { color: PALETTE.prompt, dash: "solid", symbol: "diamond" },
  { color: PALETTE.curve, dash: "dash", symbol: "square-open" },
  { color: PALETTE.estimate, dash: "dot", symbol: "triangle-up" },
  { color: PALETTE.guaranteed, dash: "dashdot", symbol: "cross" },
] as const;

/**
 * The local share of the prompt along covariates, one line each: flat where a covariate has nothing to do with it.
 * @param along name and values of each covariate, at most four
 */
export function localShareFigure(
  along: readonly { readonly name: string; readonly x: Float64Array }[],
  shares: Float64Array,
  overall: number,
  bins = 10,
  id = "local-share",
): DescribedFigure {
  if (along.length === 0 || along.length > LOOKS.length) {
    throw new InputError(`The figure shows one to ${LOOKS.length} covariates; ${along.length} are given.`);
  }
  const lines = along.map(
    ({ name, x }, k): { readonly name: string; readonly bins: readonly LocalShare[]; readonly trace: Trace } => {
      const local = localShares(x, shares, bins);
      const { color, dash, symbol } = LOOKS[k];
      const trace: Trace = {
        type: "scatter",
        mode: "lines+markers",
        name: `along ${name}`,
        x: local.map(({ at }) => at),
        y: local.map(({ share }) => share),
        error_y: { type: "data", array: local.map(({ error }) => 2 * error), color, width: 3 },
        line: { color, width: 2, dash },
        marker: { color, size: 8, symbol },
      };
      return { name, bins: local, trace };
    },
  );
  const all = lines.flatMap(({ bins: local }) => local);
  const [low, high] = [Math.min(...all.map(({ at }) => at)), Math.max(...all.map(({ at }) => at))];
  const air = 0.05 * (high - low || 1);
  const flat: Trace = {
    type: "scatter",
    mode: "lines",
    name: "one share everywhere",
    x: [low - air, high + air],
    y: [overall, overall],
    line: { color: QUIET.text, width: 1.5, dash: "dot" },
    hoverinfo: "skip",
  };
  const top = Math.min(1, 1.1 * Math.max(...all.map(({ share, error }) => share + 2 * error), overall));
  const legend = { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom", font: { size: 12 } };
  const layout = {
    ...baseLayout("The prompt's share, by place", 640, 420),
    legend,
    margin: { l: 70, r: 20, t: 100, b: 60 },
    xaxis: linearAxis(low - air, high + air, "covariate"),
    yaxis: linearAxis(0, top, "mean responsibility"),
  };
  const widest = lines.map(({ name, bins: local }) => {
    const values = local.map(({ share }) => share);
    return `${name} from ${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
  });
  return {
    id,
    figure: { data: [flat, ...lines.map(({ trace }) => trace)], layout },
    alt: `Mean responsibility in ${bins} bins of equally many rows: along ${widest.join("; along ")}.`,
    caption: `Bars: two standard errors of the bin's mean. A line that leaves the dotted one says where the world has changed.`,
  };
}
