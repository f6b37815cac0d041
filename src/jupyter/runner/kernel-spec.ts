import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { InputError } from "../../input-error";

/** How a kernel is started: Jupyter's kernel.json with the folder it lies in. */
export interface KernelSpec {
  readonly name: string;
  readonly directory: string;
  readonly argv: readonly string[];
  readonly displayName: string;
  readonly language: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The directory of the project this code belongs to, whether it runs from src/ or dist/. */
export const PROJECT_ROOT: string = resolve(__dirname, "../../..");

/** Where this machine keeps a user's Jupyter data, as Jupyter itself decides it. */
export function userDataDirectory(): string {
  if (process.env.JUPYTER_DATA_DIR) return process.env.JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(process.env.APPDATA ?? homedir(), "jupyter");
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "jupyter");
}

/** Directories that hold kernelspecs, the project's own first. */
function searchPath(): readonly string[] {
  const named = (process.env.JUPYTER_PATH ?? "").split(delimiter).filter((each) => each !== "");
  const shared = process.platform === "win32" ? [] : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return [join(PROJECT_ROOT, "jupyter"), ...named, userDataDirectory(), ...shared].map((each) => join(each, "kernels"));
}

function readSpec(name: string, directory: string): KernelSpec {
  const file = join(directory, "kernel.json");
  let spec: Readonly<Record<string, unknown>>;
  try {
    spec = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
  } catch {
    throw new InputError(`The kernelspec ${file} is not JSON; install the kernel "${name}" again.`);
  }
  const argv = spec.argv;
  if (!Array.isArray(argv) || argv.length === 0 || !argv.every((each): each is string => typeof each === "string")) {
    throw new InputError(`The kernelspec ${file} has no list of texts in "argv"; install the kernel "${name}" again.`);
  }
  return {
    name,
    directory,
    argv,
    displayName: typeof spec.display_name === "string" ? spec.display_name : name,
    language: typeof spec.language === "string" ? spec.language : "",
    environment: (spec.env ?? {}) as Readonly<Record<string, string>>,
  };
}

/** The kernelspec of this name; an unknown one is answered with the names that exist. */
export function findKernelSpec(name: string): KernelSpec {
  const known = new Set<string>();
  for (const directory of searchPath()) {
    if (!existsSync(directory)) continue;
    for (const each of readdirSync(directory)) {
      if (!existsSync(join(directory, each, "kernel.json"))) continue;
      if (each.toLowerCase() === name.toLowerCase()) return readSpec(each, join(directory, each));
      known.add(each);
    }
  }
  throw new InputError(`There is no kernel "${name}"; this machine has ${[...known].sort().join(", ")}.`);
}
