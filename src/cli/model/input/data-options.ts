import { type Command, InvalidArgumentError, Option } from "commander";
import { parse } from "csv-parse/sync";
import { InputError } from "../../../input-error";
import type { GateKind } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { parameterNames } from "../../../model/expert";
import { type DataFile, readDataFile } from "../../../model/files/data-file";
import type { DataTable, TableOptions } from "../../../model/files/data-table";
import { inputName, isStandardInput } from "../../../model/files/file-bytes";
import type { ModelColumns, ModelWithTruth } from "../../../model/files/model-file";
import { type FixedParameter, fixedNames } from "../../../model/fixed-parameters";
import { parameterPosition, vectorNames } from "../../../model/parameters";
import { checkOutputs } from "../../../output-file";
import { note } from "../../command";
import { checkAliased } from "./aliased-columns";
import {
  addFrozenOptions,
  type FrozenOptions,
  predictionColumns,
  readStatedModel,
  withPredictions,
} from "./frozen-columns";

/** The options with which a command reads a data file, and how it answers. */
export interface DataOptions extends FrozenOptions {
  readonly response?: string;
  readonly covariates?: readonly string[];
  readonly weights?: string;
  readonly missing?: readonly string[];
  readonly decimal?: "." | ",";
  readonly delimiter?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
  /** Parameters that are known, of a command that takes them: they need no rows. */
  readonly fix?: readonly FixedParameter[];
}

export const DATA_ARGUMENT =
  'CSV or TSV with columns x or x1,...,xd and y, also packed with gzip; "-" is the standard input';

/** Names between commas; one that holds a comma itself stands in quotes, as in a CSV header. */
export function parseNames(text: string): readonly string[] {
  try {
    const [names = []] = parse(text, { trim: true }) as readonly (readonly string[])[];
    return names;
  } catch {
    throw new InvalidArgumentError(`"${text}" is no list of names; write dose,age or '"dose, mg",age'.`);
  }
}

