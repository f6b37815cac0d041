/** `node:child_process`: a page starts no programs, and says so. */
import { notHere, partOf } from "./not-here";

const WHY = "it starts no other programs.";

function cannotStart(name: string): (program: unknown) => never {
  return (program) => {
    throw notHere(`child_process.${name} of ${JSON.stringify(program)} cannot be done in a page: ${WHY}`);
  };
}

export const exec = cannotStart("exec");
export const execFile = cannotStart("execFile");
export const execFileSync = cannotStart("execFileSync");
export const execSync = cannotStart("execSync");
export const fork = cannotStart("fork");
export const spawn = cannotStart("spawn");
export const spawnSync = cannotStart("spawnSync");

/** The module as a cell gets it. */
export const childProcess: object = partOf(
  "child_process",
  { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync },
  WHY,
);
