import { Option } from "commander";
import { loadPart } from "../../optional-part";
import type { Engine } from "../../study/engines/engine";
import { localEngine } from "../../study/engines/local-engine";
import { runStudy, type StudyProgress, type StudyResult } from "../../study/engines/run-study";
import { describeDamage } from "../../study/records/record-reader";
import { WorkFailed } from "../../work-failed";
import { note, parseCount, printJson, type Register } from "../command";
import { showDuration } from "./duration";
import { withDesignOptions } from "./study-design-options";
import { registerStudyPlan } from "./study-plan";
import { registerStudyReplicate } from "./study-replicate";
import { registerStudyStatus } from "./study-status";
import { registerStudySummary } from "./study-summary";
import { type DesignFlags, studyTarget, TARGET_ARGUMENT } from "./study-target";

interface RunFlags extends DesignFlags {
  readonly workers?: number;
  readonly engine: "local" | "queue";
  readonly redis?: string;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

/** One line on stderr, in place on a terminal, else every ten seconds. */
function progressLine(): { readonly show: (progress: StudyProgress) => void; readonly end: () => void } {
  const terminal = process.stderr.isTTY;
  let shown = terminal ? 0 : Date.now();
  let pending = false;
  return {
    show: ({ done, total, failures, rate, secondsLeft }) => {
      const now = Date.now();
      if (now - shown < (terminal ? 200 : 10_000)) return;
      shown = now;
      const left = secondsLeft === null ? "" : `, ${showDuration(secondsLeft)} left`;
      const bad = failures === 0 ? "" : `, ${failures} not converged`;
      const text = `${done} of ${total} records, ${rate.toFixed(1)} per second${left}${bad}`;
      process.stderr.write(terminal ? `\r\x1b[K${text}` : `${text}\n`);
      pending = terminal;
    },
    end: () => {
      if (pending) process.stderr.write("\r\x1b[K");
      pending = false;
    },
  };
}

/** Ctrl-C or a polite kill finishes the records in flight; a second one ends at once, which loses only those. */
function stopOnSignal(): { readonly signal: AbortSignal; readonly off: () => void } {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(name === "SIGINT" ? 130 : 143);
    note("\nFinishing the records in flight; once more to stop at once.");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    off: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}

async function engineOf(flags: RunFlags): Promise<Engine> {
  if (flags.engine === "local") return localEngine(flags.workers);
  const load = () => import("../../study/engines/queue/queue-engine.js");
  const { queueEngine, redisAddress } = await loadPart("queue", load);
  return queueEngine(redisAddress(flags.redis));
}

function tell(result: StudyResult, target: string): void {
  for (const { folder, records } of result.takenOver) {
    note(`${records} records were taken over from ${folder}, which differs only in sizes or replications.`);
  }
  if (result.damage.length > 0) {
    const kept = `moved to ${result.folder}/damaged.csv, their replicates run again`;
    note(`The record file was damaged: ${describeDamage(result.damage)}; these lines were ${kept}.`);
  }
  if (result.interrupted) {
    note(`Interrupted at ${result.done} of ${result.total} records in ${result.folder}.`);
    note(`To go on: cmoe study ${target}`);
  } else note(`${result.total} records in ${result.folder}; look at them with: cmoe study summary ${result.folder}`);
}

/** `cmoe study`: runs or resumes a study; status, replicate, summary and plan look at it. */
export const registerStudy: Register = (program) => {
  const study = program
    .command("study")
    .description("run or resume a Monte Carlo study of a scenario path, a study file or a study's folder")
    .argument("<target>", TARGET_ARGUMENT);
  withDesignOptions(study)
    .option("--workers <W>", "worker threads of the local engine; one per core unless given", parseCount)
    .addOption(new Option("--engine <ENGINE>", "who does the fits").choices(["local", "queue"]).default("local"))
    .option("--redis <URL>", "Redis of the queue engine (REDIS_URL unless given)")
    .option("--fresh", "start over; the old study is moved aside")
    .option("--json", "print the outcome as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  cmoe study L/resonant --sizes 1e3,1e4,1e5 --replications 200\n  cmoe study my-study.json --workers 2" +
        "\n  cmoe study status",
    )
    .action(async (target: string, flags: RunFlags) => {
      const { design, out } = studyTarget(target, flags);
      const stop = stopOnSignal();
      const line = progressLine();
      try {
        const result = await runStudy(design, {
          out,
          engine: await engineOf(flags),
          fresh: flags.fresh ?? false,
          onProgress: line.show,
          signal: stop.signal,
        });
        line.end();
        tell(result, result.folder ?? target);
        const { hash, folder, done, total, resumed, takenOver, interrupted, damage } = result;
        if (flags.json) printJson({ design, hash, folder, done, total, resumed, takenOver, interrupted, damage });
        if (interrupted) throw new WorkFailed(`${total - done} records are missing.`);
      } finally {
        line.end();
        stop.off();
      }
    });
  registerStudyStatus(study);
  registerStudyReplicate(study);
  registerStudySummary(study);
  registerStudyPlan(study);
};
