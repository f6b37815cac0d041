import type { Command } from "commander";
import { describeDamage } from "../../study/records/record-reader";
import { studyFolders } from "../../study/records/study-files";
import { type StudyStatus, studyStatus } from "../../study/records/study-status";
import { note, printJson } from "../command";
import { textTable } from "../text-table";
import { existingStudy } from "./study-target";

function row(status: StudyStatus): readonly string[] {
  const { folder, path, done, total, failures, atBound, runningAs } = status;
  const complete = done === total ? "finished" : "unfinished";
  const state = runningAs === null ? complete : `running as process ${runningAs}`;
  return [folder, path, String(done), String(total), String(failures), String(atBound), state];
}

/** `cmoe study status`: how far the studies are, without touching them. */
export function registerStudyStatus(study: Command): void {
  study
    .command("status")
    .description("how far studies are, their failures and damage; changes nothing")
    .argument("[targets...]", "folders or scenario paths; all studies below --out unless given")
    .option("--out <DIR>", "directory of the studies' folders", "studies")
    .option("--json", "print the list as JSON")
    .addHelpText("after", "\nExample:\n  cmoe study status")
    .action(async (targets: readonly string[], _: unknown, command: Command) => {
      const flags = command.optsWithGlobals<{ out: string; json?: boolean }>();
      const folders =
        targets.length > 0
          ? targets.map((target) => existingStudy(target, { out: flags.out }))
          : studyFolders(flags.out);
      const list: StudyStatus[] = [];
      for (const folder of folders) list.push(await studyStatus(folder));
      if (flags.json) {
        printJson(
          list.map(({ damage, ...rest }) => ({
            ...rest,
            damage: damage.map(({ line, reason }) => ({ line, reason })),
          })),
        );
        return;
      }
      if (list.length === 0) {
        note(`There are no studies in ${flags.out}.`);
        return;
      }
      const header = ["folder", "path", "records", "of", "not converged", "on a bound", "state"];
      process.stdout.write(`${textTable(header, list.map(row))}\n`);
      for (const { folder, damage, torn } of list) {
        if (damage.length > 0) note(`${folder}: damaged: ${describeDamage(damage)}; resuming runs these again.`);
        if (torn) note(`${folder}: the last line is unfinished; resuming runs it again.`);
      }
    });
}
