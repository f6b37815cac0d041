import { toVector } from "../../model/by-parameter";
import { truthAt } from "../../model/path";
import { informationCurve } from "../../theory/information/information-curve";
import { parametersOf } from "../design/design";
import { pathOf } from "../design/path-json";
import type { Study } from "../records/study";

/** All estimates of one parameter at one size, in the order of the replicates. */
export interface ParameterEstimates {
  readonly name: string;
  readonly truth: number;
  /** The information curve: the standard deviation theory predicts. */
  readonly deviation: number;
  readonly values: readonly number[];
}

/** The estimates of a study at one size; fits without an estimate are left out. */
export interface Estimates {
  readonly n: number;
  readonly parameters: readonly ParameterEstimates[];
}

/** The estimates at some sizes of a study: the smallest and the largest unless told. */
export async function estimatesOf(
  study: Study,
  sizes: readonly number[] = [study.design.sizes[0], study.design.sizes[study.design.sizes.length - 1]],
): Promise<readonly Estimates[]> {
  const path = pathOf(study.design);
  const found = new Map(sizes.map((n) => [n, new Map<number, readonly number[]>()]));
  for await (const batch of study.records()) {
    for (const { n, replicate, estimate } of batch) if (estimate !== null) found.get(n)?.set(replicate, estimate);
  }
  return [...found].map(([n, byReplicate]) => {
    const estimates = [...byReplicate].sort(([a], [b]) => a - b).map(([, estimate]) => estimate);
    const truth = toVector(truthAt(path, n));
    const curve = informationCurve(path, [n]).map(toVector)[0];
    const parameters = parametersOf(study.design).map((name, j) => ({
      name,
      truth: truth[j],
      deviation: curve[j],
      values: estimates.map((estimate) => estimate[j]),
    }));
    return { n, parameters };
  });
}
