import { resolve } from "node:path";
import { PACKAGE_ROOT } from "../../package-root";

/** The compiled form of a worker's script, named from src/: threads start from the last build also where tests run TypeScript. */
export function compiledScript(name: string): string {
  return resolve(PACKAGE_ROOT, "dist", `${name}.js`);
}