function parseDelimiter(text: string): string {
  const one = text === "tab" || text === "\\t" ? "\t" : text;
  if (one.length === 1 && !/["\w.+-]/.test(one)) return one;
  throw new InvalidArgumentError(`"${text}" is no delimiter; use a single character such as ; or the word tab.`);
}

/** How fields of a data file are written. */
export function addFormatOptions(command: Command): Command {
  return command
    .option("--missing <words>", "what else stands for a missing value, comma-separated, as in -999,NaN", parseNames)
    .addOption(new Option("--decimal <mark>", "decimal mark of the numbers").choices([".", ","]).default("."))
    .option(
      "--delimiter <mark>",
      "between columns: one character, or tab (default: what the first line holds)",
      parseDelimiter,
    )
    .option("--strict", "fail on missing values instead of leaving rows out");
}

export function addDataOptions(command: Command): Command {
  addFrozenOptions(command)
    .option("--response <name>", "column of y (default: the one called y)")
    .option(
      "--covariates <names>",
      "columns of x in the model's order, comma-separated (default: x, or x1,...,xd)",
      parseNames,
    )
    .option("--weights <name>", "column of frequency weights: how often each row was observed");
  return addFormatOptions(command).option("--json", "machine-readable result on stdout");
}

/** A command on a model file and a data file. */
export function dataCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<model>", "model file (JSON)")
    .argument("<data>", DATA_ARGUMENT);
}

/** Model and data of such a command, read once its outputs are known to have a place. */
export function readInputs(
  modelPath: string,
  dataPath: string,
  options: DataOptions,
  outputs: readonly (string | undefined)[],
): { readonly stated: ModelWithTruth; readonly data: DataFile } {
  checkInputs(modelPath, dataPath);
  checkOutputs(outputs, [modelPath, dataPath]);
  const stated = readStatedModel(modelPath, options);
  return { stated, data: readModelData(stated, dataPath, options) };
}

/** What the options, and then the model file, say about columns and numbers. */
export function tableOptions(
  dimension: number,
  columns: ModelColumns | undefined,
  options: DataOptions,
): Omit<TableOptions, "responses" | "apart"> {
  const { response, covariates, weights, ...format } = options;
  const { missing, decimal, delimiter, strict } = format;
  return {
    dimension,
    expected: columns,
    ...(response === undefined ? {} : { response }),
    ...(covariates === undefined ? {} : { covariates }),
    ...(weights === undefined ? {} : { weights }),
    ...(missing === undefined ? {} : { missing }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(strict === undefined ? {} : { strict }),
  };
}

/** Two inputs cannot both come through the standard input. @throws InputError when they would */
export function checkInputs(model: string, data: string): void {
  if (isStandardInput(model) && isStandardInput(data)) {
    throw new InputError("Model and data cannot both be the standard input; give one of them as a file.");
  }
}

/** Tells on stderr how columns were found and which rows were left out. */
export function noteRows(
  path: string,
  { header, omitted, unused }: Pick<DataTable, "header" | "omitted" | "unused">,
  told: readonly string[],
): void {
  const name = inputName(path);
  if (!header) note(`${name} has no header: its columns are taken in order as ${told.join(", ")}`);
  if (unused.length > 0)
    note(`${name}: not used: ${unused.map((each) => each || "a column without a name").join(", ")}`);
  if (omitted.length === 0) return;
  const shown = omitted.slice(0, 20).join(", ");
  note(
    `${name}: ${omitted.length} rows with missing values left out (lines ${shown}${omitted.length > 20 ? ", ..." : ""})`,
  );
}

/** The parameters that the model or the command knows. */
function knownNames(model: ContaminatedMoe<GateKind>, fix: readonly FixedParameter[], covariates: readonly string[]) {
  const names = vectorNames(model);
  const fixed = fix.map(({ parameter }) => names[parameterPosition(model, parameter, covariates)]);
  return [...new Set([...fixedNames(model), ...fixed])];
}

/** Slopes of the prompt that the rows cannot tell apart. @throws InputError as checkAliased */
function noteAliased(path: string, model: ContaminatedMoe<GateKind>, data: DataFile, known: readonly string[]): void {
  const { expert } = model.prompt;
  const { sample, covariates } = data;
  if (expert.kind === "custom") return;
  const names = parameterNames(expert, sample.dimension);
  const free = covariates.map((_, j) => j).filter((j) => !known.includes(names[j]));
  // A softmax gate has an intercept of its own, tau, beside beta.
  const intercept = model.gate.kind === "softmax" || (expert.bias && !known.includes(names[sample.dimension]));
  for (const remark of checkAliased(inputName(path), sample, covariates, free, intercept)) note(remark);
}

/** Reads the data of a model, and tells on stderr which rows were left out. @throws InputError naming file and place. */
export function readModelData(
  { model, boxStated, columns }: ModelWithTruth,
  path: string,
  options: DataOptions,
): DataFile {
  const asked = tableOptions(model.covariates.dimension, columns, options);
  const read = readDataFile(path, { ...asked, predictions: predictionColumns(model) });
  const data = withPredictions(model, inputName(path), read);
  const { sample, covariates, response, counts } = data;
  const known = knownNames(model, options.fix ?? [], covariates);
  const p = vectorNames(model).length - known.length;
  const rows = counts === undefined ? sample.n : counts.filter((count) => count > 0).length;
  if (rows < p) {
    throw new InputError(
      `${inputName(path)} has ${rows} complete rows; the model has ${p} parameters and needs at least as many.`,
    );
  }
  noteAliased(path, model, data, known);
  noteRows(path, data, [...covariates, response]);
  const { pretrained, box } = model;
  if (boxStated && box.nu[0] < box.nu[1] && (pretrained.nu < box.nu[0] || pretrained.nu > box.nu[1])) {
    note(
      `The stated box allows the prompt's nu in [${box.nu}], without the frozen model's own ${pretrained.nu}; leave "box" out of the model file for one that follows the data.`,
    );
  }
  return data;
}
