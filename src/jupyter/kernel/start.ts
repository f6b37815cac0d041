import { inspect } from "node:util";
import { InputError } from "../../input-error";
import { requirePart } from "../../optional-part";
import { readConnection } from "../connection";
import { Interrupts } from "./interrupts/interrupts";
import { Kernel } from "./kernel";
import { remark } from "./remark";

/** The environment variable by which the runner tells its kernel who must stay alive. */
export const PARENT_VARIABLE = "CMOE_RUNNER_PID";

/**
 * Node ends the process when it finds its stack of asynchronous contexts out of step, which it is after a computation
 * was ended from outside. The check is for the finding of faults in Node itself. This option turns it off; it can only be
 * given when the process starts, so the kernelspec does.
 */
const TOLERATES_ENDED_CONTEXTS = "--no-force-async-hooks-checks";

function warnOfEndedContexts(): void {
  const given = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].join(" ");
  if (given.includes(TOLERATES_ENDED_CONTEXTS)) return;
  remark(
    `an interrupt may end it, for node was started without ${TOLERATES_ENDED_CONTEXTS}; cmoe kernel install writes a new kernel.json`,
  );
}

/**
 * Starts the kernel of the project at `root`. Cells import what stands beside the notebook, that is in the directory the
 * front end chose, and what the project can import; files are read relative to the notebook's directory, too.
 */
export async function startKernel(connectionFile: string, root: string): Promise<void> {
  const parent = process.ppid;
  const named = process.env[PARENT_VARIABLE];
  // Programs that cells start have other parents.
  delete process.env[PARENT_VARIABLE];
  // The runner was gone before this process could look.
  if (named !== undefined && Number(named) !== parent) process.exit(1);
  const interrupts = new Interrupts();
  const watching = interrupts.start(parent);
  const directory = process.cwd();
  try {
    const connection = readConnection(connectionFile);
    requirePart("kernel");
    const kernel = new Kernel(connection, root, async () => {
      const { Evaluator } = await import("./evaluator.js");
      return new Evaluator(directory, root, interrupts);
    });
    interrupts.onInterrupt = () => kernel.interrupt();
    process.on("uncaughtException", (error) => kernel.fail(error));
    process.on("unhandledRejection", (reason) => kernel.fail(reason));
    await watching;
    await kernel.init();
    warnOfEndedContexts();
  } catch (error) {
    const known = error instanceof InputError;
    remark(known ? error.message : inspect(error));
    process.exit(known ? 2 : 1);
  }
}
