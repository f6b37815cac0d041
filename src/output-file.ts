import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "./input-error";
import { systemReason } from "./system-reason";
import { WorkFailed } from "./work-failed";

/** More links in a row than this are taken for a circle, as the kernel does. */
const MOST_LINKS = 40;
/** Names of what this process has open already: opened again, a redirected file would be cut off. */
const OPEN_FILE = /^\/(?:dev\/fd|proc\/self\/fd)\/(\d+)$/;
const STREAMS: Readonly<Record<string, number>> = { "/dev/stdout": 1, "/dev/stderr": 2 };

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** The file descriptor that a path such as /dev/stdout or /dev/fd/3 means. */
function openDescriptor(path: string): number | undefined {
  const named = OPEN_FILE.exec(path);
  return named === null ? STREAMS[path] : Number(named[1]);
}

/** Where writing to a path ends: symbolic links are followed, also to a file that is not there yet. */
function targetOf(path: string): string {
  let at = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    if (openDescriptor(at) !== undefined) return at;
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return at;
    at = resolve(dirname(at), readlinkSync(at));
  }
  throw new InputError(`${path} is a circle of symbolic links; name a file.`);
}

function sameFile(left: string, right: string): boolean {
  const [one, other] = [statOf(left), statOf(right)];
  if (one === undefined || other === undefined) return targetOf(left) === targetOf(right);
  return one.ino === other.ino && one.dev === other.dev;
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The file that is made beside its place, and then moved there. */
function draftOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
}

function checkOne(path: string): void {
  const target = targetOf(path);
  if (openDescriptor(target) !== undefined) return;
  const folder = dirname(target);
  if (statOf(folder)?.isDirectory() !== true) throw new InputError(`There is no folder ${folder}.`);
  const there = statOf(target);
  if (there?.isDirectory()) throw new InputError(`${path} is a folder; name a file.`);
  if (there !== undefined && !writable(target)) {
    throw new InputError(`${path} may not be written; change its permissions or name another file.`);
  }
  // A file is replaced by one that is made beside it, where one can be made: not in /proc, nor under too long a name.
  if (there !== undefined && !there.isFile()) return;
  try {
    const draft = draftOf(target);
    closeSync(openSync(draft, "wx"));
    unlinkSync(draft);
  } catch (error) {
    // A folder that is there and takes no file: one of the system's own, such as /proc.
    const none = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = none ? "no files can be made there; name another folder" : systemReason(error);
    throw new InputError(`${path} cannot be written in ${folder}: ${reason}.`);
  }
}

/**
 * Checks before the work begins that the results can be written.
 * @throws InputError when a folder is missing or closed, a path is a folder, one of the inputs (under whatever name),
 * or named for two outputs
 */
export function checkOutputs(outputs: readonly (string | undefined)[], inputs: readonly string[]): void {
  const named = outputs.filter((path) => path !== undefined);
  for (const [k, path] of named.entries()) {
    try {
      checkOne(path);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(`${path} cannot be written: ${systemReason(error)}.`);
    }
    const regular = statOf(path)?.isFile() ?? true;
    if (!regular || openDescriptor(targetOf(path)) !== undefined) continue;
    const input = inputs.find((each) => sameFile(each, path));
    if (input !== undefined) throw new InputError(`${path} is an input; name another file for the output.`);
    if (named.slice(0, k).some((other) => sameFile(other, path))) {
      throw new InputError(`${path} is named for two outputs; name two files.`);
    }
  }
}

function writeBytes(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      // A pipe that is full for now: its reader is slower than we are.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function writeAll(file: number, pieces: Iterable<string>): void {
  for (const piece of pieces) writeBytes(file, Buffer.from(piece));
}

/** Gives a file to the owner of the one it replaces; who may not give files away keeps it. */
function giveTo(file: string, { uid, gid }: Stats): void {
  const own = statSync(file);
  if (own.uid === uid && own.gid === gid) return;
  try {
    chownSync(file, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
}

function writeInto(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    writeAll(file, pieces);
  } finally {
    closeSync(file);
  }
}

/** Makes the file beside its place and moves it there, with the permissions and the owner of the one it replaces. */
function replace(target: string, pieces: Iterable<string>, before: Stats | undefined): void {
  const draft = draftOf(target);
  const file = openSync(draft, "wx");
  try {
    try {
      writeAll(file, pieces);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (before !== undefined) {
      giveTo(draft, before);
      chmodSync(draft, before.mode & 0o7777);
    }
    renameSync(draft, target);
  } catch (error) {
    unlinkSync(draft);
    throw error;
  }
}

/**
 * Writes a result through what is there: symbolic links are followed, devices and pipes are written, and a regular file is
 * replaced as a whole, so that a reader never sees half of it. Every option that writes a file uses this, and so do
 * notebooks. What is too long for one text comes in pieces.
 * @throws WorkFailed when it cannot be written
 */
export function writeOutput(path: string, text: string | Iterable<string>): void {
  try {
    writeThrough(targetOf(path), typeof text === "string" ? [text] : text);
  } catch (error) {
    // What went wrong with the pieces is not the file's.
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new WorkFailed(`${path} cannot be written: ${systemReason(error)}. What should stand there is lost.`);
  }
}

function writeThrough(target: string, pieces: Iterable<string>): void {
  const open = openDescriptor(target);
  if (open !== undefined) {
    writeAll(open, pieces);
    return;
  }
  const before = statOf(target);
  if (before !== undefined && !before.isFile()) writeInto(target, pieces);
  else replace(target, pieces, before);
}
