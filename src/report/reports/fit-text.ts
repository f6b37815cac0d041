import { WIDENING } from "../../estimation/fit/widen-box";
import type { InformationCriteria } from "../../estimation/inference/information-criteria";
import type { Box } from "../../model/box";
import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import type { ModelColumns } from "../../model/files/model-file";
import type { Standardisation } from "../../model/sample/standardisation";
import { showBundle } from "../display/display";
import { linesHtml, tableHtml, tableText } from "../tables/html-table";
import type { TextTable } from "../tables/text-table";
import type { FitReport } from "./fit-report";
import { gateText } from "./gate-text";

/** Five digits, and more where `spread` (a standard error, the width of an interval) is small beside the value. */
function number(value: number, spread?: number): string {
  if (value === 0) return "0";
  const extra = spread !== undefined && spread > 0 ? Math.ceil(Math.log10(Math.abs(value) / spread)) + 3 : 0;
  if (extra > 5) return value.toPrecision(Math.min(15, extra));
  return Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 ? value.toPrecision(5) : value.toExponential(3);
}

/** The parameters as table rows: estimate, standard error, interval and how it was made. */
export function parameterRows({ parameters }: FitReport): readonly (readonly string[])[] {
  return parameters.map(({ label, estimate, standardError, interval, fixed, onBound }) => [
    label,
    number(estimate, standardError ?? undefined),
    fixed ? "fixed" : onBound ? "on its bound" : standardError === null ? "not identified" : number(standardError),
    interval === null
      ? "-"
      : `[${number(interval.low, interval.high - interval.low)}, ${number(interval.high, interval.high - interval.low)}]`,
    interval?.method ?? "-",
  ]);
}

export const PARAMETER_HEAD = ["parameter", "estimate", "standard error", "interval", "by"] as const;

/** How the estimate was searched, to be told beside it. */
export interface SearchText {
  readonly units?: Standardisation | undefined;
  /** The box that held, in the data's units. */
  readonly box?: Box<GateKind> | undefined;
  readonly boxStated?: boolean;
  /** The parameters whose interval, which nobody stated, was widened once because it stopped the search. */
  readonly widened?: readonly string[];
}

/** What was standardised, in a sentence. */
export function unitsText(units: Standardisation): string {
  const all = "Searched in standard units, told in the data's";
  return units.remarks.length === 0 ? `${all}.` : `${all}; ${units.remarks.join("; ")}.`;
}

/** Which column is which, in a sentence. */
export function columnsText({ covariates, response }: ModelColumns): string {
  const dimension = covariates.length;
  const x = covariates.map((name, j) => `${dimension === 1 ? "x" : `x${j + 1}`} is ${name}`);
  return `columns: ${[...x, `y is ${response}`].join(", ")}`;
}

/** A box as a sentence, parameter by parameter. */
export function boxText(labels: readonly string[], box: Box<GateKind>): string {
  return inVectorOrder(box)
    .map(([low, high], j) => `${labels[j]} ${low === high ? number(low) : `in [${number(low)}, ${number(high)}]`}`)
    .join(", ");
}

/** Which intervals went out, in a sentence; none where none did. */
export function widenedText(labels: readonly string[]): readonly string[] {
  if (labels.length === 0) return [];
  const { eta, nu } = WIDENING;
  return [
    `A bound that nobody stated stopped the search, and went out once for ${labels.join(", ")} (eta's by a factor ${eta}, nu's by ${nu}, not below the variance of rounding). A "box" in the model file is obeyed as it is.`,
  ];
}

/** Where AIC and BIC do not count parameters rightly, and what answers instead. The test is of a constant gate alone. */
const BOUNDARY: Readonly<Record<GateKind, string>> = {
  constant: "Neither is valid at the boundary lambda = 0: whether there is a prompt, cmoe test says.",
  softmax:
    'Neither is valid where there is no prompt, whose share would be 0 at every x: whether there is one, cmoe test says of the same model with a constant gate ("gate": {"kind": "constant"} in the model file); it takes no softmax gate.',
};

/** AIC and BIC of both models, and what they are worth. */
export function criteriaText({ parameters, aic, bic, frozen }: InformationCriteria, gate: GateKind): string {
  const value = (x: number): string => x.toFixed(2);
  return `AIC ${value(aic)}, BIC ${value(bic)} with ${parameters} parameters; frozen model alone ${value(frozen.aic)} and ${value(frozen.bic)}. ${BOUNDARY[gate]}`;
}

