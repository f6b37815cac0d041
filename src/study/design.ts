import { createHash } from "node:crypto";
import { InputError } from "../input-error";
import { vectorNames } from "../model/contaminated-moe";
import { type ModelFile, parseModelFile, toModelFile } from "../model/model-file";
import { type Path, type PowerLaw, truthAt } from "../model/path";
import { rational } from "../numerics/rational";
import { PACKAGE_VERSION } from "./package-version";

/** A power law limit + coefficient n^(-exponent) as JSON: the exponent is the text of an exact rational, "1/16". */
export interface PowerLawJson {
  readonly limit: number;
  readonly coefficient: number;
  readonly exponent: string;
}

/** A path as JSON: the model file and one power law per parameter. */
export interface PathJson {
  readonly id: string;
  readonly title: string;
  readonly model: ModelFile;
  readonly lambda: PowerLawJson;
  readonly eta: readonly PowerLawJson[];
  readonly nu: PowerLawJson;
}

/**
 * Everything that decides the records of a study, as plain JSON. Replicate r at size n draws from the stream
 * (seed, path.id, n, r); "warm" fits start at the truth, which no estimator can (for comparison only).
 */
export interface Design {
  readonly path: PathJson;
  /** Ascending. */
  readonly sizes: readonly number[];
  /** Replicates 0..replications-1 at every size. */
  readonly replications: number;
  readonly seed: number;
  readonly start: "cold" | "warm";
  /** Random starts per fit; null leaves it to the estimator. */
  readonly starts: number | null;
  /** Version of contaminated-moe. */
  readonly version: string;
}

export interface DesignOptions {
  readonly sizes: readonly number[];
  readonly replications: number;
  /** 1 unless told. */
  readonly seed?: number;
  /** "cold" unless told. */
  readonly start?: "cold" | "warm";
  readonly starts?: number;
}

function lawJson(law: PowerLaw): PowerLawJson {
  return { limit: law.limit, coefficient: law.coefficient, exponent: law.exponent.toFraction() };
}

function lawOf(json: PowerLawJson): PowerLaw {
  return { limit: json.limit, coefficient: json.coefficient, exponent: rational(json.exponent) };
}

function wholeNumber(what: string, value: number, low: number, high = 0xffffffff): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new InputError(`The design's ${what} is ${value}; expected a whole number from ${low} to ${high}.`);
  }
}

/**
 * The study of one path: sizes x replications. The truth is checked at every size.
 * @throws InputError when a number is out of range, the path leaves the parameter space, or the expert is user-defined
 * (a function cannot be written into a record).
 */
export function designStudy(path: Path, options: DesignOptions): Design {
  const { replications, seed = 1, start = "cold", starts } = options;
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(path.id)) {
    throw new InputError(`The path's id is "${path.id}"; use letters, digits, ".", "_", "-" and "/" between them.`);
  }
  const sizes = [...new Set(options.sizes)].sort((a, b) => a - b);
  if (sizes.length === 0) throw new InputError("The design has no sizes; give at least one n.");
  for (const n of sizes) {
    wholeNumber("n", n, 1);
    truthAt(path, n);
  }
  wholeNumber("number of replications", replications, 1);
  wholeNumber("seed", seed, 0);
  if (starts !== undefined) wholeNumber("number of starts", starts, 0, 1e6);
  return {
    path: {
      id: path.id,
      title: path.title,
      model: toModelFile(path.model),
      lambda: lawJson(path.lambda),
      eta: path.eta.map(lawJson),
      nu: lawJson(path.nu),
    },
    sizes,
    replications,
    seed,
    start,
    starts: starts ?? null,
    version: PACKAGE_VERSION,
  };
}

/** The path a design describes. */
export function pathOf(design: Design): Path {
  const { id, title, model, lambda, eta, nu } = design.path;
  return {
    id,
    title,
    model: parseModelFile(model, `path ${id}`).model,
    lambda: lawOf(lambda),
    eta: eta.map(lawOf),
    nu: lawOf(nu),
  };
}

/** "lambda", the entries of eta, "nu": the order of estimates and errors in every record. */
export function parametersOf(design: Design): readonly string[] {
  return vectorNames(pathOf(design).model);
}

/** How many records a finished study has. */
export function totalRecords(design: Design): number {
  return design.sizes.length * design.replications;
}

/** JSON with sorted keys and no spaces: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** sha256 (hex) of all of the design but the path's title, which changes no record. */
export function designHash(design: Design): string {
  const { title: _, ...path } = design.path;
  return createHash("sha256")
    .update(canonicalJson({ ...design, path }))
    .digest("hex");
}

/** "L-resonant-0123456789abcdef": the path for the reader, the hash's first 16 digits for the machine. */
export function folderName(design: Design): string {
  return `${design.path.id.replace(/\//g, "-")}-${designHash(design).slice(0, 16)}`;
}
