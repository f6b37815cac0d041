import {
  designStudy,
  type GateKind,
  logSpaced,
  type Path,
  type Study,
  scenarioPath,
  softmaxPath,
} from "contaminated-moe";
import { runStudy } from "contaminated-moe/node";
import { clockAsync } from "./measure";

export interface StudyCost {
  readonly kind: "cold" | "two starts" | "one start" | "softmax";
  readonly study: string;
  readonly workers: number;
  readonly seconds: number;
  /** Observations drawn and fitted in ten minutes. */
  readonly perTenMinutes: number;
  /** Observations drawn, and observations passed over with derivatives: passes times n, summed over the fits. */
  readonly work: { readonly drawn: number; readonly passes: number };
  /** Each fit's log-likelihood, by its sample. */
  readonly maxima: ReadonlyMap<string, number>;
}

/** The literature's own path: eight covariates, tanh experts. */
const { path } = scenarioPath("D/paper-style");
/** The successor's merging setting: a softmax gate, eight covariates, tanh experts. */
const gated = softmaxPath("S/successor-b.i").path;

async function cost(
  path: Path<GateKind>,
  kind: StudyCost["kind"],
  study: string,
  sizes: readonly number[],
  replications: number,
  workers: number,
): Promise<StudyCost> {
  const start = kind === "one start" ? "warm" : "cold";
  const few = kind === "two starts" ? { starts: 2 } : {};
  const design = designStudy(path, { sizes, replications, start, seed: 3, ...few });
  const found: Study[] = [];
  const seconds = await clockAsync(async () => found.push(await runStudy(design, { workers })));
  let passes = 0;
  const maxima = new Map<string, number>();
  for await (const batch of found[0].records()) {
    for (const { n, replicate, passes: each, logLikelihood } of batch) {
      passes += n * (each ?? 0);
      maxima.set(`${n}/${replicate}`, logLikelihood ?? Number.NEGATIVE_INFINITY);
    }
  }
  const drawn = replications * sizes.reduce((sum, n) => sum + n, 0);
  return { kind, study, workers, seconds, perTenMinutes: (drawn / seconds) * 600, work: { drawn, passes }, maxima };
}

/**
 * Whole studies, threads' start included: cold with twenty sizes, and one start at n = 1e5. The cold one runs with two random starts
 * as well, too few for any certificate: what the certificate costs.
 */
export async function benchStudies(): Promise<readonly StudyCost[]> {
  const costs: StudyCost[] = [];
  for (const workers of [2, 1]) {
    costs.push(await cost(path, "cold", "20 sizes 1e3 to 1e5 x 40, cold", logSpaced(3, 5, 20), 40, workers));
    costs.push(await cost(path, "two starts", "the same with two random starts", logSpaced(3, 5, 20), 40, workers));
    costs.push(await cost(path, "one start", "n = 1e5 x 80, one start", [1e5], 80, workers));
  }
  costs.push(await cost(gated, "softmax", "softmax gate, 20 sizes 1e3 to 1e5 x 40, cold", logSpaced(3, 5, 20), 40, 2));
  return costs;
}
