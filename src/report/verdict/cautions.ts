import type { Carriers } from "../../study/measures/carriers";
import type { Summary } from "../../study/measures/summary";

/** Where errors are normal about one fit in eight carries half of the sum of squares; below this share it is a few. */
export const FEW_CARRIERS = 0.02;

/** The first three of a list, and how many more there are. */
function abridged(places: readonly string[]): string {
  const more = places.length - 3;
  return more > 0 ? `${places.slice(0, 3).join(", ")} and at ${more} more sizes` : places.join(", ");
}

/** One size of a study, and who carries half of the sum of squared errors there. */
export interface CarriedCell {
  readonly n: number;
  /** Fits with an estimate. */
  readonly estimates: number;
  readonly carriers?: Carriers | undefined;
}

/** Says where a few fits carry half of the squared error, so that slope and interval rest on them; none where nowhere. */
export function carriedByFew(cells: readonly CarriedCell[]): readonly string[] {
  const carried = cells.flatMap(({ n, estimates, carriers }) => {
    if (carriers === undefined || carriers.fits === 0 || carriers.fits > FEW_CARRIERS * estimates) return [];
    const where = carriers.atBound > 0 ? ` (${carriers.atBound} on a bound)` : "";
    return [`${carriers.fits} of ${estimates} fits${where} at n = ${n}`];
  });
  return carried.length > 0
    ? [`A few fits carry half of the squared error: ${abridged(carried)}; slope and interval rest on them.`]
    : [];
}

/** What a reader of a parameter's verdict has to know besides: fits without a certificate, errors carried by a few. */
export function cautions(summary: Summary, j: number): readonly string[] {
  const certificates = summary.cells.flatMap(({ n, records, uncertified = 0 }) =>
    uncertified > 0 ? [`${uncertified} of ${records} at n = ${n}`] : [],
  );
  const cells = summary.cells.map(({ n, records, failures, parameters }) => ({
    n,
    estimates: records - failures,
    carriers: parameters[j]?.carriers,
  }));
  return [
    ...(certificates.length > 0
      ? [`The search does not certify its maximum in ${abridged(certificates)}: a higher one may exist.`]
      : []),
    ...carriedByFew(cells),
  ];
}
