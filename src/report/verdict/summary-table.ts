import type { Estimated } from "../../study/measures/monte-carlo-error";
import type { ParameterSlopes } from "../../study/measures/slopes";
import type { Summary } from "../../study/measures/summary";
import { showExponent } from "../../theory/rates/exponents";
import type { TextTable } from "../tables/text-table";
import type { Detectable } from "./detectable";
import type { ParameterVerdict } from "./verdict";

/** An estimate with as many digits as its standard error allows (two digits of the error): "0.0663 ± 0.0060". */
export function showEstimated({ value, mcse }: Estimated): string {
  if (mcse === null || !(mcse > 0) || !Number.isFinite(value)) return Number(value.toPrecision(4)).toString();
  const decimals = Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(mcse))));
  return `${value.toFixed(decimals)} ± ${mcse.toFixed(decimals)}`;
}

/** Errors of every parameter at every size, with Monte Carlo standard errors, and the curve they are compared with. */
export function errorTable(summary: Summary): TextTable {
  return {
    head: ["n", "parameter", "bias", "RMSE", "mean |error|", "curve", "RMSE / curve"],
    rows: summary.cells.flatMap((cell) =>
      cell.parameters.map((parameter) => [
        String(cell.n),
        parameter.name,
        showEstimated(parameter.bias),
        showEstimated(parameter.rmse),
        showEstimated(parameter.mae),
        parameter.curve === null ? "" : parameter.curve.toPrecision(4),
        parameter.efficiency === null ? "" : showEstimated(parameter.efficiency),
      ]),
    ),
  };
}

/** Failures, boundary cases and cost at every size: never left out of a report. */
export function caseTable(summary: Summary): TextTable {
  return {
    head: ["n", "records", "failed", "not converged", "on a bound", "ms per fit", "passes per fit"],
    rows: summary.cells.map((cell) => [
      String(cell.n),
      String(cell.records),
      String(cell.failures),
      String(cell.notConverged),
      String(cell.atBound),
      (1000 * cell.secondsPerFit).toPrecision(3),
      cell.passesPerFit === null ? "" : cell.passesPerFit.toFixed(0),
    ]),
  };
}

/** Measured exponents over shrinking windows, beside the curve's over the same windows. */
export function slopeTable(slopes: readonly ParameterSlopes[]): TextTable {
  return {
    head: ["parameter", "window of n", "exponent", "curve", "misfit", "sizes"],
    rows: slopes.flatMap(({ name, windows }) =>
      windows.map((window) => [
        name,
        `${window.sizes[0]} to ${window.sizes.at(-1)}`,
        showEstimated({ value: window.exponent, mcse: window.standardError }),
        window.curve === null ? "" : window.curve.toFixed(3),
        window.misfit.toFixed(1),
        String(window.sizes.length),
      ]),
    ),
  };
}

/** "0.551 [0.530, 0.572]": an exponent with its interval. */
export function intervalText({ exponent, low, high }: NonNullable<ParameterVerdict["measured"]>): string {
  return `${exponent.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

/** The four answers per parameter with the numbers they rest on. */
export function verdictTable(verdicts: readonly ParameterVerdict[]): TextTable {
  const interval = (found: ParameterVerdict["measured"]): string => (found === null ? "" : intervalText(found));
  return {
    head: [
      "parameter",
      "guaranteed",
      "sharp",
      "measured",
      "at large n",
      "consistent?",
      "tight?",
      "agrees with curve?",
      "sharp = curve?",
      "catches lies from",
    ],
    rows: verdicts.map((verdict) => [
      verdict.name,
      showExponent(verdict.guaranteed),
      showExponent(verdict.sharp),
      interval(verdict.measured),
      interval(verdict.extrapolated),
      verdict.consistent.answer,
      verdict.tight.answer,
      verdict.agreement.answer,
      verdict.sharpness.answer,
      verdict.detectable === null ? "" : `+${verdict.detectable.promise.toFixed(3)}`,
    ]),
  };
}

/** What the study could have found, in a sentence. */
export function detectableText({ promise, drift, alone }: Detectable): string {
  return (
    `with 80 % power this study catches a promise that is ${promise.toFixed(3)} above the curve's limit, and an error that ` +
    `leaves the curve like n^${drift.toFixed(3)}; without the curve, the measured slope would contradict only promises ` +
    `above ${alone.toFixed(3)}.`
  );
}

/** The reasons behind the verdicts, a line each. */
export function verdictReasons(verdicts: readonly ParameterVerdict[]): readonly string[] {
  return verdicts.flatMap(({ name, consistent, tight, agreement, sharpness, detectable, cautions }) => [
    `${name}: consistent with the guarantee? ${consistent.answer}: ${consistent.reason}`,
    `${name}: tight? ${tight.answer}: ${tight.reason}`,
    `${name}: agrees with the curve? ${agreement.answer}: ${agreement.reason}`,
    `${name}: does the curve end at the stated sharp exponent? ${sharpness.answer}: ${sharpness.reason}`,
    ...(detectable === null ? [] : [`${name}: ${detectableText(detectable)}`]),
    ...cautions.map((caution) => `${name}: ${caution}`),
  ]);
}
