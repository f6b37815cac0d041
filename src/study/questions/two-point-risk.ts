import type { Parameters } from "../../model/by-parameter";
import { mapParameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { parameterPosition } from "../../model/parameters";
import { fixed, type Path } from "../../model/path";
import type { LeCamBound } from "../../theory/bounds/le-cam";
import { designStudy } from "../design/design-study";
import { runStudy, type StudyOptions } from "../engines/run-study";
import type { Estimated } from "../measures/monte-carlo-error";
import { type CellSummary, summarize } from "../measures/summary";

/** A path that does not move: the same truth at every n. */
export function constantPath(id: string, title: string, model: ContaminatedMoe, truth: Parameters): Path {
  return { id, title, model, ...mapParameters(truth, fixed) };
}

/** The MLE's simulated mean absolute errors at the two points of a Le Cam bound. */
export interface TwoPointRisk {
  readonly bound: LeCamBound;
  readonly atTruth: Estimated;
  readonly atAlternative: Estimated;
  /** The larger of the two: what the bound speaks about. */
  readonly larger: Estimated;
  /** Fits without an estimate, at both points together: in no error. */
  readonly failures: number;
  readonly notConverged: number;
}

export interface TwoPointOptions extends Pick<StudyOptions, "workers" | "signal"> {
  readonly id: string;
  readonly replications: number;
  readonly seed: number;
}

/** Simulates cold maximum likelihood at the truth and at the bound's alternative, at the bound's n. */
export async function twoPointRisk(
  model: ContaminatedMoe,
  truth: Parameters,
  bound: LeCamBound,
  options: TwoPointOptions,
): Promise<TwoPointRisk> {
  const { id, replications, seed, ...running } = options;
  const j = parameterPosition(model, bound.parameter);
  const at = async (name: string, point: Parameters): Promise<CellSummary> => {
    const path = constantPath(`${id}/${name}`, `${id}: ${name}`, model, point);
    const study = await runStudy(designStudy(path, { sizes: [bound.n], replications, seed }), running);
    // The information curve has no value at lambda = 1, where alternatives may lie.
    return (await summarize(study, () => [])).cells[0];
  };
  const here = await at("truth", truth);
  const there = await at("alternative", bound.alternative);
  const [atTruth, atAlternative] = [here.parameters[j].mae, there.parameters[j].mae];
  return {
    bound,
    atTruth,
    atAlternative,
    larger: atTruth.value >= atAlternative.value ? atTruth : atAlternative,
    failures: here.failures + there.failures,
    notConverged: here.notConverged + there.notConverged,
  };
}
