import { existsSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { InputError } from "../../../input-error";
import { boxAround, outsideOf } from "../../../model/box-around";
import type { GateKind, Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import type { ModelColumns } from "../../../model/files/model-file";
import { parameterVector } from "../../../model/parameters";
import { type Path, truthAt } from "../../../model/path";
import type { Sample } from "../../../model/sample/sample";
import { NAMED_PATHS, namedPath } from "../../../study/design/named-paths";
import { note, parseNumber } from "../../command";
import type { DataOptions } from "./data-options";
import { designOf } from "./design-source";
import { readStatedModel } from "./frozen-columns";

/** Where a command takes its truth from: a model file (one truth) or a named path (one truth per n). */
export interface TruthSource {
  readonly model: ContaminatedMoe<GateKind>;
  /** undefined for a model file. */
  readonly path: Path<GateKind> | undefined;
  readonly truthAt: (n: number) => Parameters<GateKind>;
  /** Which column is which, where a data file or the model file says so. */
  readonly columns: ModelColumns | undefined;
}

/** That a model file states no truth, with the groups of parameters that one has, in a sentence. */
export function noTruth(file: string, { gate }: ContaminatedMoe<GateKind>): string {
  const groups = gate.kind === "constant" ? '"lambda", "eta", "nu"' : '"tau", "beta", "eta", "nu"';
  return `${file} states no truth; add "truth": {${groups}}.`;
}

/**
 * A scenario path's id ("L/resonant") or a model file with a truth, at the rows of a data file where one is named. A truth
 * outside of the default box, where none is stated, gets one around it, which is said.
 * @throws InputError when it is neither, the file states no truth, or one outside of the box it states
 */
export function truthSource(argument: string, design?: string, options: DataOptions = {}): TruthSource {
  const named = NAMED_PATHS.some(({ id }) => id === argument);
  if (named || (/^[A-Z]\/[^.]*$/.test(argument) && !existsSync(argument))) {
    if (design !== undefined) throw new InputError(`${argument} is a path, with a law of x; it takes no data file.`);
    const { path } = namedPath(argument);
    return { model: path.model, path, truthAt: (n) => truthAt(path, n), columns: undefined };
  }
  const stated = readStatedModel(argument, options);
  const { truth } = stated;
  if (truth === undefined) throw new InputError(noTruth(argument, stated.model));
  const outside = outsideOf(stated.model, truth);
  if (outside.length > 0 && stated.boxStated) {
    const all = outside.map(({ place, value, bounds }) => `${place} = ${value} outside of [${bounds.join(", ")}]`);
    throw new InputError(
      `${argument}: the truth has ${all.join(", ")}, the box that the file states; widen the box or change the truth.`,
    );
  }
  const box = boxAround(stated.model, truth);
  if (outside.length > 0) {
    const bounds = new Map(parameterVector({ ...stated.model, box }).map((entry) => [entry.place, entry.bounds]));
    const taken = outside.map(({ place }) => `${place} within [${bounds.get(place)?.join(", ")}]`);
    note(`${argument} states no box, and its truth lies outside of the default one: ${taken.join(", ")} is taken.`);
  }
  const { model, columns } = designOf({ ...stated, model: { ...stated.model, box } }, design, options);
  return { model, path: undefined, truthAt: () => truth, columns };
}

/** Comma-separated sizes: whole numbers >= 1, as large as one likes ("1e3,1e15,1e30"): nothing is simulated. */
export function parseSizes(text: string): readonly number[] {
  return text.split(",").map((part) => {
    const value = parseNumber(part);
    if (!Number.isInteger(value) || value < 1) {
      throw new InvalidArgumentError(`"${part}" is not a whole number of at least 1.`);
    }
    return value;
  });
}

export const MODEL_ARGUMENT = "model file (JSON) with a truth, or a scenario path such as L/resonant";

/** Means and standard deviations of the built-in laws are 0 and 1; beyond these differences data are of another law. */
const OTHER_MEAN = 0.5;
const OTHER_SCALE = 2;

/** Says when what a model file's law of x draws and integrates over is not what the data's x are like. */
export function noteLaw(model: ContaminatedMoe<GateKind>, { n, dimension, x }: Sample, file: string): void {
  const unlike = Array.from({ length: dimension }, (_, j) => x.subarray(j * n, (j + 1) * n)).some((column) => {
    const mean = column.reduce((sum, value) => sum + value / n, 0);
    const scale = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2 / n, 0));
    return Math.abs(mean) > OTHER_MEAN || scale > OTHER_SCALE || scale < 1 / OTHER_SCALE;
  });
  if (!unlike) return;
  note(
    `The model file's law of x (${model.covariates.law}, mean 0, variance 1) is not that of these data: plan, power and information of ${file} speak of that law, unless the data file stands beside it; predict does not need it, and simulate --at takes the rows of a data file.`,
  );
}
