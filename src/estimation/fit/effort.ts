import type { StopRule } from "../search/multistart";

/** Up to this size every start runs on all rows; beyond, starts are screened on subsamples of the rows. */
export const FULL_SEARCH_ROWS = 5000;

/** Rows times starts that a small sample is worth: with fewer rows starts are cheap, and spikes are many. */
const ROW_STARTS = 30_000;

/**
 * When random starts on `rows` rows end: when at most a tenth of further starts would find an unseen contender (with
 * 95 % confidence), on small samples down to 3 in 400; or after eight times the starts that the bound needs at least.
 */
export function stopRule(rows: number, draws: number | undefined): StopRule {
  const least = Math.max(30, Math.min(400, ROW_STARTS / rows));
  return { draws, target: 3 / least, most: Math.ceil(8 * least) };
}
