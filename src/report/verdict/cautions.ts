import type { Summary } from "../../study/measures/summary";

/** Where errors are normal about one fit in eight carries half of the sum of squares; below this share it is a few. */
export const FEW_CARRIERS = 0.02;

/** What a reader of a parameter's verdict has to know besides: fits without a certificate, errors carried by a few. */
export function cautions(summary: Summary, j: number): readonly string[] {
  const certificates = summary.cells.flatMap(({ n, records, uncertified = 0 }) =>
    uncertified > 0 ? [`${uncertified} of ${records} at n = ${n}`] : [],
  );
  const carried = summary.cells.flatMap(({ n, records, failures, parameters }) => {
    const carriers = parameters[j]?.carriers;
    const estimates = records - failures;
    if (carriers === undefined || carriers.fits === 0 || carriers.fits > FEW_CARRIERS * estimates) return [];
    const where = carriers.atBound > 0 ? ` (${carriers.atBound} on a bound)` : "";
    return [`${carriers.fits} of ${estimates} fits${where} at n = ${n}`];
  });
  return [
    ...(certificates.length > 0
      ? [`The search does not certify its maximum in ${certificates.join(", ")}: a higher one may exist.`]
      : []),
    ...(carried.length > 0
      ? [`A few fits carry half of the squared error: ${carried.join(", ")}; slope and interval rest on them.`]
      : []),
  ];
}
