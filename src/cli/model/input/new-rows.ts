import { covariateMatrix, type DataTable, readTable } from "../../../model/files/data-table";
import { inputName } from "../../../model/files/file-bytes";
import type { ModelWithTruth } from "../../../model/files/model-file";
import type { Sample } from "../../../model/sample/sample";
import { type DataOptions, noteRows, tableOptions } from "./data-options";
import { frozenRowsFrom, predictionColumns } from "./frozen-columns";

/** Rows of a data file whose responses need not be there. */
export interface NewRows {
  readonly table: DataTable;
  /** With what the frozen model predicts for them, where it is known by that; y is NaN where it is missing. */
  readonly sample: Sample;
}

/** Reads rows of covariates, with their responses where they are there. @throws InputError naming file and place */
export function readNewRows({ model, columns }: ModelWithTruth, path: string, options: DataOptions): NewRows {
  const { dimension } = model.covariates;
  const asked = tableOptions(dimension, columns, options);
  const predictions = predictionColumns(model);
  const table = readTable(path, { ...asked, predictions, responses: "optional" });
  const { covariates, response } = table.choice;
  noteRows(path, table, [...covariates, ...(response === undefined ? [] : [response])]);
  const { n, lines } = table;
  const frozen = frozenRowsFrom(model, inputName(path), { n, lines, predictions: table.predictions });
  const y = table.y ?? new Float64Array(n).fill(Number.NaN);
  const rows = { n, dimension, x: covariateMatrix(table), y };
  return { table, sample: frozen === undefined ? rows : { ...rows, frozen } };
}
