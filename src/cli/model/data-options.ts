import type { Command } from "commander";
import { InputError } from "../../input-error";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { promptParameters } from "../../model/contaminated-moe";
import { type DataFile, readDataFile } from "../../model/files/data-file";
import { note } from "../command";

/** The options with which a command chooses columns of a data file. */
export interface DataOptions {
  readonly response?: string;
  readonly covariates?: string;
  readonly strict?: boolean;
}

export const DATA_ARGUMENT = "CSV or TSV with a header: x1,...,xd,y";

export function addDataOptions(command: Command): Command {
  return command
    .option("--response <name>", "column of y (default: y, or the last)")
    .option("--covariates <names>", "columns of x in the model's order, comma-separated (default: all others)")
    .option("--strict", "fail on missing values instead of leaving rows out");
}

/** Reads the data of a model, and tells on stderr which rows were left out. @throws InputError naming file and place. */
export function readModelData(model: ContaminatedMoe, path: string, options: DataOptions): DataFile {
  const data = readDataFile(path, {
    ...(options.response === undefined ? {} : { response: options.response }),
    ...(options.covariates === undefined ? {} : { covariates: options.covariates.split(",").map((s) => s.trim()) }),
    ...(options.strict === undefined ? {} : { strict: options.strict }),
  });
  const { omitted, sample, covariates } = data;
  const wanted = model.covariates.dimension;
  if (sample.dimension !== wanted) {
    throw new InputError(
      `${path}: ${sample.dimension} covariates (${covariates.join(", ")}); the model has ${wanted}. Choose with --covariates.`,
    );
  }
  const p = promptParameters(model) + 2;
  if (sample.n < p) {
    throw new InputError(
      `${path} has ${sample.n} complete rows; the model has ${p} parameters and needs at least as many.`,
    );
  }
  if (omitted.length > 0) {
    const shown = omitted.slice(0, 20).join(", ");
    note(
      `${path}: ${omitted.length} rows with missing values left out (lines ${shown}${omitted.length > 20 ? ", ..." : ""})`,
    );
  }
  const { pretrained, box } = model;
  if (pretrained.nu < box.nu[0] || pretrained.nu > box.nu[1]) {
    note(
      `The box allows the prompt's nu in [${box.nu}], without the frozen model's own ${pretrained.nu}: state a "box" in the model file or use --standardise (the default box is meant for standardised data).`,
    );
  }
  return data;
}
