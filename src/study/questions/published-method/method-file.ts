import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { InputError } from "../../../input-error";
import { PUBLISHED_DATA } from "../../records/published-study";
import type { MethodRun } from "./method-run";

/** Written by bench/published-method.ts (`npm run published-method`). */
export const METHOD_FILE: string = join(PUBLISHED_DATA, "published-method.csv.gz");

const ERRORS = ["error_exp_tau", "error_beta", "error_eta", "error_nu"] as const;

/** The columns of the file; |e^tau - e^tau*| and the lengths of the other differences are its errors. */
export const METHOD_COLUMNS = [
  ...["path", "reading", "n", "replicate"],
  ...ERRORS,
  ...["log_likelihood", "iterations", "converged"],
] as const;

/** One run as a row, without its line feed; numbers read back as the same doubles. */
export function methodRow(run: MethodRun): string {
  const { path, reading, n, replicate, errors, logLikelihood, iterations, converged } = run;
  return [path, `"${reading}"`, n, replicate, ...errors, logLikelihood, iterations, converged].join(",");
}

/** Rows with the columns' names above them. @throws InputError naming a line that is no run. */
export function parseMethodRuns(text: string, source: string): readonly MethodRun[] {
  const rows = parse(text, { columns: true, skip_empty_lines: true }) as readonly Readonly<Record<string, string>>[];
  return rows.map((row, i) => {
    const number = (column: string): number => {
      const value = Number(row[column] ?? "");
      if (row[column] === undefined || row[column] === "" || !Number.isFinite(value)) {
        throw new InputError(`${source}, row ${i + 1}: ${column} is "${row[column] ?? ""}", no number.`);
      }
      return value;
    };
    return {
      path: row.path,
      reading: row.reading,
      n: number("n"),
      replicate: number("replicate"),
      errors: [number(ERRORS[0]), number(ERRORS[1]), number(ERRORS[2]), number(ERRORS[3])],
      logLikelihood: number("log_likelihood"),
      iterations: number("iterations"),
      converged: row.converged === "true",
    };
  });
}

/** The published runs of the successor's method: all readings, settings, sizes and replicates; none where the file is missing. */
export function publishedMethodRuns(file: string = METHOD_FILE): readonly MethodRun[] {
  return existsSync(file) ? parseMethodRuns(gunzipSync(readFileSync(file)).toString("utf8"), file) : [];
}
