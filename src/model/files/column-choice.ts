import { InputError } from "../../input-error";
import type { ModelColumns } from "./model-file";

/** Which columns are wanted; what is not told is found by name. */
export interface ColumnRequest {
  /** Column of y. */
  readonly response?: string;
  /** Columns of x in the model's order. */
  readonly covariates?: readonly string[];
  /** Column of frequency weights. */
  readonly weights?: string;
  /** Columns that serve something else and are no data. */
  readonly apart?: readonly string[];
  /** What the model file calls the columns; counts where nothing else is asked for. */
  readonly expected?: ModelColumns | undefined;
  /** How many covariates the model has. */
  readonly dimension?: number;
  /** "optional": the file may hold covariates alone; "required" unless told. */
  readonly responses?: "required" | "optional";
}

/** The columns of x, y and the weights, by name. */
export interface ColumnChoice {
  readonly covariates: readonly string[];
  /** undefined where none is there and none is needed. */
  readonly response: string | undefined;
  readonly weights: string | undefined;
}

const quoted = (names: readonly string[]): string => names.join(", ");

/** "x", or "x1, ..., x5". */
export function standardNames(dimension: number): readonly string[] {
  return Array.from({ length: dimension }, (_, j) => `x${j + 1}`);
}

/**
 * The names of a file without a header, whose columns can only be taken by position: x1, ..., xd, then y. Where y need not be
 * there, a file with as many columns as the model has covariates holds them alone.
 * @throws InputError when the number of columns is not the model's
 */
export function positionalNames(place: string, columns: number, request: ColumnRequest): readonly string[] {
  const { expected, responses = "required" } = request;
  const { dimension = columns - 1 } = request;
  const names = expected?.covariates ?? standardNames(dimension);
  if (columns === dimension + 1) return [...names, expected?.response ?? "y"];
  if (columns === dimension && responses === "optional") return names;
  throw new InputError(
    `${place} has no header and ${columns} columns; without names they must be the model's ${dimension} covariates in order, then y. Put a line of names first, such as ${quoted([...standardNames(dimension), "y"])}.`,
  );
}

/** Covariates called x, or x1 to xk without a gap, wherever they stand; in numeric order. */
function numberedCovariates(place: string, header: readonly string[]): readonly string[] | undefined {
  const numbers = header
    .flatMap((name) => (/^x[1-9]\d*$/.test(name) ? [Number(name.slice(1))] : []))
    .sort((a, b) => a - b);
  const plain = header.includes("x");
  if (numbers.length === 0) return plain ? ["x"] : undefined;
  if (plain) {
    throw new InputError(
      `${place} has both "x" and "x${numbers[0]}"; say which are the covariates, in the model's order: --covariates.`,
    );
  }
  const gap = numbers.findIndex((number, j) => number !== j + 1);
  if (gap >= 0) {
    throw new InputError(
      `${place} has ${quoted(numbers.map((k) => `x${k}`))} but no x${gap + 1}; name the covariates in the model's order: --covariates.`,
    );
  }
  return standardNames(numbers.length);
}

function requireColumn(place: string, header: readonly string[], name: string): string {
  if (header.includes(name)) return name;
  throw new InputError(`${place} has no column "${name}"; it has ${quoted(header)}.`);
}

/**
 * Which column is which, by name and never by position: y is called y, the covariates x, or x1, ..., xd in numeric order
 * wherever they stand, or as the request says. A single column that is left over when all others are named is no guess
 * either: it is the one covariate, or the response.
 * @throws InputError when names do not settle it, with the options that do
 */
export function chooseColumns(place: string, header: readonly string[], request: ColumnRequest): ColumnChoice {
  const { dimension, weights, expected, apart = [], responses = "required" } = request;
  for (const name of [request.response, weights, ...(request.covariates ?? []), ...apart]) {
    if (name !== undefined) requireColumn(place, header, name);
  }
  const response = request.response ?? expectedResponse(place, header, request);
  const taken = [response, weights, ...apart];
  const free = header.filter((name) => !taken.includes(name));
  const covariates =
    request.covariates ??
    expected?.covariates.map((name) => expectedColumn(place, header, name, "--covariates")) ??
    (dimension === 0 ? [] : numberedCovariates(place, free)) ??
    onlyOne(free, response, dimension);
  const wanted = dimension === undefined ? "its covariates" : `the model's ${dimension} covariates`;
  if (covariates === undefined) {
    const told = response === undefined ? "--response and --covariates" : "--covariates";
    throw new InputError(
      `${place} has the columns ${quoted(header)}: names do not tell which are ${wanted} (x, or x1, x2, ...)${response === undefined ? " and which is y" : ""}. Say it with ${told}, the covariates in the model's order.`,
    );
  }
  const left = header.filter((name) => !covariates.includes(name) && name !== weights && !apart.includes(name));
  const settled =
    responses === "required" && (request.covariates !== undefined || dimension === 0) && left.length === 1;
  const found = response ?? (settled ? left[0] : undefined);
  if (found === undefined && responses === "required") {
    throw new InputError(
      `${place} has the columns ${quoted(header)}: none is called y. Say which is the response with --response.`,
    );
  }
  const repeated = covariates.find((name, i) => name === found || name === weights || covariates.indexOf(name) !== i);
  if (repeated !== undefined) throw new InputError(`${place}: column "${repeated}" is chosen twice.`);
  if (weights !== undefined && weights === found)
    throw new InputError(`${place}: column "${weights}" is chosen twice.`);
  const both = apart.find((name) => name === found || covariates.includes(name));
  if (both !== undefined) throw new InputError(`${place}: column "${both}" is data and a frozen prediction at once.`);
  if (dimension !== undefined && covariates.length !== dimension) {
    throw new InputError(
      `${place}: ${covariates.length} covariates (${quoted(covariates)}); the model has ${dimension}. Choose with --covariates.`,
    );
  }
  return { covariates, response: found, weights };
}

function expectedColumn(place: string, header: readonly string[], name: string, option: string): string {
  if (header.includes(name)) return name;
  throw new InputError(
    `${place} has no column "${name}", which the model file names; it has ${quoted(header)}. Choose with ${option}.`,
  );
}

/** The response of the model file, or y; undefined where it is not there. */
function expectedResponse(
  place: string,
  header: readonly string[],
  { expected, responses }: ColumnRequest,
): string | undefined {
  if (expected === undefined) return header.includes("y") ? "y" : undefined;
  if (responses === "optional" && !header.includes(expected.response)) return undefined;
  return expectedColumn(place, header, expected.response, "--response");
}

/** With the response named, one column that is left is the one covariate. */
function onlyOne(
  free: readonly string[],
  response: string | undefined,
  dimension: number | undefined,
): readonly string[] | undefined {
  return response !== undefined && free.length === 1 && (dimension ?? 1) === 1 && free[0] !== "" ? free : undefined;
}
