import { existsSync } from "node:fs";
import type { Command } from "commander";
import { InputError } from "../../input-error";
import { parametersOf, totalRecords } from "../../study/design/design";
import { type Summary, summarize } from "../../study/measures/summary";
import { planReplications } from "../../study/questions/replication-plan";
import { readRecords } from "../../study/records/record-reader";
import { recordFile } from "../../study/records/study-files";
import { parseNumber, printJson } from "../command";
import { textTable } from "../text-table";
import { showDuration } from "./duration";
import { withDesignOptions } from "./study-design-options";
import { type DesignFlags, studyTarget, TARGET_ARGUMENT } from "./study-target";

/** Fitting time of so many replicates of every size, from a pilot that has all sizes. */
function cost(pilot: Summary | undefined, sizes: readonly number[], replications: number): number | undefined {
  if (pilot === undefined || pilot.cells.length < sizes.length) return undefined;
  return replications * pilot.cells.reduce((sum, cell) => sum + cell.secondsPerFit, 0);
}

/** `cmoe study plan`: how many replications a wanted Monte Carlo error of the slopes takes. */
export function registerStudyPlan(study: Command): void {
  const command = study
    .command("plan")
    .description("how many replications a wanted standard error of the slopes takes; uses a pilot if there is one")
    .argument("<target>", TARGET_ARGUMENT)
    .option("--mcse <E>", "wanted Monte Carlo standard error of a slope", parseNumber, 0.02);
  withDesignOptions(command)
    .option("--json", "print the plan as JSON")
    .addHelpText(
      "after",
      "\nExample (a pilot of 40 replicates, then the plan it gives):\n" +
        "  cmoe study L/slope --replications 40\n  cmoe study plan L/slope --replications 40 --mcse 0.01",
    )
    .action(async (target: string, _: unknown, self: Command) => {
      const flags = self.optsWithGlobals<DesignFlags & { mcse: number; json?: boolean }>();
      if (!(flags.mcse > 0)) throw new InputError(`--mcse is ${flags.mcse}; expected a positive number.`);
      const { design, folder } = studyTarget(target, flags);
      if (design.sizes.length < 2) throw new InputError("A slope needs at least two sizes; give more with --sizes.");
      const parameters = parametersOf(design);
      const file = recordFile(folder);
      const records = () => readRecords(file, parameters);
      const pilot = existsSync(file) ? await summarize({ design, records }, () => []) : undefined;
      const plan = planReplications(design.sizes, parameters, flags.mcse, pilot);
      const most = Math.max(...plan.map(({ replications }) => replications));
      const seconds = cost(pilot, design.sizes, most) ?? null;
      if (flags.json) {
        printJson({ mcse: flags.mcse, sizes: design.sizes, plan, replications: most, seconds });
        return;
      }
      const rows = plan.map(({ parameter, replications, basis }) => [parameter, String(replications), basis]);
      process.stdout.write(`${textTable(["parameter", "replications", "spread from"], rows)}\n`);
      const time = seconds === null ? "" : `, about ${showDuration(seconds)} of fitting`;
      const all = most * design.sizes.length;
      process.stdout.write(`For all: --replications ${most} (${all} records${time}; now ${totalRecords(design)}).\n`);
    });
}
