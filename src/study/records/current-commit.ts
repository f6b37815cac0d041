import { execFileSync } from "node:child_process";
import { PACKAGE_ROOT } from "../../package-root";

function git(...words: readonly string[]): string {
  return execFileSync("git", words, {
    cwd: PACKAGE_ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

/**
 * The commit the code runs from, with "-dirty" when tracked files were changed; null outside a checkout. What is
 * published in data/ meanwhile is no code.
 */
export function currentCommit(): string | null {
  try {
    const commit = git("rev-parse", "HEAD");
    return git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!data") === ""
      ? commit
      : `${commit}-dirty`;
  } catch {
    return null;
  }
}
