import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../input-error";
import { PROJECT_ROOT, userDataDirectory } from "./runner/kernel-spec";

const NAME = "contaminated-moe";

/**
 * Writes a kernelspec that points at this checkout, for the user or below a prefix, and returns its directory. Node and
 * the launcher are named by absolute paths, because Jupyter may be started with another PATH.
 */
export function installKernel(prefix?: string): string {
  if (prefix !== undefined && !existsSync(prefix)) {
    throw new InputError(`The prefix ${prefix} does not exist; create it or name another directory.`);
  }
  const source = join(PROJECT_ROOT, "jupyter", "kernels", NAME);
  const spec = JSON.parse(readFileSync(join(source, "kernel.json"), "utf8")) as Readonly<Record<string, unknown>> & {
    readonly argv: readonly string[];
  };
  const data = prefix === undefined ? userDataDirectory() : join(prefix, "share", "jupyter");
  const directory = join(data, "kernels", NAME);
  const argv = spec.argv.map((word) => (word === "node" ? process.execPath : word.replace("{resource_dir}", source)));
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "kernel.json"), `${JSON.stringify({ ...spec, argv }, null, 2)}\n`);
  } catch (error) {
    throw new InputError(`The kernel cannot be installed in ${directory}: ${(error as Error).message}.`);
  }
  return directory;
}
