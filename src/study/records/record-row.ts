import type { Nature } from "../../estimation/search/optima/nature";
import { fnv1a } from "../../numerics/random-stream";
import type { RecordedSearch, StudyRecord } from "./record";

/** The columns of a record file, for the parameter names of its model. */
export function columnsOf(parameters: readonly string[]): readonly string[] {
  return [
    ...["scenario", "path", "n", "replicate", "seed"],
    ...parameters.map((name) => `estimate_${name}`),
    ...parameters.map((name) => `error_${name}`),
    ...["log_likelihood", "score", "iterations", "passes", "optima", "converged", "at_bound", "reason"],
    ...["nature", "starts", "reached_best", "seen_once", "unseen_bound", "certified"],
    ...["interior_log_likelihood"],
    ...parameters.map((name) => `interior_${name}`),
    ...parameters.map((name) => `interior_error_${name}`),
    ...["checksum", "seconds"],
  ];
}

/** The shortest text that reads back as the same double, minus zero included. */
function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function field(text: string): string {
  const line = text.replace(/[\r\n]+/g, " ");
  return /[",]/.test(line) ? `"${line.replace(/"/g, '""')}"` : line;
}

function optional(value: number | null): string {
  return value === null ? "" : numberText(value);
}

function searchTexts(search: RecordedSearch | null): readonly string[] {
  if (search === null) return ["", "", "", "", ""];
  const { starts, reachedBest, seenOnce, unseenBound, satisfied } = search;
  return [...[starts, reachedBest, seenOnce, unseenBound].map(numberText), String(satisfied)];
}

function checksum(content: string): string {
  return fnv1a(content).toString(16).padStart(8, "0");
}

/**
 * One row, without its line feed. The checksum (FNV-1a of all the text before it) shows damage; the seconds come after
 * it, so that equal replicates have equal rows up to their last field.
 */
export function encodeRow(record: StudyRecord, parameters: readonly string[]): string {
  const blank = parameters.map(() => "");
  const content = [
    field(record.scenario),
    field(record.path),
    numberText(record.n),
    numberText(record.replicate),
    numberText(record.seed),
    ...(record.estimate?.map(numberText) ?? blank),
    ...(record.error?.map(numberText) ?? blank),
    optional(record.logLikelihood),
    optional(record.score),
    optional(record.iterations),
    optional(record.passes),
    optional(record.optima),
    String(record.converged),
    record.atBound.join(" "),
    field(record.reason),
    record.nature ?? "",
    ...searchTexts(record.search),
    optional(record.interior?.logLikelihood ?? null),
    ...(record.interior?.estimate.map(numberText) ?? blank),
    ...(record.interior?.error.map(numberText) ?? blank),
  ].join(",");
  return `${content},${checksum(content)},${record.seconds.toFixed(6)}`;
}

function splitFields(row: string): readonly string[] {
  if (!row.includes('"')) return row.split(",");
  const fields: string[] = [];
  for (let at = 0; at <= row.length; ) {
    let text = "";
    if (row[at] === '"') {
      at++;
      while (at < row.length && !(row[at] === '"' && row[at + 1] !== '"')) {
        text += row[at];
        at += row[at] === '"' ? 2 : 1;
      }
      at++;
    } else {
      const comma = row.indexOf(",", at);
      const end = comma < 0 ? row.length : comma;
      text = row.slice(at, end);
      at = end;
    }
    fields.push(text);
    at++;
  }
  return fields;
}

function readOptional(text: string): number | null {
  return text === "" ? null : Number(text);
}

const natures: readonly Nature[] = ["interior", "spike", "frozen"];

function readSearch(fields: readonly string[], at: number): RecordedSearch | null {
  if (fields[at] === "") return null;
  return {
    starts: Number(fields[at]),
    reachedBest: Number(fields[at + 1]),
    seenOnce: Number(fields[at + 2]),
    unseenBound: Number(fields[at + 3]),
    satisfied: fields[at + 4] === "true",
  };
}

/** Reads one row back, or says in words what is wrong with it. */
export function decodeRow(row: string, parameters: readonly string[]): StudyRecord | string {
  const secondsAt = row.lastIndexOf(",");
  const checksumAt = row.lastIndexOf(",", secondsAt - 1);
  if (checksumAt < 0) return "it is no record";
  const content = row.slice(0, checksumAt);
  if (row.slice(checksumAt + 1, secondsAt) !== checksum(content)) return "its checksum does not match";
  const secondsText = row.slice(secondsAt + 1);
  if (!/^\d+\.\d{6}$/.test(secondsText)) return `its seconds are "${secondsText}"`;
  const fields = splitFields(content);
  const p = parameters.length;
  const expected = 20 + 4 * p;
  if (fields.length !== expected) return `it has ${fields.length + 2} fields instead of ${expected + 2}`;
  const failed = fields[5] === "";
  const rest = 5 + 2 * p;
  const numbers = (from: number): readonly number[] => {
    const values = new Array<number>(p);
    for (let j = 0; j < p; j++) values[j] = Number(fields[from + j]);
    return values;
  };
  const atBound = fields[rest + 6];
  const nature = natures.find((one) => one === fields[rest + 8]) ?? null;
  const interior = rest + 14;
  return {
    scenario: fields[0],
    path: fields[1],
    n: Number(fields[2]),
    replicate: Number(fields[3]),
    seed: Number(fields[4]),
    estimate: failed ? null : numbers(5),
    error: failed ? null : numbers(5 + p),
    logLikelihood: readOptional(fields[rest]),
    score: readOptional(fields[rest + 1]),
    iterations: readOptional(fields[rest + 2]),
    passes: readOptional(fields[rest + 3]),
    optima: readOptional(fields[rest + 4]),
    converged: fields[rest + 5] === "true",
    atBound: atBound === "" ? [] : atBound.split(" "),
    reason: fields[rest + 7],
    nature,
    search: readSearch(fields, rest + 9),
    interior:
      fields[interior] === ""
        ? null
        : {
            logLikelihood: Number(fields[interior]),
            estimate: numbers(interior + 1),
            error: numbers(interior + 1 + p),
          },
    seconds: Number(secondsText),
  };
}
