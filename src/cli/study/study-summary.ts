import { existsSync } from "node:fs";
import type { Command } from "commander";
import { InputError } from "../../input-error";
import { caseTable, errorTable, slopeTable, verdictReasons, verdictTable } from "../../report/verdict/summary-table";
import { verdict } from "../../report/verdict/verdict";
import { parametersOf, totalRecords } from "../../study/design/design";
import { pathOf } from "../../study/design/path-json";
import { studySlopes } from "../../study/measures/slopes";
import { summarize } from "../../study/measures/summary";
import { describeDamage, newFileReport, readRecords } from "../../study/records/record-reader";
import { readStudyFile } from "../../study/records/study-description";
import { recordFile } from "../../study/records/study-files";
import { showExponent } from "../../theory/rates/exponents";
import { note, printJson } from "../command";
import { textTable } from "../text-table";
import { showDuration } from "./duration";
import { withDesignOptions } from "./study-design-options";
import { type DesignFlags, existingStudy, TARGET_ARGUMENT } from "./study-target";

/** `cmoe study summary`: errors, efficiencies, slopes, verdicts, failures and cost of the records there are. */
export function registerStudySummary(study: Command): void {
  const command = study
    .command("summary")
    .description("errors with Monte Carlo errors, efficiency, slopes, verdicts, failures, boundary cases and cost")
    .argument("<target>", TARGET_ARGUMENT);
  withDesignOptions(command)
    .option("--json", "print the summary, slopes and verdicts as JSON")
    .addHelpText("after", "\nExample:\n  cmoe study summary L/resonant")
    .action(async (target: string, _: unknown, self: Command) => {
      const flags = self.optsWithGlobals<DesignFlags & { json?: boolean }>();
      const folder = existingStudy(target, flags);
      const { design, provenance } = readStudyFile(folder);
      const file = recordFile(folder);
      if (!existsSync(file)) throw new InputError(`${folder} has no records yet.`);
      const report = newFileReport();
      const records = () => readRecords(file, parametersOf(design), report);
      const summary = await summarize({ design, records });
      const slopes = studySlopes(summary);
      const verdicts = verdict(pathOf(design), summary);
      if (report.damage.length > 0) note(`${file} is damaged: ${describeDamage(report.damage)}; the rest is used.`);
      if (flags.json) {
        const shown = verdicts.map((each) => ({
          ...each,
          guaranteed: showExponent(each.guaranteed),
          sharp: showExponent(each.sharp),
        }));
        const damage = report.damage.map(({ line, reason }) => ({ line, reason }));
        printJson({ folder, design, provenance, summary, slopes, verdicts: shown, damage });
        return;
      }
      const total = totalRecords(design);
      const lines = [
        `${summary.path}: ${summary.title}`,
        `${summary.records} of ${total} records, ${showDuration(summary.seconds)} of fitting; ` +
          `${summary.failures} failed, ${summary.notConverged} not converged, ${summary.atBound} on a bound`,
      ];
      const tables = [errorTable(summary), caseTable(summary), slopeTable(slopes), verdictTable(verdicts)];
      const texts = tables.map(({ head, rows }) => textTable(head, rows));
      process.stdout.write(`${[lines.join("\n"), ...texts, verdictReasons(verdicts).join("\n")].join("\n\n")}\n`);
    });
}
