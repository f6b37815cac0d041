import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { InputError } from "../../input-error";
import { experimentOf, fitReplicate, generate, recordOf, streamKey } from "../../study/engines/replicate";
import type { StudyRecord } from "../../study/records/record";
import { readRecords } from "../../study/records/record-reader";
import { encodeRow } from "../../study/records/record-row";
import { readStudyFile } from "../../study/records/study-description";
import { recordFile } from "../../study/records/study-files";
import { note, parseCount, parseNumber, printJson } from "../command";
import { withDesignOptions } from "./study-design-options";
import { type DesignFlags, existingStudy, studyTarget, TARGET_ARGUMENT } from "./study-target";

/** The record of this cell in the study's folder, if it is there. */
async function recorded(folder: string, parameters: readonly string[], n: number, replicate: number) {
  if (!existsSync(join(folder, "study.json")) || !existsSync(recordFile(folder))) return undefined;
  for await (const batch of readRecords(recordFile(folder), parameters)) {
    const found = batch.find((record) => record.n === n && record.replicate === replicate);
    if (found) return found;
  }
  return undefined;
}

/** Do two records agree in every bit but the seconds? */
function sameBits(left: StudyRecord, right: StudyRecord, parameters: readonly string[]): boolean {
  return encodeRow({ ...left, seconds: 0 }, parameters) === encodeRow({ ...right, seconds: 0 }, parameters);
}

interface ReplicateFlags extends DesignFlags {
  readonly n: number;
  readonly replicate: number;
  readonly json?: boolean;
}

function folderOf(target: string, flags: DesignFlags): string | undefined {
  try {
    return existingStudy(target, flags);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** `cmoe study replicate`: reruns one replicate, shows the whole fit and compares it with its record. */
export function registerStudyReplicate(study: Command): void {
  const command = study
    .command("replicate")
    .description("rerun one replicate, show its fit, and compare it with its record")
    .argument("<target>", TARGET_ARGUMENT)
    .requiredOption("--n <N>", "size", parseCount)
    .requiredOption("--replicate <R>", "number of the replicate, from 0", parseNumber);
  withDesignOptions(command)
    .option("--json", "print truth, fit and comparison as JSON")
    .addHelpText("after", "\nExample:\n  cmoe study replicate L/resonant --n 1000 --replicate 17")
    .action(async (target: string, _: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ReplicateFlags>();
      const { n, replicate } = flags;
      const folder = folderOf(target, flags);
      const design = folder === undefined ? studyTarget(target, flags).design : readStudyFile(folder).design;
      if (!design.sizes.includes(n)) {
        throw new InputError(`n = ${n} is no size of this study; it has ${design.sizes.join(", ")}.`);
      }
      if (!Number.isInteger(replicate) || replicate < 0 || replicate >= design.replications) {
        throw new InputError(`The replicate is ${replicate}; the study has 0 to ${design.replications - 1}.`);
      }
      const experiment = experimentOf(design);
      const cell = { n, replicate };
      const { truth, sample } = generate(experiment, cell);
      const fit = fitReplicate(experiment, cell, sample, truth);
      const before = folder && (await recorded(folder, experiment.parameters, n, replicate));
      const now = recordOf(experiment, cell, truth, fit, 0);
      const identical = before ? sameBits(before, now, experiment.parameters) : null;
      printJson({ key: streamKey(experiment, cell), truth, fit, recorded: before ?? null, identical });
      if (identical === false) {
        note(`The record in ${folder} differs; the study ran contaminated-moe ${design.version}.`);
        process.exitCode = 1;
      }
    });
}
