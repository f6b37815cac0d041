import { resolve } from "node:path";
import type { Command } from "commander";
import { InputError } from "../../input-error";
import { installKernel } from "../../jupyter/install-kernel";
import { requirePart } from "../../optional-part";
import { note, printJson } from "../command";

interface Options {
  readonly user?: boolean;
  readonly prefix?: string;
  readonly json?: boolean;
}

function install(options: Options): void {
  if (options.user && options.prefix !== undefined) {
    throw new InputError("--user and --prefix exclude each other; give one of them.");
  }
  requirePart("kernel");
  const directory = installKernel(options.prefix === undefined ? undefined : resolve(options.prefix));
  if (options.json) printJson({ directory });
  else note(`The kernel "contaminated-moe (TypeScript)" is installed in ${directory}.`);
}

export function registerKernel(program: Command): void {
  const kernel = program.command("kernel").description("the notebook kernel of this project");
  kernel
    .command("install")
    .description("make the kernel known to Jupyter for good (within the project JUPYTER_PATH=jupyter is enough)")
    .option("--user", "for this user (the default)")
    .option("--prefix <directory>", "into <directory>/share/jupyter, such as a virtual environment")
    .option("--json", "print the directory as JSON")
    .action(install);
}
