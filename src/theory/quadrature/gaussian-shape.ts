import { type Density, logDensity } from "../../model/density";

/** Largest difference of log densities within 6 deviations at which a density is the normal one: rounding. */
const SAME = 1e-9;

const known = new WeakMap<Density, boolean>();

/**
 * Is a location family the Gaussian one? By its values: a user's density counts as Gaussian when its logarithm is that of
 * the normal law to 1e-9 at 241 points within 6 standard deviations, whatever its name.
 */
export function isGaussian(density: Density): boolean {
  if (density.kind !== "custom") return density.kind === "gaussian";
  const decided = known.get(density);
  if (decided !== undefined) return decided;
  const [given, normal] = [logDensity(density, 1), logDensity({ kind: "gaussian" }, 1)];
  let same = true;
  for (let i = -120; i <= 120 && same; i++) same = Math.abs(given(i / 20, 0) - normal(i / 20, 0)) <= SAME;
  known.set(density, same);
  return same;
}
