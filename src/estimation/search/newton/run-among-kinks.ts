import type { BoxMaximizer, LocalMaximum, Objective, TrustRegionOptions } from "./trust-region";

/**
 * A run for a likelihood with kinks. Near one the trust region shrinks and thirty or more iterations in a row gain hardly
 * anything: a run that crawls is given up where it is not `worthwhile`, and otherwise put on the kink at once (`onKinks`, as
 * by maximizeOnKinks); where that finds no maximum it goes on from where that ended, until it stands still.
 */
export function runAmongKinks(
  maximizer: BoxMaximizer,
  objective: Objective,
  start: Float64Array,
  options: TrustRegionOptions,
  onKinks: (crawling: LocalMaximum) => LocalMaximum,
): LocalMaximum {
  const first = maximizer.run(objective, start, { ...options, untilItCrawls: true });
  if (first.end !== "crawling") return first;
  if (options.worthwhile !== undefined && first.pass.logLikelihood < options.worthwhile(first.theta))
    return { ...first, end: "given up", criterion: "given up: it gains hardly anything and another optimum is higher" };
  const on = onKinks(first);
  if (on.converged) return on;
  const again = maximizer.run(objective, on.theta, options);
  return { ...again, iterations: again.iterations + on.iterations };
}