/** What the estimate is, where it is not simply an interior optimum. */
function natureLines({ nature, estimate, optima, interior }: FitReport["fit"]): readonly string[] {
  if (nature === "interior") return [];
  const none = "lambda" in estimate ? "lambda = 0" : "the gate gives the prompt no row";
  if (nature === "frozen") return [`the estimate is the frozen model alone: ${none}, eta and nu mean nothing`];
  const rows = optima[0].promptRows.toPrecision(3);
  const beside =
    interior === null
      ? "no optimum was found that is none"
      : `the best optimum that is none: ${interior.logLikelihood.toFixed(4)} at ${gateText(interior, 4)}, eta = [${interior.eta.map((value) => value.toPrecision(4)).join(", ")}], nu = ${interior.nu.toPrecision(4)}`;
  return [`the estimate is a SPIKE: about ${rows} rows, nu = ${estimate.nu.toPrecision(4)}; ${beside}`];
}

/** The parameters with their intervals. */
function parameterTable(report: FitReport): TextTable {
  const percent = Number((100 * report.level).toPrecision(6));
  return { head: PARAMETER_HEAD, rows: parameterRows(report), caption: `${percent} % intervals` };
}

/** What was searched and found, in sentences. */
function searchLines({ fit, diagnostics, parameters }: FitReport, search: SearchText): readonly string[] {
  const { units, box, boxStated, widened = [] } = search;
  const labels = parameters.map(({ label }) => label);
  const optima = fit.optima.map((o) => `${o.logLikelihood.toFixed(4)} at ${gateText(o, 4)}`);
  return [
    `log-likelihood ${fit.logLikelihood.toFixed(6)}; ${fit.converged ? "converged" : "NOT CONVERGED"}: ${fit.criterion}`,
    `standardised score ${fit.score.toExponential(1)}, ${fit.iterations} iterations, ${fit.starts} starts`,
    `${fit.certificate.satisfied ? "certified" : "NOT CERTIFIED"}: ${fit.certificate.reason}`,
    ...natureLines(fit),
    `distinct optima: ${optima.join("; ")}`,
    criteriaText(diagnostics.criteria, "lambda" in fit.estimate ? "constant" : "softmax"),
    ...(units === undefined ? [] : [unitsText(units)]),
    ...(box === undefined ? [] : [`box ${boxStated ? "as stated" : "from the data"}: ${boxText(labels, box)}`]),
    ...widenedText(parameters.filter(({ name }) => widened.includes(name)).map(({ label }) => label)),
  ];
}

/** What to know before trusting the parameters: name and figure. */
function diagnosticRows({ diagnostics: d }: FitReport): readonly (readonly [string, string])[] {
  const weak = d.weakest.map(({ name, weight }) => `${name} ${weight.toFixed(2)}`).join(", ");
  const apart = "squared Hellinger distance of the components: 0 merged, 1 apart";
  const condition = d.condition === null ? "not positive definite" : d.condition.toPrecision(3);
  const gap = d.gapInStandardErrors;
  return [
    ["rows from the prompt", `about ${d.promptRows.toPrecision(4)}`],
    ["distance to merging", `${d.separation.toPrecision(3)} (${apart})`],
    [
      "gap to the frozen model",
      gap === null ? "not defined: different experts" : `${gap.toPrecision(3)} standard errors`,
    ],
    ...(d.rounding === null
      ? []
      : [["rounding of the response", `steps of ${Number(d.rounding.step.toPrecision(6))}`] as const]),
    ["condition of information", `${condition}${weak === "" ? "" : ` (known worst: ${weak})`}`],
  ];
}

const NO_WARNINGS = "no warnings";

/** The readable report: the parameters, then what to know before trusting them. */
export function fitText(report: FitReport, search: SearchText = {}): string {
  const { warnings } = report.diagnostics;
  return [
    tableText(parameterTable(report)),
    ...(report.columns === undefined ? [] : [columnsText(report.columns)]),
    "",
    ...searchLines(report, search),
    "",
    "diagnostics",
    ...diagnosticRows(report).map(([name, figure]) => `  ${name.padEnd(24)}  ${figure}`),
    ...(warnings.length === 0 ? [`  ${NO_WARNINGS}`] : warnings.map((warning) => `  ! ${warning}`)),
  ].join("\n");
}

/** "certified: 25 of 30 starts" -> "Certified: 25 of 30 starts." */
function sentence(line: string): string {
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}${/[.!?]$/.test(line) ? "" : "."}`;
}

/** Shows the report in a notebook: tables and sentences where HTML is shown, the text of `cmoe fit` elsewhere. */
export function showFit(report: FitReport): void {
  const { warnings } = report.diagnostics;
  const columns = report.columns === undefined ? [] : [columnsText(report.columns)];
  const html = [
    tableHtml(parameterTable(report)),
    linesHtml([...columns, ...searchLines(report, {})].map(sentence)),
    tableHtml({ head: ["diagnostics", ""], rows: diagnosticRows(report) }),
    linesHtml((warnings.length === 0 ? [NO_WARNINGS] : warnings).map(sentence)),
  ];
  showBundle({ "text/html": html.join(""), "text/plain": fitText(report) });
}
