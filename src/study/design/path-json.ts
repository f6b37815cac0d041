import { type ByParameter, mapParameters } from "../../model/by-parameter";
import { type ModelFile, parseModelFile, toModelFile } from "../../model/files/model-file";
import { type Path, type PowerLaw, powerLaw } from "../../model/path";

/** A power law limit + coefficient n^(-exponent) as JSON: the exponent is the text of an exact rational, "1/16". */
export interface PowerLawJson {
  readonly limit: number;
  readonly coefficient: number;
  readonly exponent: string;
}

/** A path as JSON: the model file and one power law per parameter. */
export interface PathJson extends ByParameter<PowerLawJson> {
  readonly id: string;
  readonly title: string;
  readonly model: ModelFile;
}

function lawJson(law: PowerLaw): PowerLawJson {
  return { limit: law.limit, coefficient: law.coefficient, exponent: law.exponent.toFraction() };
}

/** The power law as the model has it. @throws when the exponent is no rational. */
export function lawOf(json: PowerLawJson): PowerLaw {
  return powerLaw(json.limit, json.coefficient, json.exponent);
}

/** A path as plain JSON. @throws InputError for user-defined experts: a function cannot be written down. */
export function toPathJson(path: Path): PathJson {
  return {
    id: path.id,
    title: path.title,
    model: toModelFile(path.model),
    ...mapParameters(path, lawJson),
  };
}

/** The path a design describes. @throws InputError when it is none. */
export function pathOf(design: { readonly path: PathJson }): Path {
  const { id, title, model } = design.path;
  return {
    id,
    title,
    model: parseModelFile(model, `path ${id}`).model,
    ...mapParameters(design.path, lawOf),
  };
}
