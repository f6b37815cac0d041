import { type Command, InvalidArgumentError } from "commander";
import type { Fit } from "../../estimation/fit/fit";
import { fit } from "../../estimation/fit/maximum-likelihood";
import { fitInStandardUnits } from "../../estimation/fit/standardised-fit";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import type { ModelWithTruth } from "../../model/files/model-file";
import { type FixedParameter, fixedNames, fixParameters } from "../../model/fixed-parameters";
import type { Sample } from "../../model/sample/sample";
import { boxFromData, type Standardisation } from "../../model/sample/standardisation";
import { parseNumber } from "../command";

/** A maximum with the box that held. */
export interface SearchResult {
  readonly result: Fit;
  readonly model: ContaminatedMoe;
  /** Units of the search; undefined when it went on in the data's. */
  readonly units: Standardisation | undefined;
}

export interface SearchOptions {
  readonly seed: number;
  /** Random starts; as many as the search takes of itself unless told. */
  readonly starts?: number;
  readonly fix?: readonly FixedParameter[];
  /** Search in standard units although a box is stated. */
  readonly standardise?: boolean;
}

/** "lambda=0.3,b=0". */
export function parseFixed(text: string): readonly FixedParameter[] {
  return text.split(",").map((part) => {
    const at = part.indexOf("=");
    if (at < 1) throw new InvalidArgumentError(`"${part}" fixes nothing; write name=value, as in lambda=0.3,b=0.`);
    return { parameter: part.slice(0, at).trim(), value: parseNumber(part.slice(at + 1)) };
  });
}

export function addFixOption(command: Command): Command {
  return command.option("--fix <LIST>", 'parameters that are known, as in "lambda=0.3,b=0"', parseFixed);
}

/** The model with the fixed parameters held, and the box in which it is to be searched. */
export function withFixed(stated: ModelWithTruth, sample: Sample, fix: readonly FixedParameter[]): ContaminatedMoe {
  const { model, boxStated } = stated;
  return fixParameters(boxStated ? model : { ...model, box: boxFromData(model, sample) }, fix);
}

/** Does the box leave every parameter free, lambda anywhere? */
function isOpen(model: ContaminatedMoe): boolean {
  const [low, high] = model.box.lambda;
  return low === 0 && high === 1 && fixedNames(model).length === 0;
}

/**
 * Maximum likelihood of a model file on data. Without a stated box the search goes on in standard units, with their box;
 * a stated one is obeyed in the data's. A fixed bias is not a point of centred units, so it is also searched in the data's.
 */
export function searchMaximum(stated: ModelWithTruth, sample: Sample, options: SearchOptions): SearchResult {
  const { boxStated } = stated;
  const { fix = [], seed, starts } = options;
  const key = { seed, path: "fit", n: sample.n, replicate: 0 };
  const settings = { key, ...(starts === undefined ? {} : { starts }) };
  const model = withFixed(stated, sample, fix);
  if (boxStated && !options.standardise) return { result: fit(model, sample, settings), model, units: undefined };
  const found = fitInStandardUnits(model, sample, !boxStated && isOpen(model) ? undefined : model.box, settings);
  const standard = { result: found.fit, model: { ...model, box: found.box }, units: found.units };
  if (!fixedNames(model).includes("b")) return standard;
  const own = fit(model, sample, settings);
  return own.logLikelihood > found.fit.logLikelihood ? { ...standard, result: own } : standard;
}
