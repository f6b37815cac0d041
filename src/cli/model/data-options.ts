import type { Command } from "commander";
import { InputError } from "../../input-error";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { promptParameters } from "../../model/contaminated-moe";
import { type DataFile, readDataFile } from "../../model/files/data-file";
import type { ModelWithTruth } from "../../model/files/model-file";
import { note } from "../command";
import {
  addFrozenOptions,
  type FrozenOptions,
  predictionColumns,
  readStatedModel,
  withPredictions,
} from "./frozen-columns";
import { checkOutput } from "./output-file";

/** The options with which a command chooses columns of a data file, and how it answers. */
export interface DataOptions extends FrozenOptions {
  readonly response?: string;
  readonly covariates?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** A command on a model file and a data file. */
export function dataCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<model>", "model file (JSON)")
    .argument("<data>", "CSV or TSV with a header: x1,...,xd,y");
}

/** Model and data of such a command, read once its outputs are known to have a place. */
export function readInputs(
  modelPath: string,
  dataPath: string,
  options: DataOptions,
  outputs: readonly (string | undefined)[],
): { readonly stated: ModelWithTruth; readonly data: DataFile } {
  for (const path of outputs) checkOutput(path, [modelPath, dataPath]);
  const stated = readStatedModel(modelPath, options);
  return { stated, data: readModelData(stated.model, dataPath, options) };
}

export function addDataOptions(command: Command): Command {
  return addFrozenOptions(command)
    .option("--response <name>", "column of y (default: y, or the last)")
    .option("--covariates <names>", "columns of x in the model's order, comma-separated (default: all others)")
    .option("--strict", "fail on missing values instead of leaving rows out")
    .option("--json", "machine-readable result on stdout");
}

/** Reads the data of a model, and tells on stderr which rows were left out. @throws InputError naming file and place. */
export function readModelData(model: ContaminatedMoe, path: string, options: DataOptions): DataFile {
  const read = readDataFile(path, {
    predictions: predictionColumns(model),
    ...(options.response === undefined ? {} : { response: options.response }),
    ...(options.covariates === undefined ? {} : { covariates: options.covariates.split(",").map((s) => s.trim()) }),
    ...(options.strict === undefined ? {} : { strict: options.strict }),
  });
  const data = withPredictions(model, path, read);
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
