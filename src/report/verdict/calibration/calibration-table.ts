import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../../package-root";
import { logSpaced } from "../../../study/design/scenario-path";
import type { TextTable } from "../../tables/text-table";
import type { CalibrationRow, Rates, SimulatedDesign, Situation } from "./calibration";

/** Shown in the table; the situations below were chosen before it was drawn. */
export const CALIBRATION_SEED = 1979;

export const CALIBRATION_FILE: string = join(PACKAGE_ROOT, "data", "verdict-calibration.json");

const TRUE: Situation = { name: "", lie: 0, drift: 0, level: 1, errors: "normal" };

/** Theorems that promise too much of an estimator that follows the curve. */
const LIES = [0, 0.01, 0.02, 0.025, 0.05, 0.1, 0.2].map((lie) => ({ ...TRUE, name: lie === 0 ? "true" : "lie", lie }));

/** Estimators that leave the curve of a theorem that is true of the curve. */
const DRIFTS = [-0.1, -0.05, 0.02, 0.05, 0.1, 0.2].map((drift) => ({ ...TRUE, name: "drift", drift }));

/** Promises above the curve that the error just keeps, by beating the curve for ever: the border of "no". */
const BORDERS = [0.02, 0.05, 0.1].map((lie) => ({ ...TRUE, name: "border", lie, drift: -lie }));

export const SITUATIONS: readonly Situation[] = [
  ...LIES,
  ...DRIFTS,
  ...BORDERS,
  { ...TRUE, name: "2 % off", level: 1.02 },
  { ...TRUE, name: "20 % off", level: 1.2 },
  { ...TRUE, name: "modest", lie: -0.1 },
  { ...TRUE, name: "true", errors: "Laplace" },
  { ...TRUE, name: "lie", lie: 0.05, errors: "Laplace" },
  { ...TRUE, name: "border", lie: 0.05, drift: -0.05, errors: "Laplace" },
];

/** The published studies' sizes and replications, and a quick run's. */
export const CALIBRATION_DESIGNS: readonly (SimulatedDesign & { readonly name: string; readonly studies: number })[] = [
  { name: "to 1e5", sizes: logSpaced(3, 5, 9), replications: 400, studies: 2000 },
  { name: "to 1e6", sizes: logSpaced(3, 6, 10), replications: 200, studies: 2000 },
  { name: "quick", sizes: [1000, 2000, 4000, 8000], replications: 60, studies: 2000 },
];

/** One design's rows as they are kept in data/. */
export interface CalibratedDesign extends SimulatedDesign {
  readonly name: string;
  readonly studies: number;
  readonly rows: readonly CalibrationRow[];
}

export interface Calibration {
  readonly seed: number;
  readonly designs: readonly CalibratedDesign[];
}

/** The rule's rates of yes, no and cannot tell, as tabulated by `npm run calibrate`. */
export function verdictCalibration(file: string = CALIBRATION_FILE): Calibration {
  return JSON.parse(readFileSync(file, "utf8")) as Calibration;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function shares(rates: Rates): string {
  const yes = rates.partly > 0 ? `${percent(rates.yes)} + ${percent(rates.partly)}` : percent(rates.yes);
  return `${yes} / ${percent(rates.no)} / ${percent(rates["cannot tell"])}`;
}

/** A design's calibration: percent of yes / no / cannot tell to each question ("+": partly); "some no": studies with a no to
 * "consistent?" for any of their four parameters. */
export function calibrationTable({ name, sizes, replications, studies, rows }: CalibratedDesign): TextTable {
  return {
    caption:
      `The rule tried on ${studies} simulated studies, ${name}: ${sizes.length} sizes, ${replications} replications, ` +
      "percent yes (+ partly) / no / cannot tell",
    head: [
      "situation",
      "lie",
      "drift",
      "errors",
      "catches from",
      "consistent?",
      "some no",
      "tight?",
      "on the curve?",
      "sharp = curve?",
    ],
    rows: rows.map((row) => [
      row.name,
      row.lie.toFixed(3),
      row.drift.toFixed(2),
      row.errors,
      row.detectable.toFixed(3),
      shares(row.consistent),
      percent(row.anyInconsistent),
      shares(row.tight),
      shares(row.agreement),
      shares(row.sharpness),
    ]),
  };
}
