/** A Monte Carlo estimate and its standard error (null with fewer than two replicates). */
export interface Estimated {
  readonly value: number;
  readonly mcse: number | null;
}

function meanOf(values: Float64Array, of: (value: number) => number): Estimated {
  const count = values.length;
  let sum = 0;
  for (const value of values) sum += of(value);
  const mean = sum / count;
  if (count < 2) return { value: mean, mcse: null };
  let squares = 0;
  for (const value of values) squares += (of(value) - mean) ** 2;
  return { value: mean, mcse: Math.sqrt(squares / (count - 1) / count) };
}

/** Mean error; MCSE = s / sqrt(R). Morris, White and Crowther (2019), Statistics in Medicine 38: 2074-2102, table 6. */
export function bias(errors: Float64Array): Estimated {
  return meanOf(errors, (error) => error);
}

/** Mean absolute error, the loss of the guarantees and of the Le Cam bounds. */
export function meanAbsoluteError(errors: Float64Array): Estimated {
  return meanOf(errors, Math.abs);
}

/**
 * Root mean squared error with its jackknife standard error: sqrt((R-1)/R sum_i (rmse_(-i) - mean)^2), the
 * leave-one-out values in closed form, rmse_(-i) = sqrt((S - e_i^2)/(R-1)) with S = sum e_i^2.
 * Efron and Tibshirani (1993), An Introduction to the Bootstrap, section 11.2.
 */
export function rootMeanSquaredError(errors: Float64Array): Estimated {
  const count = errors.length;
  // Scaled by the largest error, so that squares neither overflow nor vanish.
  let scale = 0;
  for (const error of errors) scale = Math.max(scale, Math.abs(error));
  if (scale === 0 || !Number.isFinite(scale)) return { value: scale, mcse: count < 2 ? null : scale };
  let total = 0;
  for (const error of errors) total += (error / scale) ** 2;
  const value = scale * Math.sqrt(total / count);
  if (count < 2) return { value, mcse: null };
  const without = (error: number): number => Math.sqrt(Math.max(0, total - (error / scale) ** 2) / (count - 1));
  let mean = 0;
  for (const error of errors) mean += without(error);
  mean /= count;
  let squares = 0;
  for (const error of errors) squares += (without(error) - mean) ** 2;
  return { value, mcse: scale * Math.sqrt(((count - 1) / count) * squares) };
}
