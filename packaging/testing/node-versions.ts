import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { npmIsOffline } from "./offline";

/** The program of a Node, or why there is none. */
export type NodeOfMajor = { readonly program: string } | { readonly offline: string };

/**
 * Node of a major version, where it is not the running one from the registry's package `node`. npx keeps it: only the first
 * run downloads it (50 MB).
 */
export function nodeOfMajor(major: number): NodeOfMajor {
  if (process.versions.node.startsWith(`${major}.`)) return { program: process.execPath };
  const words = ["--yes", "--prefer-offline", `--package=node@${major}`, "-c", "node -p process.execPath"];
  // Outside of the project, whose settings for npm are not meant.
  const { status, stdout, stderr } = spawnSync("npx", words, { cwd: tmpdir(), encoding: "utf8" });
  if (status === 0) return { program: stdout.trim() };
  if (npmIsOffline(stderr)) {
    return { offline: `npm is offline and keeps no Node ${major}; with a network, this test fetches it` };
  }
  throw new Error(`npx --package=node@${major}: ${stderr}`);
}
