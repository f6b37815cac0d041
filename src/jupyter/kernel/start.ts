import { inspect } from "node:util";
import { InputError } from "../../input-error";
import { readConnection } from "../connection";
import { watchParent } from "./parent-watch";
import { remark } from "./remark";

/** The environment variable by which the runner tells its kernel who must stay alive. */
export const PARENT_VARIABLE = "CMOE_RUNNER_PID";

/**
 * Starts the kernel of the project at `root`. Cells import as if they stood in the root, whatever notebook they belong
 * to; files are read relative to the directory the front end chose, which is the notebook's own.
 */
export async function startKernel(connectionFile: string, root: string): Promise<void> {
  const parent = process.ppid;
  const named = process.env[PARENT_VARIABLE];
  // Programs that cells start have other parents.
  delete process.env[PARENT_VARIABLE];
  // The runner was gone before this process could look.
  if (named !== undefined && Number(named) !== parent) process.exit(1);
  watchParent(parent);
  const directory = process.cwd();
  try {
    const connection = readConnection(connectionFile);
    // The compiler is loaded only now: what is wrong with the connection is said at once.
    const [{ Evaluator }, { Kernel }] = await Promise.all([import("./evaluator.js"), import("./kernel.js")]);
    // tslab takes the directory it is made in for the one that imports are resolved from.
    process.chdir(root);
    const evaluator = new Evaluator(root);
    process.chdir(directory);
    const kernel = new Kernel(evaluator, root, connection, connectionFile);
    process.on("SIGINT", () => evaluator.interrupt());
    const stray = (error: unknown): void => {
      if (!evaluator.fail(error)) kernel.reportStray(`Uncaught after the cell had ended: ${inspect(error)}\n`);
    };
    process.on("uncaughtException", stray);
    process.on("unhandledRejection", stray);
    await kernel.init();
  } catch (error) {
    const known = error instanceof InputError;
    remark(known ? error.message : inspect(error));
    process.exit(known ? 2 : 1);
  }
}
