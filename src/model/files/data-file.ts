import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { InputError } from "../../input-error";
import { RandomStream } from "../../numerics/random-stream";
import { COLUMN } from "../sample/columns";
import { type Sample, takeRows } from "../sample/sample";
import { ColumnStore } from "./column-store";

export interface DataFileOptions {
  /** Column of y; the one named "y", or else the last, unless told. */
  readonly response?: string;
  /** Columns of x in the model's order; all but the response unless told. */
  readonly covariates?: readonly string[];
  /** Columns of a frozen model's predictions: read beside the data, never covariates, and never missing. */
  readonly predictions?: readonly string[];
  /** Fail on missing values instead of leaving their rows out. */
  readonly strict?: boolean;
}

export interface DataFile {
  /** In the file's order. */
  readonly sample: Sample;
  readonly response: string;
  readonly covariates: readonly string[];
  /** One column for each that was asked for. */
  readonly predictions: readonly Float64Array[];
  /** Line in the file of every row of the sample (the header is line 1). */
  readonly lines: Float64Array;
  /** Lines of rows left out because a value was missing. */
  readonly omitted: readonly number[];
}

/** Larger files are refused: the file's bytes and its numbers are held in memory together. */
export const DATA_FILE_LIMIT = 512 * 1024 * 1024;

const MISSING = new Set(["", "na", "null", "."]);
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readBytes(path: string): Buffer {
  let size: number;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new InputError(`${path} is a folder; give a CSV or TSV file.`);
    size = stat.size;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`Cannot read the data file "${path}"; check the path.`);
  }
  if (size > DATA_FILE_LIMIT) {
    throw new InputError(`${path} has ${size} bytes; at most ${DATA_FILE_LIMIT} (512 MiB) are read. Take a subset.`);
  }
  if (size === 0) throw new InputError(`${path} is empty; expected a header line and rows of numbers.`);
  const bytes = Buffer.alloc(size);
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    throw new InputError(`Cannot read the data file "${path}"; check its permissions.`);
  }
  try {
    for (let got = 0, more = 1; more > 0 && got < size; got += more) more = readSync(file, bytes, got, size - got, got);
  } finally {
    closeSync(file);
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new InputError(`${path} is encoded as UTF-16; save it as UTF-8.`);
  }
  if (!isUtf8(bytes)) throw new InputError(`${path} is not valid UTF-8; save it as UTF-8.`);
  if (bytes.includes(0))
    throw new InputError(`${path} holds zero bytes; it is no text file. Give CSV or TSV in UTF-8.`);
  return bytes;
}

/** Tab, semicolon or comma: whatever the first line holds, in this order (a comma before a semicolon). */
function delimiterOf(bytes: Buffer): string {
  const end = bytes.indexOf(0x0a);
  const firstLine = bytes.subarray(0, end < 0 ? bytes.length : end).toString("utf8");
  if (firstLine.includes("\t")) return "\t";
  return firstLine.includes(";") && !firstLine.includes(",") ? ";" : ",";
}

/** The columns wanted, by position in the header: covariates in order, then the response, then the predictions. */
class Columns {
  readonly response: string;
  readonly covariates: readonly string[];
  readonly at: readonly number[];
  /** Positions that may not be empty in a row that is used. */
  readonly needed: readonly number[];

  constructor(
    private readonly path: string,
    readonly header: readonly string[],
    options: DataFileOptions,
  ) {
    const twice = header.find((name, i) => header.indexOf(name) !== i);
    if (twice !== undefined) throw new InputError(`${path}: two columns are named "${twice}"; names must differ.`);
    if (header.length < 2) throw new InputError(`${path} has one column, "${header[0]}"; expected x and y.`);
    if (header.every((name) => DECIMAL.test(name))) {
      throw new InputError(`${path}: the first line holds numbers; expected column names such as x1,y.`);
    }
    const { predictions = [] } = options;
    this.response = options.response ?? (header.includes("y") ? "y" : header[header.length - 1]);
    const yColumn = this.column(this.response);
    this.covariates =
      options.covariates ?? header.filter((name) => name !== this.response && !predictions.includes(name));
    const unnamed = this.covariates.indexOf("");
    if (unnamed >= 0) {
      throw new InputError(`${path}: column ${header.indexOf("") + 1} has no name; name it or choose the covariates.`);
    }
    const repeated = this.covariates.find((name, i) => name === this.response || this.covariates.indexOf(name) !== i);
    if (repeated !== undefined) throw new InputError(`${path}: column "${repeated}" is chosen twice.`);
    if (this.covariates.length === 0) throw new InputError(`${path}: no covariate is chosen; name at least one.`);
    const both = predictions.find((name) => name === this.response || this.covariates.includes(name));
    if (both !== undefined) throw new InputError(`${path}: column "${both}" is data and a frozen prediction at once.`);
    this.needed = predictions.map((name) => this.column(name));
    this.at = [...this.covariates.map((name) => this.column(name)), yColumn, ...this.needed];
  }

