import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { programOf } from "../../program";

export const FIXTURES = resolve(__dirname, "fixtures");

export interface Run {
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process and returns what it wrote to stdout and stderr. */
export async function cmoe(...args: readonly string[]): Promise<Run> {
  const program = await programOf(args[0]);
  program.configureOutput({ writeErr: () => undefined });
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => undefined });
  let [out, err] = ["", ""];
  const [stdout, stderr] = [process.stdout.write, process.stderr.write];
  process.stdout.write = (chunk: Uint8Array | string) => {
    out += String(chunk);
    return true;
  };
  process.stderr.write = (chunk: Uint8Array | string) => {
    err += String(chunk);
    return true;
  };
  try {
    await program.parseAsync(["node", "cmoe", ...args]);
  } finally {
    process.stdout.write = stdout;
    process.stderr.write = stderr;
  }
  return { out, err };
}

/** What a fit prints as JSON, as far as tests look at it. */
export interface FitJson {
  readonly lambda: number;
  readonly eta: readonly number[];
  readonly nu: number;
  readonly logLikelihood: number;
  readonly standardErrors: { readonly lambda: number; readonly eta: readonly number[]; readonly nu: number };
  readonly intervals: readonly {
    readonly name: string;
    readonly label: string;
    readonly low: number;
    readonly high: number;
    readonly method?: string;
  }[];
  readonly columns: { readonly covariates: readonly string[]; readonly response: string; readonly fromHeader: boolean };
  readonly fixed: readonly string[];
  readonly atBound: readonly string[];
  readonly rows: number;
  readonly observations?: number;
  readonly omittedLines: readonly number[];
  readonly diagnostics: {
    readonly warnings: readonly string[];
    readonly condition: number;
    readonly rounding: { readonly step: number } | null;
    readonly criteria: {
      readonly aic: number;
      readonly bic: number;
      readonly parameters: number;
      readonly frozen: { readonly logLikelihood: number };
    };
  };
  readonly box: { readonly nu: readonly [number, number]; readonly lambda: readonly [number, number] };
}

export async function fitted(...args: readonly string[]): Promise<FitJson> {
  return JSON.parse((await cmoe("fit", ...args, "--json")).out) as FitJson;
}

/** A folder of its own for the files of a test file. */
export interface Place {
  readonly at: (name: string) => string;
  /** Writes a file there and returns its path. */
  readonly write: (name: string, content: string | Buffer) => string;
  readonly remove: () => void;
}

export function place(): Place {
  const folder = mkdtempSync(join(tmpdir(), "cmoe-case-"));
  const at = (name: string): string => join(folder, name);
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(at(name), content);
    return at(name);
  };
  return { at, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
