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

/** A cell without the names of its fields, which would take a third of the page's room; 0 where no fit is on a bound. */
type PackedCell = readonly [
  n: number,
  rmse: readonly number[],
  mcse: readonly (number | null)[],
  fits: readonly number[],
  atBound: readonly number[] | 0,
  failures: number,
  estimates: number,
];
type PackedStudy = readonly [path: string, replications: number, seed: number, cells: readonly PackedCell[]];

/** The published means as the page holds them; it is read again by {@link unpackedMeans}. */
export function packedMeans(studies: readonly PublishedMeans[]): string {
  const packed = studies.map(({ path, replications, seed, cells }): PackedStudy => {
    const rows = cells.map(({ n, rmse, mcse, carriers, failures, estimates }): PackedCell => {
      const atBound = carriers.map(([, bound]) => bound);
      const fits = carriers.map(([count]) => count);
      return [n, rmse, mcse, fits, atBound.some((bound) => bound > 0) ? atBound : 0, failures, estimates];
    });
    return [path, replications, seed, rows];
  });
  return JSON.stringify(packed);
}

export function unpackedMeans(text: string): readonly PublishedMeans[] {
  return (JSON.parse(text) as readonly PackedStudy[]).map(([path, replications, seed, cells]) => ({
    path,
    replications,
    seed,
    cells: cells.map(([n, rmse, mcse, fits, atBound, failures, estimates]) => ({
      n,
      rmse,
      mcse,
      failures,
      estimates,
      carriers: fits.map((count, j) => [count, atBound === 0 ? 0 : atBound[j]] as const),
    })),
  }));
}

/** The page's own copy of the published means, put there when the site was built. */
export function publishedMeans(page: Document): readonly PublishedMeans[] {
  const text = page.getElementById("published-means")?.textContent;
  return text ? unpackedMeans(text) : [];
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
