import type { Command } from "commander";
import type { Fit } from "../../estimation/fit/fit";
import { fit } from "../../estimation/fit/maximum-likelihood";
import { fitInStandardUnits } from "../../estimation/fit/standardised-fit";
import { type Box, openBox, openSoftmaxBox, withPoints } from "../../model/box";
import type { GateKind } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import type { ModelWithTruth } from "../../model/files/model-file";
import { type FixedParameter, fixParameters } from "../../model/fixed-parameters";
import type { Sample } from "../../model/sample/sample";
import type { Standardisation } from "../../model/sample/standardisation";
import { note } from "../command";
import { parseAssignments } from "./input/assignments";

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
  /** Columns of x, by which slopes may be called. */
  readonly covariates?: readonly string[];
  /** Asked for although it goes without saying, or cannot be: see noteStandardise. */
  readonly standardise?: boolean;
}

export const STANDARDISE = "search in standard units: done anyway, unless the model file states a box, which is obeyed";

/** Says what becomes of --standardise beside a stated box: a box of the data's units is none of others. */
export function noteStandardise(
  { boxStated }: ModelWithTruth,
  { standardise }: { readonly standardise?: boolean },
): void {
  if (!boxStated || !standardise) return;
  note(
    'The model file states a box: it is obeyed exactly, in the data\'s units, and --standardise changes nothing. Leave "box" out for a search in standard units.',
  );
}

/** "lambda=0.3,b=0". */
export function parseFixed(text: string): readonly FixedParameter[] {
  return parseAssignments(text, "fixes nothing; write name=value, as in lambda=0.3,b=0.");
}

export function addFixOption(command: Command): Command {
  const told =
    'parameters that are known, as in "lambda=0.3,b=0" ("tau=0" below a softmax gate); slopes also by column, as in dose=1';
  return command.option("--fix <LIST>", told, parseFixed);
}

/**
 * The model with the fixed parameters held; where nobody stated a box, its other intervals are all that parameters can be, but
 * for points, which are known parameters of a fit before.
 */
function withFixed(
  { model, boxStated }: ModelWithTruth,
  { fix = [], covariates }: SearchOptions,
): ContaminatedMoe<GateKind> {
  const q = promptParameters(model);
  const open: Box<GateKind> =
    "lambda" in model.box ? openBox(q, model.box.lambda) : openSoftmaxBox(model.covariates.dimension, q);
  const box = boxStated ? model.box : withPoints<GateKind>(model, open, model.box);
  return fixParameters({ ...model, box }, fix, covariates);
}

/**
 * Maximum likelihood of a model file on data. Without a stated box the search goes on in standard units, with their box,
 * which is widened once where it stops the search; a stated one is obeyed exactly, in the data's.
 */
export function searchMaximum(stated: ModelWithTruth, sample: Sample, options: SearchOptions): SearchResult {
  const { boxStated } = stated;
  const { seed, starts } = options;
  const key = { seed, path: "fit", n: sample.n, replicate: 0 };
  const settings = { key, ...(starts === undefined ? {} : { starts }) };
  const model = withFixed(stated, options);
  if (boxStated) {
    return { result: fit(model, sample, settings), model, units: undefined, widened: [] };
  }
  const found = fitInStandardUnits(model, sample, settings);
  return { result: found.fit, model: { ...model, box: found.box }, units: found.units, widened: found.widened };
}
