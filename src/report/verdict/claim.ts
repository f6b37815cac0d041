import type { GateKind } from "../../model/by-parameter";
import type { Path } from "../../model/path";
import { rational } from "../../numerics/rational";
import type { Exponent } from "../../theory/rates/exponents";
import { type PredictedExponents, predictedExponents } from "../prediction/prediction";

/**
 * A theorem that promises too much on purpose: every guaranteed and sharp exponent of the path raised by `excess` ("1/20",
 * 0.05). A negative control: a verdict that answers yes to it is worth nothing.
 */
export function promising(path: Path<GateKind>, excess: string | number): readonly PredictedExponents[] {
  const more = rational(excess);
  const raised = (exponent: Exponent): Exponent =>
    exponent.known ? { known: true, value: exponent.value.add(more) } : exponent;
  return predictedExponents(path).parameters.map(({ name, guaranteed, sharp }) => ({
    name,
    guaranteed: raised(guaranteed),
    sharp: raised(sharp),
  }));
}
