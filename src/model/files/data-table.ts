import { parse } from "csv-parse/sync";
import { InputError } from "../../input-error";
import { type ColumnChoice, type ColumnRequest, chooseColumns, positionalNames } from "./column-choice";
import { ColumnStore } from "./column-store";
import { inputName, readTextBytes } from "./file-bytes";
import { delimiterOf, type FieldReader, fieldReader, type NumberFormat } from "./number-format";

export interface TableOptions extends ColumnRequest, NumberFormat {
  /** Columns of a frozen model's predictions: read beside the data, never covariates, and never missing. */
  readonly predictions?: readonly string[];
  /** Fail on missing values instead of leaving their rows out. */
  readonly strict?: boolean;
}

/** The numbers of the chosen columns, in the file's order. */
export interface DataTable {
  readonly choice: ColumnChoice;
  /** Does the file name its columns? Otherwise they were taken by position: x1, ..., xd, y. */
  readonly header: boolean;
  /** Columns that nothing asked for, by name. */
  readonly unused: readonly string[];
  readonly n: number;
  /** One column per covariate. */
  readonly covariates: readonly Float64Array[];
  /** NaN where it is missing and need not be there; undefined without a column of y. */
  readonly y: Float64Array | undefined;
  readonly weights: Float64Array | undefined;
  /** One column for each that was asked for. */
  readonly predictions: readonly Float64Array[];
  /** Line in the file of every row (the first line is 1). */
  readonly lines: Float64Array;
  /** Lines of rows left out because a value was missing. */
  readonly omitted: readonly number[];
}

interface Chosen {
  readonly choice: ColumnChoice;
  readonly header: readonly string[];
  readonly named: boolean;
  /** Positions of the covariates, then y, then the weights, then the predictions. */
  readonly at: readonly number[];
  /** Positions that may not be empty in a row that is used. */
  readonly needed: readonly number[];
  /** Position whose value may be missing. */
  readonly optional: number;
}

function short(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}

/** Takes rows one at a time: checks them, and keeps the numbers of the chosen columns. */
class RowReader {
  chosen: Chosen | undefined;
  readonly lines = new ColumnStore();
  readonly omitted: number[] = [];
  readonly values: ColumnStore[] = [];

  constructor(
    private readonly name: string,
    private readonly fields: FieldReader,
    private readonly options: TableOptions,
  ) {}

  take(record: readonly string[], line: number): void {
    if (this.chosen !== undefined) {
      this.row(this.chosen, record, line);
      return;
    }
    this.chosen = this.choose(record);
    for (const _ of this.chosen.at) this.values.push(new ColumnStore());
    if (!this.chosen.named) this.row(this.chosen, record, line);
  }

  /** The columns, by the first line: its names, or, when it holds numbers, by position. */
  private choose(first: readonly string[]): Chosen {
    const { name, options, fields } = this;
    const isNumber = (text: string): boolean => Number.isFinite(fields.number(text));
    const named = !(first.some(isNumber) && first.every((text) => isNumber(text) || fields.isMissing(text)));
    const header = named ? first : positionalNames(name, first.length, options);
    const twice = header.find((each, i) => header.indexOf(each) !== i);
    if (twice !== undefined) throw new InputError(`${name}: two columns are named "${twice}"; names must differ.`);
    if (header.length < 2 && options.dimension !== 0 && options.responses !== "optional") {
      throw new InputError(`${name} has one column, "${header[0]}"; expected x and y.`);
    }
    const { predictions = [] } = options;
    const choice = chooseColumns(name, header, { ...options, apart: predictions });
    const { covariates, response, weights } = choice;
    const needed = predictions.map((each) => header.indexOf(each));
    const chosen = [...covariates, response, weights].filter((each) => each !== undefined);
    const at = [...chosen.map((each) => header.indexOf(each)), ...needed];
    const optional = options.responses === "optional" && response !== undefined ? header.indexOf(response) : -1;
    return { choice, header, named, at, needed, optional };
  }