  private column(name: string): number {
    const at = this.header.indexOf(name);
    if (at < 0) throw new InputError(`${this.path} has no column "${name}"; it has ${this.header.join(", ")}.`);
    return at;
  }
}

/** Takes rows one at a time: checks them, and keeps the numbers of the wanted columns. */
class RowReader {
  columns: Columns | undefined;
  readonly lines = new ColumnStore();
  readonly omitted: number[] = [];
  readonly values: ColumnStore[] = [];

  constructor(
    private readonly path: string,
    private readonly options: DataFileOptions,
  ) {}

  take(record: readonly string[], line: number): void {
    const { path, columns } = this;
    if (columns === undefined) {
      this.columns = new Columns(path, record, this.options);
      for (const _ of this.columns.at) this.values.push(new ColumnStore());
      return;
    }
    const { header, at, needed } = columns;
    if (record.length !== header.length) {
      throw new InputError(`${path}, line ${line}: ${record.length} fields; the header has ${header.length}.`);
    }
    const isMissing = (c: number): boolean => MISSING.has(record[c].toLowerCase());
    const missing = at.find((c) => !needed.includes(c) && isMissing(c));
    const unpredicted = needed.find(isMissing);
    if (unpredicted !== undefined && missing === undefined) {
      throw new InputError(
        `${path}, line ${line}, column "${header[unpredicted]}": no prediction of the frozen model for this row. Every row needs one: predict it, or take the row out.`,
      );
    }
    if (missing !== undefined && this.options.strict) {
      throw new InputError(`${path}, line ${line}, column "${header[missing]}": the value is missing.`);
    }
    const row = at.map((c) => {
      if (MISSING.has(record[c].toLowerCase())) return Number.NaN;
      const value = DECIMAL.test(record[c]) ? Number(record[c]) : Number.NaN;
      if (Number.isFinite(value)) return value;
      const shown = JSON.stringify(record[c].length > 40 ? `${record[c].slice(0, 37)}...` : record[c]);
      throw new InputError(
        `${path}, line ${line}, column "${header[c]}": ${shown} is not a finite number (1.5, -2e3); missing values are empty or NA.`,
      );
    });
    if (missing !== undefined) {
      this.omitted.push(line);
      return;
    }
    this.lines.push(line);
    for (const [j, value] of row.entries()) this.values[j].push(value);
  }
}

/**
 * Reads numbers from CSV or TSV (header line; quoted fields; decimal points). Missing values are empty fields, NA, null
 * or a dot; NaN and infinities are errors. Columns that are not chosen may hold anything.
 * @throws InputError naming file, line and column.
 */
export function readDataFile(path: string, options: DataFileOptions = {}): DataFile {
  const bytes = readBytes(path);
  const reader = new RowReader(path, options);
  try {
    parse(bytes, {
      delimiter: delimiterOf(bytes),
      bom: true,
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
    throw new InputError(`${path}: ${error instanceof Error ? error.message.replace(/\.$/, "") : String(error)}.`);
  }
  const { columns, omitted, values } = reader;
  if (columns === undefined) throw new InputError(`${path} is empty; expected a header line and rows of numbers.`);
  const dimension = columns.covariates.length;
  const y = values[dimension].take();
  const n = y.length;
  if (n === 0) throw new InputError(`${path} holds no complete row of numbers.`);
  if (n > 1 && y.every((value) => value === y[0])) {
    throw new InputError(`${path}: the response, column "${columns.response}", is ${y[0]} in every row; it must vary.`);
  }
  const x = new Float64Array(n * dimension);
  for (let j = 0; j < dimension; j++) x.set(values[j].take(), j * n);
  const { response, covariates } = columns;
  const predictions = values.slice(dimension + 1).map((column) => column.take());
  return { sample: { n, dimension, x, y }, response, covariates, predictions, lines: reader.lines.take(), omitted };
}

/** The same rows in a seeded random order: nested subsamples of a sorted file would not be representative. */
export function shuffleRows(sample: Sample, seed: number): Sample {
  const { n } = sample;
  const keys = new Float64Array(n);
  new RandomStream({ seed, path: "shuffle", n, replicate: 0 }).uniforms(COLUMN.starts, keys);
  const order = Array.from(keys, (_, i) => i).sort((a, b) => keys[a] - keys[b]);
  return takeRows(sample, order);
}
