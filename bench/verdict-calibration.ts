/**
 * Tabulates how often the verdict's rule says yes, no and cannot tell on simulated studies whose theorem is true or false:
 * every situation and design of src/report/verdict/calibration/calibration-table.ts. Takes about two minutes.
 *
 * npm run calibrate   -> data/verdict-calibration.json, which src/report/verdict/calibration/calibration.test.ts recomputes in part
 */
import { writeFileSync } from "node:fs";
import { tableText } from "#dist/report/tables/html-table";
import { calibrate } from "#dist/report/verdict/calibration/calibration";
import {
  CALIBRATION_DESIGNS,
  CALIBRATION_FILE,
  CALIBRATION_SEED,
  type CalibratedDesign,
  calibrationTable,
  SITUATIONS,
} from "#dist/report/verdict/calibration/calibration-table";

const designs: CalibratedDesign[] = [];
for (const { name, sizes, replications, studies } of CALIBRATION_DESIGNS) {
  const rows = calibrate({ sizes, replications }, SITUATIONS, studies, CALIBRATION_SEED);
  designs.push({ name, sizes, replications, studies, rows });
  process.stdout.write(`${tableText(calibrationTable(designs[designs.length - 1]))}\n\n`);
}
writeFileSync(CALIBRATION_FILE, `${JSON.stringify({ seed: CALIBRATION_SEED, designs }, null, 1)}\n`);
