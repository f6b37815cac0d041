import { type Command, InvalidArgumentError } from "commander";
import type { Fit } from "../../estimation/fit/fit";
import { fit } from "../../estimation/fit/maximum-likelihood";
import { fitInStandardUnits } from "../../estimation/fit/standardised-fit";
import { openBox, openSoftmaxBox } from "../../model/box";
import type { GateKind } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import type { ModelWithTruth } from "../../model/files/model-file";
import { type FixedParameter, fixParameters } from "../../model/fixed-parameters";
import type { Sample } from "../../model/sample/sample";
import type { Standardisation } from "../../model/sample/standardisation";
import { parseNumber } from "../command";

/** A maximum with the box that held. */
export interface SearchResult {
  readonly result: Fit<GateKind>;
  readonly model: ContaminatedMoe<GateKind>;
  /** Units of the search; undefined when it went on in the data's. */
  readonly units: Standardisation | undefined;
  /** The parameters whose interval, which nobody stated, was widened once because it stopped the search. */
  readonly widened: readonly string[];
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

/** The model with the fixed parameters held; where nobody stated a box, its other intervals are all that parameters can be. */
function withFixed({ model, boxStated }: ModelWithTruth, fix: readonly FixedParameter[]): ContaminatedMoe<GateKind> {
  const q = promptParameters(model);
  const open = "lambda" in model.box ? openBox(q, model.box.lambda) : openSoftmaxBox(model.covariates.dimension, q);
  const box = boxStated ? model.box : open;
  return fixParameters({ ...model, box }, fix);
}

/**
 * Maximum likelihood of a model file on data. Without a stated box the search goes on in standard units, with their box,
 * which is widened once where it stops the search; a stated one is obeyed in the data's.
 */
export function searchMaximum(stated: ModelWithTruth, sample: Sample, options: SearchOptions): SearchResult {
  const { boxStated } = stated;
  const { fix = [], seed, starts } = options;
  const key = { seed, path: "fit", n: sample.n, replicate: 0 };
  const settings = { key, ...(starts === undefined ? {} : { starts }) };
  const model = withFixed(stated, fix);
  if (boxStated && !options.standardise) {
    return { result: fit(model, sample, settings), model, units: undefined, widened: [] };
  }
  const found = fitInStandardUnits(model, sample, boxStated ? model.box : undefined, settings);
  return { result: found.fit, model: { ...model, box: found.box }, units: found.units, widened: found.widened };
}
