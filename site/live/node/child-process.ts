/** `node:child_process`: a page starts no programs, and says so. */
import { notHere } from "./not-here";

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
