import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import type { Asset } from "./notebook-page";

/** No archive of the sources is larger. */
const MOST_BYTES = 2 ** 28;

function git(folder: string, ...args: readonly string[]): Buffer | undefined {
  const { status, stdout } = spawnSync("git", args, { cwd: folder, maxBuffer: MOST_BYTES });
  return status === 0 ? stdout : undefined;
}

/**
 * The sources as they were committed last, packed for readers where no public repository is named; undefined where `folder`
 * is no repository of its own, or git is missing.
 */
export function sourceArchive(folder: string, version: string): Asset | undefined {
  const top = git(folder, "rev-parse", "--show-toplevel")?.toString().trim();
  if (top === undefined || realpathSync(top) !== realpathSync(folder)) return undefined;
  const name = `contaminated-moe-${version}`;
  const content = git(folder, "archive", "--format=tar.gz", `--prefix=${name}/`, "HEAD");
  return content && { file: `${name}.tar.gz`, content };
}
