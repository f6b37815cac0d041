import { openSync, readSync, statSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { InputError } from "../input-error";
import { RandomStream } from "../numerics/random-stream";
import { COLUMN, type Sample } from "./sample";

export interface DataFileOptions {
  /** Column of y; the one named "y", or else the last, unless told. */
  readonly response?: string;
  /** Columns of x in the model's order; all but the response unless told. */
  readonly covariates?: readonly string[];
  /** Fail on missing values instead of leaving their rows out. */
  readonly strict?: boolean;
}

export interface DataFile {
  readonly sample: Sample;
  readonly response: string;
  readonly covariates: readonly string[];
  /** Line numbers (the header is line 1) of rows left out because a value was missing. */
  readonly omitted: readonly number[];
}

/** Larger files are refused: text, numbers and columns together would not fit in memory. */
export const DATA_FILE_LIMIT = 512 * 1024 * 1024;

const MISSING = new Set(["", "na", "nan", "null", "."]);

function readText(path: string): string {
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
  const file = openSync(path, "r");
  let got = 0;
  for (let more = 1; more > 0 && got < size; got += more) more = readSync(file, bytes, got, size - got, got);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new InputError(`${path} is encoded as UTF-16; save it as UTF-8.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${path} is not valid UTF-8; save it as UTF-8.`);
  }
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseRows(text: string, path: string): readonly Row[] {
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  const delimiter = firstLine.includes("\t") ? "\t" : firstLine.includes(";") && !firstLine.includes(",") ? ";" : ",";
  try {
    return parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly Row[];
  } catch (error) {
    throw new InputError(`${path}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * Reads numbers from CSV or TSV (header line; quoted fields; decimal points). Missing values are empty fields, NA, NaN,
 * null or a dot.
 * @throws InputError naming file, line and column.
 */
export function readDataFile(path: string, options: DataFileOptions = {}): DataFile {
  const [head, ...body] = parseRows(readText(path), path);
  if (head === undefined) throw new InputError(`${path} is empty; expected a header line and rows of numbers.`);
  const header = head.record;
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`${path}: two columns are named "${twice}"; names must differ.`);
  if (header.length < 2) throw new InputError(`${path} has one column, "${header[0]}"; expected x and y.`);
  if (header.every((name) => name !== "" && Number.isFinite(Number(name)))) {
    throw new InputError(`${path}: the first line holds numbers; expected column names such as x1,y.`);
  }
  const column = (name: string): number => {
    const at = header.indexOf(name);
    if (at < 0) throw new InputError(`${path} has no column "${name}"; it has ${header.join(", ")}.`);
    return at;
  };
  const response = options.response ?? (header.includes("y") ? "y" : header[header.length - 1]);
  const yColumn = column(response);
  const covariates = options.covariates ?? header.filter((name) => name !== response);
  const columns = [...covariates.map(column), yColumn];
  const omitted: number[] = [];
  const rows: number[][] = [];
  for (const { record, info } of body) {
    if (record.length !== header.length) {
      throw new InputError(`${path}, line ${info.lines}: ${record.length} fields; the header has ${header.length}.`);
    }
    const missing = columns.find((c) => MISSING.has(record[c].toLowerCase()));
    if (missing !== undefined) {
      if (options.strict) {
        throw new InputError(`${path}, line ${info.lines}, column "${header[missing]}": the value is missing.`);
      }
      omitted.push(info.lines);
      continue;
    }
    rows.push(
      columns.map((c) => {
        const value = Number(record[c]);
        if (Number.isFinite(value)) return value;
        const shown = JSON.stringify(record[c]);
        throw new InputError(`${path}, line ${info.lines}, column "${header[c]}": ${shown} is not a finite number.`);
      }),
    );
  }
  if (rows.length === 0) throw new InputError(`${path} holds no complete row of numbers.`);
  const n = rows.length;
  const d = covariates.length;
  const x = new Float64Array(n * d);
  const y = new Float64Array(n);
  rows.forEach((row, i) => {
    for (let j = 0; j < d; j++) x[j * n + i] = row[j];
    y[i] = row[d];
  });
  return { sample: { n, dimension: d, x, y }, response, covariates, omitted };
}

/** The same rows in a seeded random order: nested subsamples of a sorted file would not be representative. */
export function shuffleRows(sample: Sample, seed: number): Sample {
  const { n, dimension, x, y } = sample;
  const keys = new Float64Array(n);
  new RandomStream({ seed, path: "shuffle", n, replicate: 0 }).uniforms(COLUMN.starts, keys);
  const order = Array.from(keys, (_, i) => i).sort((a, b) => keys[a] - keys[b]);
  const shuffled = new Float64Array(x.length);
  for (let j = 0; j < dimension; j++)
    order.forEach((from, to) => {
      shuffled[j * n + to] = x[j * n + from];
    });
  return { n, dimension, x: shuffled, y: Float64Array.from(order, (i) => y[i]) };
}
