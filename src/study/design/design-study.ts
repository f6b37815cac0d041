import { InputError } from "../../input-error";
import type { GateKind } from "../../model/by-parameter";
import { type Path, truthAt } from "../../model/path";
import { PACKAGE_VERSION } from "../../package-version";
import type { Design } from "./design";
import { toPathJson } from "./path-json";

export interface DesignOptions {
  readonly sizes: readonly number[];
  readonly replications: number;
  /** 1 unless told. */
  readonly seed?: number;
  /** "cold" unless told. */
  readonly start?: "cold" | "warm";
  readonly starts?: number;
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
 *
 * @example
 * ```ts
 * import { designStudy, scenarioPath } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const { sizes, replications, seed } = designStudy(path, { sizes: [1e3, 1e4], replications: 40 });
 * console.log(sizes.join(), replications, seed); // 1000,10000 40 1
 * ```
 */
export function designStudy(path: Path<GateKind>, options: DesignOptions): Design {
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
    path: toPathJson(path),
    sizes,
    replications,
    seed,
    start,
    starts: starts ?? null,
    version: PACKAGE_VERSION,
  };
}
