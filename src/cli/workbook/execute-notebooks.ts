import { constants } from "node:os";
import { basename } from "node:path";
import type { PreparedRun } from "../../jupyter/runner/run/prepare-run";
import type { NotebookRun, RunConduct, RunEvent } from "../../jupyter/runner/run/run-notebook";
import { executeRuns, type RunOutcome } from "../../jupyter/runner/run/run-notebooks";
import { note } from "../command";

/** What ends a program from outside: Ctrl-C, `kill`, a terminal that is closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One line a cell, and what the cell says on stderr as it says it. */
export function reportRunEvent(event: RunEvent): void {
  const name = basename(event.notebook);
  if (event.kind === "warning") note(`${name}: warning: ${event.text}`);
  if (event.kind === "kernel ready") note(`${name}: kernel ready in ${event.seconds.toFixed(1)} s`);
  if (event.kind === "cell ended") {
    note(`${name}: cell ${event.cell}/${event.cells} ${event.ok ? "done" : "FAILED"} in ${event.seconds.toFixed(1)} s`);
  }
  if (event.kind === "output" && event.message.header.msg_type === "stream") {
    for (const line of String(event.message.content.text).trimEnd().split("\n")) note(`  ${line}`);
  }
}

/** What a failed run is told as: the notebook, the cell and its traceback, and where its result is. */
export function describeRunFailure(run: NotebookRun): string {
  const { failure } = run;
  if (!failure) return "";
  const place = `${run.notebook}, cell ${failure.cell} (${failure.id}): ${failure.ename}: ${failure.evalue}`;
  return [place, ...failure.traceback.slice(1), `What ran until then is in ${run.output}.`].join("\n");
}

/** The runs that were begun, and what is to be said of all that went wrong. */
export interface Executed {
  readonly runs: readonly NotebookRun[];
  readonly problems: readonly string[];
}

function problemOf(outcome: RunOutcome): readonly string[] {
  switch (outcome.kind) {
    case "run":
      return outcome.run.failure ? [describeRunFailure(outcome.run)] : [];
    case "error":
      return [`${outcome.notebook}: ${outcome.error instanceof Error ? outcome.error.message : String(outcome.error)}`];
    case "not begun":
      return [`${outcome.notebook}: it was not begun.`];
  }
}

/**
 * Executes prepared notebooks and tells their progress. The first signal stops them, what they have done until then is
 * kept, and the program ends with the signal's exit code; the second one ends the program at once.
 */
export async function executeNotebooks(
  prepared: readonly PreparedRun[],
  jobs: number,
  limits: Pick<RunConduct, "timeoutSeconds" | "totalTimeoutSeconds">,
): Promise<Executed> {
  const stop = new AbortController();
  const hear = (signal: NodeJS.Signals): void => {
    const code = 128 + constants.signals[signal];
    if (stop.signal.aborted) process.exit(code);
    process.exitCode = code;
    note(`${signal}: what has been executed is kept; once more ends the program at once.`);
    stop.abort(signal);
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  try {
    const conduct = { ...limits, signal: stop.signal, onProgress: reportRunEvent };
    const outcomes = await executeRuns(prepared, jobs, conduct);
    return {
      runs: outcomes.flatMap((each) => (each.kind === "run" ? [each.run] : [])),
      problems: outcomes.flatMap(problemOf),
    };
  } finally {
    for (const signal of SIGNALS) process.off(signal, hear);
  }
}
