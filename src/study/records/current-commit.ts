import { execFileSync } from "node:child_process";
import { PACKAGE_ROOT } from "../../package-root";

/** The commit the code runs from, with "-dirty" when tracked files were changed; null outside a checkout. */
export function currentCommit(): string | null {
  const words = ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"];
  const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
  try {
    return execFileSync("git", words, { cwd: PACKAGE_ROOT, encoding: "utf8", stdio }).trim();
  } catch {
    return null;
  }
}
