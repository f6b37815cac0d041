import type { ErrorCell } from "./log-log-data";

/** Means of one published study: per size the RMSE of every parameter and its Monte Carlo standard error. */
export interface PublishedMeans {
  readonly path: string;
  readonly replications: number;
  readonly seed: number;
  readonly cells: readonly {
    readonly n: number;
    readonly rmse: readonly number[];
    readonly mcse: readonly (number | null)[];
    readonly failures: number;
    readonly estimates: number;
    /** By parameter: [fits that carry half of the squared error, of these on a bound]. */
    readonly carriers: readonly (readonly [fits: number, atBound: number])[];
  }[];
}

/** The page's own copy of the published means, put there when the site was built. */
export function publishedMeans(page: Document): readonly PublishedMeans[] {
  const text = page.getElementById("published-means")?.textContent;
  return text ? (JSON.parse(text) as readonly PublishedMeans[]) : [];
}

/** Parameter j's means as cells of a series, without dots. */
export function publishedCells(study: PublishedMeans, j: number): readonly ErrorCell[] {
  return study.cells.map(({ n, rmse, mcse, failures, estimates, carriers }) => ({
    n,
    rmse: rmse[j] ?? null,
    mcse: mcse[j] ?? null,
    dots: [],
    flagged: [],
    failures,
    estimates,
    carriers: { fits: carriers[j]?.[0] ?? 0, atBound: carriers[j]?.[1] ?? 0 },
  }));
}
