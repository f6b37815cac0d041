import { fromVector, type Parameters } from "../../../model/by-parameter";
import type { ContaminatedMoe } from "../../../model/contaminated-moe";
import { type LeCamBound, leCamBound } from "../../../theory/bounds/le-cam";
import { designStudy } from "../../design/design-study";
import { runStudy, type StudyOptions } from "../../engines/run-study";
import { type Estimated, meanAbsoluteError } from "../../measures/monte-carlo-error";
import { constantPath } from "../two-point-risk";
import { promptDistance, type TruthClass, truthClass } from "./truth-class";
import { type UniformLoss, type WorstTruth, worstTruths } from "./worst-truth";

/** The estimator's simulated losses at one truth, times sqrt(n): rho^2 |lambda^ - lambda*| and lambda rho dist. */
export interface RiskAtTruth {
  readonly kind: "worst for lambda" | "worst for the prompt" | "easiest for lambda";
  readonly truth: Parameters;
  readonly lambda: Estimated;
  readonly prompt: Estimated;
  /** Fits without an estimate: in no mean. */
  readonly failures: number;
}

/** What is known about the worst truth at one distance. */
export interface UniformRisk {
  readonly rho: number;
  readonly n: number;
  /** By the information curve, one for each loss. */
  readonly proposed: readonly WorstTruth[];
  /** Simulated: at the worst truths, and at the easiest one for comparison. */
  readonly simulated: readonly RiskAtTruth[];
  /** The largest simulated risk of each loss: at least so large is the supremum. */
  readonly worst: Readonly<Record<UniformLoss, Estimated>>;
  /** Le Cam's bound on E|lambda^ - lambda*| around the worst truth for lambda, in the same units: sqrt(n) rho^2 bound. */
  readonly bound: LeCamBound;
  readonly scaledBound: number;
}

export interface UniformRiskOptions extends Pick<StudyOptions, "workers" | "signal"> {
  readonly id: string;
  readonly lambda: number;
  /** Distances from the frozen point. */
  readonly rhos: readonly number[];
  readonly n: number;
  readonly replications: number;
  readonly seed: number;
  /** Of the grid of directions. */
  readonly divisions?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

async function riskAt(
  of: TruthClass,
  rho: number,
  { kind, truth }: Pick<RiskAtTruth, "kind" | "truth">,
  options: UniformRiskOptions,
): Promise<RiskAtTruth> {
  const { n, replications, seed, workers, signal } = options;
  const path = constantPath(`${options.id}/rho${rho}-${kind.replace(/ /g, "-")}`, options.id, of.model, truth);
  const running = { ...(workers === undefined ? {} : { workers }), ...(signal === undefined ? {} : { signal }) };
  const study = await runStudy(designStudy(path, { sizes: [n], replications, seed }), running);
  const estimates: { readonly replicate: number; readonly estimate: Parameters }[] = [];
  for await (const batch of study.records()) {
    for (const { replicate, estimate } of batch) {
      if (estimate !== null) estimates.push({ replicate, estimate: fromVector(of.model, estimate) });
    }
  }
  // Sums run in the order of the replicates, whatever the workers.
  estimates.sort((left, right) => left.replicate - right.replicate);
  const scale = Math.sqrt(n) * rho;
  const mean = (lossOf: (estimate: Parameters) => number): Estimated =>
    meanAbsoluteError(Float64Array.from(estimates, ({ estimate }) => scale * lossOf(estimate)));
  return {
    kind,
    truth,
    lambda: mean((estimate) => rho * (estimate.lambda - truth.lambda)),
    prompt: mean((estimate) => truth.lambda * promptDistance(of, estimate, truth)),
    failures: replications - estimates.length,
  };
}

const LOSSES = ["lambda", "prompt"] as const;

/**
 * Is the guarantee kept uniformly? For truths at each distance rho: the worst ones by the information curve, cold maximum
 * likelihood simulated there (and at the easiest one), and Le Cam's bound, all times sqrt(n). The theorem says that the
 * supremum stays bounded (up to log n) as rho falls, as long as rho^2 is well above n^(-1/2). Largest distance first.
 */
export async function uniformRisk(
  model: ContaminatedMoe,
  options: UniformRiskOptions,
): Promise<readonly UniformRisk[]> {
  const of = truthClass(model, options.lambda);
  const { n, rhos, divisions, onProgress } = options;
  const search = { n, ...(divisions === undefined ? {} : { divisions }) };
  const worst = LOSSES.map((loss) => worstTruths(of, loss, rhos, search));
  const found: UniformRisk[] = [];
  for (const [k, rho] of [...rhos].sort((a, b) => b - a).entries()) {
    const proposed = worst.map((each) => each[k]);
    const simulated: RiskAtTruth[] = [];
    const [forLambda, forPrompt] = proposed;
    for (const point of [
      { kind: "worst for lambda", truth: forLambda.truth },
      { kind: "worst for the prompt", truth: forPrompt.truth },
      { kind: "easiest for lambda", truth: forLambda.easiest.truth },
    ] as const) {
      simulated.push(await riskAt(of, rho, point, options));
    }
    const largest = (loss: UniformLoss): Estimated =>
      simulated.map((risk) => risk[loss]).reduce((top, risk) => (risk.value > top.value ? risk : top));
    const bound = leCamBound(model, proposed[0].truth, n, "lambda");
    found.push({
      ...{ rho, n, proposed, simulated, bound },
      worst: { lambda: largest("lambda"), prompt: largest("prompt") },
      scaledBound: Math.sqrt(n) * rho * rho * bound.bound,
    });
    onProgress?.(k + 1, rhos.length);
  }
  return found;
}
