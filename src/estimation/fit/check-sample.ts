import { InputError } from "../../input-error";
import { type GateKind, gateLength } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";

/** A plain loop: a callback per number would cost a tenth of a fit. */
function firstNotFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/** @throws InputError when data and model do not fit, or a number is not finite. */
export function checkSample(model: ContaminatedMoe<GateKind>, sample: Sample): void {
  const { n, dimension, x, y } = sample;
  if (dimension !== model.covariates.dimension) {
    throw new InputError(`The data have ${dimension} covariates; the model has ${model.covariates.dimension}.`);
  }
  const p = gateLength(model) + promptParameters(model) + 1;
  if (n < p) throw new InputError(`The data have ${n} rows; the model has ${p} parameters and needs at least as many.`);
  const bad = firstNotFinite(y);
  if (bad >= 0) throw new InputError(`y is ${y[bad]} in row ${bad + 1}; expected finite numbers.`);
  const badX = firstNotFinite(x);
  if (badX >= 0) {
    throw new InputError(
      `x_${Math.floor(badX / n) + 1} is ${x[badX]} in row ${(badX % n) + 1}; expected finite numbers.`,
    );
  }
}
