import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What some tests need and not every machine has: skipped by name with a hint, but a failure where CI is set. */
export interface Requirement {
  readonly skip: boolean;
  title(name: string): string;
}

function requirement(present: boolean, hint: string): Requirement {
  const inCi = ["1", "true"].includes(process.env.CI ?? "");
  return { skip: !present && !inCi, title: (name) => (present ? name : `${name} (needs ${hint})`) };
}

export function needsRedis(): Requirement {
  const present = spawnSync("redis-server", ["--version"], { stdio: "ignore" }).status === 0;
  return requirement(present, "redis-server: apt install redis-server");
}

export function needsZsh(): Requirement {
  return requirement(spawnSync("zsh", ["--version"], { stdio: "ignore" }).status === 0, "zsh: apt install zsh");
}

/** A file system of its own, small enough to fill. */
export function needsMount(): Requirement {
  const place = mkdtempSync(join(tmpdir(), "cmoe-mount-"));
  const mounted =
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", place], { stdio: "ignore" }).status === 0;
  if (mounted) spawnSync("umount", [place]);
  rmdirSync(place);
  return requirement(mounted, "the right to mount a tmpfs: run as root, or in unshare -rm");
}
