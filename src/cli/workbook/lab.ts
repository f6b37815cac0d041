import { spawn, spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import type { Command } from "commander";
import { PROJECT_ROOT } from "../../jupyter/runner/kernel-spec";
import { requirePart } from "../../optional-part";
import { WorkFailed } from "../../work-failed";
import { note, printJson } from "../command";

/** The front ends Jupyter comes with, the preferred one first. */
const FRONT_ENDS = [
  { program: "jupyter-lab", root: "--ServerApp.root_dir" },
  { program: "jupyter-notebook", root: "--notebook-dir" },
] as const;

const HINT =
  "No Jupyter is installed; install one with `pip install jupyterlab` or, on Debian, `apt install jupyter-notebook`.";

function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

interface Options {
  readonly json?: boolean;
}

/** Opens Jupyter at the project's root, where notebooks find plotly.js, with the kernel in place. */
async function lab(extra: readonly string[], options: Options): Promise<void> {
  requirePart("kernel");
  const found = FRONT_ENDS.find((each) => isInstalled(each.program));
  if (!found) throw new WorkFailed(HINT);
  const path = [join(PROJECT_ROOT, "jupyter"), ...(process.env.JUPYTER_PATH ? [process.env.JUPYTER_PATH] : [])];
  const environment = { JUPYTER_PATH: path.join(delimiter) };
  const command = [found.program, `${found.root}=${PROJECT_ROOT}`, ...extra];
  if (options.json) {
    printJson({ command, environment });
    return;
  }
  note(`Starting ${command.join(" ")}; the notebooks are in notebooks/.`);
  const [program, ...parameters] = command;
  const child = spawn(program ?? found.program, parameters, {
    cwd: PROJECT_ROOT,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  // Ctrl-C belongs to Jupyter, which asks whether it is meant; this program ends when Jupyter does.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0 && code !== null) throw new WorkFailed(`${found.program} ended with exit code ${code}.`);
}

export function registerLab(program: Command): void {
  program
    .command("lab")
    .description("open the installed Jupyter (Lab, else the classic notebook) with the kernel in place")
    .argument("[option...]", "passed on to Jupyter, after `--`")
    .option("--json", "print what would be started as JSON, and start nothing")
    .action(lab);
}
