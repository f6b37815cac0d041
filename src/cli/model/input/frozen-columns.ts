import { type Command, InvalidArgumentError, Option } from "commander";
import { InputError } from "../../../input-error";
import type { GateKind } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import type { DataFile } from "../../../model/files/data-file";
import type { FrozenColumnsFile } from "../../../model/files/frozen-columns";
import { readJsonFile } from "../../../model/files/json-file";
import { type ModelWithTruth, parseModelFile } from "../../../model/files/model-file";
import type { FrozenRows } from "../../../model/frozen-by-rows";
import { logDensityColumn, momentColumns } from "../../../model/frozen-by-rows";
import { impossiblePrediction } from "../../../model/sample/frozen-rows";
import { note, parseNumber } from "../../command";

/** How a command is told of a frozen model that is known by columns of the data. */
export interface FrozenOptions {
  readonly frozenMean?: string;
  readonly frozenVariance?: string | number;
  readonly frozenDensity?: "gaussian" | "laplace" | "student-t";
  readonly frozenDf?: number;
  readonly frozenLogdensity?: string;
}

/** A number is one variance for all rows, anything else the name of a column. */
function columnOrVariance(text: string): string | number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) return text;
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`"${text}" is no positive variance.`);
}

export function addFrozenOptions(command: Command): Command {
  return command
    .option("--frozen-mean <column>", "the frozen model by what it predicts: column of its means")
    .option(
      "--frozen-variance <column|value>",
      "column of its variances, or one variance for all rows (default: the model file's)",
      columnOrVariance,
    )
    .addOption(
      new Option("--frozen-density <kind>", "its law around the mean (default: the model file's, or gaussian)").choices(
        ["gaussian", "laplace", "student-t"],
      ),
    )
    .option("--frozen-df <df>", "degrees of freedom of student-t", parseNumber)
    .option("--frozen-logdensity <column>", "or: column of its log densities at the responses");
}

interface StatedPretrained {
  readonly density?: FrozenColumnsFile["density"];
  readonly df?: number;
  readonly nu?: number;
  readonly expert?: unknown;
  readonly columns?: FrozenColumnsFile["columns"];
}

/** `pretrained` as the options give it; what they leave open is the file's. undefined when no option names a column. */
function columnsFrom(options: FrozenOptions, path: string, stated: StatedPretrained): FrozenColumnsFile | undefined {
  const { frozenMean, frozenLogdensity, frozenVariance, frozenDensity, frozenDf } = options;
  if (frozenLogdensity !== undefined) {
    const beside = Object.entries({
      "--frozen-mean": frozenMean,
      "--frozen-variance": frozenVariance,
      "--frozen-density": frozenDensity,
      "--frozen-df": frozenDf,
    }).find(([, value]) => value !== undefined);
    if (beside !== undefined) {
      throw new InputError(
        `--frozen-logdensity says all of the frozen model, and ${beside[0]} is given too; drop one.`,
      );
    }
    return { columns: { logDensity: frozenLogdensity } };
  }
  const mean = frozenMean ?? stated.columns?.mean;
  if (mean === undefined) {
    const alone = Object.entries({
      "--frozen-variance": frozenVariance,
      "--frozen-density": frozenDensity,
      "--frozen-df": frozenDf,
    }).find(([, value]) => value !== undefined);
    if (alone === undefined) return undefined;
    throw new InputError(`${alone[0]} is given without --frozen-mean; name the column of the frozen model's means.`);
  }
  const variance = frozenVariance ?? stated.columns?.variance ?? stated.nu;
  if (variance === undefined) {
    throw new InputError(
      `The frozen means (column "${mean}") need a variance: --frozen-variance with a column or a number. Take it from data the frozen model was not trained on.`,
    );
  }
  if (stated.expert !== undefined) {
    note(`${path}: the frozen means are column "${mean}"; expert and eta of "pretrained" are not used.`);
  }
  const density = frozenDensity ?? stated.density ?? "gaussian";
  const df = frozenDf ?? (density === stated.density ? stated.df : undefined);
  return { columns: { mean, variance }, density, ...(df === undefined ? {} : { df }) };
}

/** Reads a model file whose frozen model the options may give instead (`pretrained` may then be left out). */
export function readStatedModel(path: string, options: FrozenOptions): ModelWithTruth {
  const json = readJsonFile(path, "model");
  if (typeof json !== "object" || json === null) return parseModelFile(json, path);
  const { pretrained } = json as { readonly pretrained?: unknown };
  const stated = typeof pretrained === "object" && pretrained !== null ? (pretrained as StatedPretrained) : {};
  const columns = columnsFrom(options, path, stated);
  return parseModelFile(columns === undefined ? json : { ...json, pretrained: columns }, path);
}

/** The columns of a data file that hold the predictions of a model's frozen part; none where it is a function of x. */
export function predictionColumns({ pretrained: { byRows } }: ContaminatedMoe<GateKind>): readonly string[] {
  if (byRows === undefined) return [];
  if (byRows.given === "log-density") return [logDensityColumn(byRows)];
  const { mean, variance } = momentColumns(byRows);
  return typeof variance === "number" ? [mean] : [mean, variance];
}

/** Rows of a data file with the predictions that were read beside them. */
interface PredictedRows {
  readonly predictions: readonly Float64Array[];
  readonly lines: Float64Array;
  readonly n: number;
  /** Responses, where all are known. */
  readonly y?: Float64Array | undefined;
}

/**
 * What the frozen model predicts for rows of a data file, checked; undefined where it is a function of x.
 * @throws InputError naming file, line and column
 */
export function frozenRowsFrom(
  model: ContaminatedMoe<GateKind>,
  path: string,
  { predictions, lines, n, y }: PredictedRows,
): FrozenRows | undefined {
  const { byRows } = model.pretrained;
  if (byRows === undefined) return undefined;
  const [first, second] = predictions;
  const names = predictionColumns(model);
  let frozen: FrozenRows;
  if (byRows.given === "log-density") frozen = { given: "log-density", logDensity: first };
  else {
    const { variance } = momentColumns(byRows);
    const column = typeof variance === "number" ? new Float64Array(n).fill(variance) : second;
    frozen = { given: "moments", mean: first, variance: column };
  }
  const bad = impossiblePrediction(frozen, y);
  if (bad === undefined) return frozen;
  const column = names[bad.column === "variance" ? names.length - 1 : 0];
  throw new InputError(`${path}, line ${lines[bad.row]}, column "${column}": ${bad.complaint}.`);
}

/** The data with the predictions they carry, checked. @throws InputError naming file, line and column */
export function withPredictions(model: ContaminatedMoe<GateKind>, path: string, data: DataFile): DataFile {
  const { n, y } = data.sample;
  const frozen = frozenRowsFrom(model, path, { ...data, n, y });
  return frozen === undefined ? data : { ...data, sample: { ...data.sample, frozen } };
}
