import { checkGateGroups } from "../../model/box";
import { type ByParameter, type GateKind, mapParameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type ModelFile, parseModelFile } from "../../model/files/model-file";
import { toModelFile } from "../../model/files/to-model-file";
import { type Path, type PowerLaw, powerLaw } from "../../model/path";

/** A power law limit + coefficient n^(-exponent) as JSON: the exponent is the text of an exact rational, "1/16". */
export interface PowerLawJson {
  readonly limit: number;
  readonly coefficient: number;
  readonly exponent: string;
}

/** A path as JSON: the model file and one power law per parameter. */
export type PathJson<G extends GateKind = "constant"> = ByParameter<PowerLawJson, G> & {
  readonly id: string;
  readonly title: string;
  readonly model: ModelFile;
};

function lawJson(law: PowerLaw): PowerLawJson {
  return { limit: law.limit, coefficient: law.coefficient, exponent: law.exponent.toFraction() };
}

/** The power law as the model has it. @throws when the exponent is no rational. */
export function lawOf(json: PowerLawJson): PowerLaw {
  return powerLaw(json.limit, json.coefficient, json.exponent);
}

/** A path as plain JSON. @throws InputError for user-defined experts: a function cannot be written down. */
export function toPathJson<G extends GateKind>(path: Path<G>): PathJson<G> {
  const { id, title, model } = path;
  return Object.assign(
    { id, title, model: toModelFile(model) },
    mapParameters<PowerLaw, PowerLawJson, G>(path, lawJson),
  );
}

/** The path a design describes. @throws InputError when it is none. */
export function pathOf<G extends GateKind>(design: { readonly path: PathJson<G> }): Path<G> {
  const { id, title, model: file } = design.path;
  const { model } = parseModelFile(file, `path ${id}`);
  const laws: ByParameter<unknown, GateKind> = design.path;
  checkGateGroups(laws, model.gate.kind, model.covariates.dimension, `path ${id}: the power laws`);
  // The laws are those of the model's gate, which was checked.
  const same = model as ContaminatedMoe<G>;
  return Object.assign({ id, title, model: same }, mapParameters<PowerLawJson, PowerLaw, G>(design.path, lawOf));
}
