import type { Standardisation } from "../../model/sample/standardisation";
import { tableText } from "../tables/html-table";
import type { FitReport } from "./fit-report";

function number(value: number): string {
  return Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 ? value.toPrecision(5) : value.toExponential(3);
}

/** The parameters as table rows: estimate, standard error, interval and how it was made. */
export function parameterRows({ parameters }: FitReport): readonly (readonly string[])[] {
  return parameters.map(({ name, estimate, standardError, interval, onBound }) => [
    name,
    number(estimate),
    onBound ? "on its bound" : standardError === null ? "not identified" : number(standardError),
    interval === null ? "-" : `[${number(interval.low)}, ${number(interval.high)}]`,
    interval?.method ?? "-",
  ]);
}

export const PARAMETER_HEAD = ["parameter", "estimate", "standard error", "interval", "by"] as const;

/** What was standardised, in a sentence. */
export function unitsText(units: Standardisation): string {
  const all = "Searched in standard units, told in the data's";
  return units.remarks.length === 0 ? `${all}.` : `${all}; ${units.remarks.join("; ")}.`;
}

/** The readable report: the parameters, then what to know before trusting them. */
export function fitText(report: FitReport, units?: Standardisation): string {
  const { fit, level, diagnostics: d } = report;
  const optima = fit.optima.map((o) => `${o.logLikelihood.toFixed(4)} at lambda = ${o.lambda.toPrecision(4)}`);
  const weak = d.weakest.map(({ name, weight }) => `${name} ${weight.toFixed(2)}`).join(", ");
  const percent = Number((100 * level).toPrecision(6));
  return [
    tableText({ head: PARAMETER_HEAD, rows: parameterRows(report), caption: `${percent} % intervals` }),
    "",
    `log-likelihood ${fit.logLikelihood.toFixed(6)}; ${fit.converged ? "converged" : "NOT CONVERGED"}: ${fit.criterion}`,
    `standardised score ${fit.score.toExponential(1)}, ${fit.iterations} iterations, ${fit.starts} starts`,
    `distinct optima: ${optima.join("; ")}`,
    ...(units === undefined ? [] : [unitsText(units)]),
    "",
    "diagnostics",
    `  rows from the prompt      about ${d.promptRows.toPrecision(4)}`,
    `  distance to merging       ${d.separation.toPrecision(3)} (squared Hellinger distance of the components: 0 merged, 1 apart)`,
    `  gap to the frozen model   ${d.gapInStandardErrors === null ? "not defined: different experts" : `${d.gapInStandardErrors.toPrecision(3)} standard errors`}`,
    `  condition of information  ${d.condition === null ? "not positive definite" : d.condition.toPrecision(3)}${weak === "" ? "" : ` (known worst: ${weak})`}`,
    ...(d.warnings.length === 0 ? ["  no warnings"] : d.warnings.map((warning) => `  ! ${warning}`)),
  ].join("\n");
}
