import { InputError } from "../../../input-error";
import type { GateKind } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import type { ModelWithTruth } from "../../../model/files/model-file";
import { atRows } from "../../../model/sample/design";
import { type DataOptions, readModelData } from "./data-options";

export const DESIGN_ARGUMENT = "data file whose rows are the design: covariates, and a frozen model given by columns";

/**
 * The model at the rows of a data file, where one is named. @throws InputError where none is and the frozen model is
 * known by rows only
 */
export function designOf(
  stated: ModelWithTruth,
  path: string | undefined,
  options: DataOptions,
): ContaminatedMoe<GateKind> {
  const { model } = stated;
  if (path === undefined) {
    if (model.pretrained.byRows === undefined) return model;
    throw new InputError(
      "The frozen model is given by columns: name the data file that holds them after the model file. The answer is then about its rows.",
    );
  }
  return atRows(model, readModelData(stated, path, options).sample);
}
