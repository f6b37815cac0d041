import { InputError } from "../../../input-error";
import type { GateKind } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { observations } from "../../../model/files/data-file";
import type { ModelColumns, ModelWithTruth } from "../../../model/files/model-file";
import { atRows } from "../../../model/sample/design";
import { type Rounding, roundingOf } from "../../../model/sample/rounding";
import { type DataOptions, readModelData } from "./data-options";

export const DESIGN_ARGUMENT = "data file whose rows are the design: covariates, and a frozen model given by columns";

/** Where a command's answer holds. */
export interface Design {
  /** At the rows of a data file, where one is named. */
  readonly model: ContaminatedMoe<GateKind>;
  /** The data file's columns, or those that the model file names. */
  readonly columns: ModelColumns | undefined;
  /** The grid of the data file's responses. */
  readonly rounding: Rounding | undefined;
}

/**
 * The model at the rows of a data file (each as often as its weight says), where one is named. @throws InputError where none
 * is and the frozen model is known by rows only
 */
export function designOf(stated: ModelWithTruth, path: string | undefined, options: DataOptions): Design {
  const { model, columns } = stated;
  if (path !== undefined) {
    const data = readModelData(stated, path, options);
    const sample = observations(data);
    const { covariates, response } = data;
    return { model: atRows(model, sample), columns: { covariates, response }, rounding: roundingOf(sample.y) };
  }
  if (model.pretrained.byRows === undefined) return { model, columns, rounding: undefined };
  throw new InputError(
    "The frozen model is given by columns: name the data file that holds them after the model file. The answer is then about its rows.",
  );
}