  private row({ header, at, needed, optional }: Chosen, record: readonly string[], line: number): void {
    const { name, fields } = this;
    if (record.length !== header.length) {
      const first = this.chosen?.named === false ? "first line" : "header";
      throw new InputError(`${name}, line ${line}: ${record.length} fields; the ${first} has ${header.length}.`);
    }
    const missing = at.find((c) => c !== optional && !needed.includes(c) && fields.isMissing(record[c]));
    const unpredicted = needed.find((c) => fields.isMissing(record[c]));
    if (unpredicted !== undefined && missing === undefined) {
      throw new InputError(
        `${name}, line ${line}, column "${header[unpredicted]}": no prediction of the frozen model for this row. Every row needs one: predict it, or take the row out.`,
      );
    }
    if (missing !== undefined && this.options.strict) {
      throw new InputError(`${name}, line ${line}, column "${header[missing]}": the value is missing.`);
    }
    const row = at.map((c) =>
      fields.isMissing(record[c]) ? Number.NaN : this.number(record[c], header[c], line, needed.includes(c)),
    );
    if (missing !== undefined) {
      this.omitted.push(line);
      return;
    }
    this.lines.push(line);
    for (const [j, value] of row.entries()) this.values[j].push(value);
  }

  private number(text: string, column: string, line: number, predicted: boolean): number {
    const value = this.fields.number(text);
    if (Number.isFinite(value)) return value;
    const comma = this.options.decimal !== "," && /^[+-]?\d+,\d+$/.test(text);
    const remedy = comma
      ? "for decimal commas say --decimal ,"
      : predicted
        ? "every row needs a prediction: predict it, or take the row out"
        : `missing values are empty or NA; more words for them: --missing ${text.length > 0 && text.length < 12 ? text : "WORD"}`;
    const format = this.options.decimal === "," ? "(1,5, -2e3)" : "(1.5, -2e3)";
    throw new InputError(
      `${this.name}, line ${line}, column "${column}": ${short(text)} is not a finite number ${format}; ${remedy}.`,
    );
  }
}

/**
 * Reads numbers from CSV or TSV (quoted fields; gzip; pipes). Missing values are empty fields, NA, null, a dot and
 * what the options say; NaN and infinities are errors. Columns that are not chosen may hold anything.
 * @throws InputError naming file, line and column.
 */
export function readTable(path: string, options: TableOptions): DataTable {
  const bytes = readTextBytes(path, "data");
  const name = inputName(path);
  if (bytes.length === 0) throw new InputError(`${name} is empty; expected a header line and rows of numbers.`);
  const reader = new RowReader(name, fieldReader(options), options);
  try {
    parse(bytes, {
      delimiter: delimiterOf(name, bytes, options),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      onRecord: (record: readonly string[], { lines }: { lines: number }) => {
        reader.take(record, lines);
        return null;
      },
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name}: ${error instanceof Error ? error.message.replace(/\.$/, "") : String(error)}.`);
  }
  const { chosen, omitted, values } = reader;
  if (chosen === undefined) throw new InputError(`${name} is empty; expected a header line and rows of numbers.`);
  const { choice, named } = chosen;
  const lines = reader.lines.take();
  if (lines.length === 0) {
    const left = omitted.length === 0 ? "" : `: values are missing in all ${omitted.length}`;
    throw new InputError(`${name} holds no complete row of numbers${left}.`);
  }
  const d = choice.covariates.length;
  const taken = values.map((store) => store.take());
  return {
    choice,
    header: named,
    unused: chosen.header.filter((_, c) => !chosen.at.includes(c)),
    n: lines.length,
    covariates: taken.slice(0, d),
    y: choice.response === undefined ? undefined : taken[d],
    weights: choice.weights === undefined ? undefined : taken[choice.response === undefined ? d : d + 1],
    predictions: taken.slice(taken.length - (options.predictions?.length ?? 0)),
    lines,
    omitted,
  };
}

/** The covariates by columns, as a sample holds them. */
export function covariateMatrix({ n, covariates }: DataTable): Float64Array {
  const x = new Float64Array(n * covariates.length);
  for (const [j, column] of covariates.entries()) x.set(column, j * n);
  return x;
}
