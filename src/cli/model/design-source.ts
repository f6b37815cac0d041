import { InputError } from "../../input-error";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { atRows } from "../../model/sample/design";
import { note } from "../command";
import { type DataOptions, readModelData } from "./data-options";

export const DESIGN_ARGUMENT = "data file whose rows are the design: covariates, and a frozen model given by columns";

/**
 * The model at the rows of a data file, where one is named. @throws InputError where none is and the frozen model is
 * known by rows only
 */
export function designOf(model: ContaminatedMoe, path: string | undefined, options: DataOptions): ContaminatedMoe {
  if (path === undefined) {
    if (model.pretrained.byRows === undefined) return model;
    throw new InputError(
      "The frozen model is given by columns: name the data file that holds them after the model file. The answer is then about its rows.",
    );
  }
  const { sample } = readModelData(model, path, options);
  note(designText(path, sample.n));
  return atRows(model, sample);
}

/** What a design-based answer is about, in a sentence. */
export function designText(path: string, rows: number): string {
  return `Design-based: conditional on the ${rows} rows of ${path}, their covariates and frozen predictions; other sizes repeat them or take a random subset.`;
}
