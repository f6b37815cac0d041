/** `node:fs` over the files of the site: what the library reads with. */
import { Buffer } from "buffer";
import { ByteStream } from "./byte-stream";
import { notHere } from "./not-here";
import { bytesOf, namesIn, sizeOf } from "./site-files";

const WHY = "it has no files of its own.";

export function existsSync(path: string): boolean {
  return sizeOf(path) !== undefined || namesIn(path) !== undefined;
}

export function readFileSync(path: string, options?: string | { readonly encoding?: string | null }): Buffer | string {
  const bytes = Buffer.from(bytesOf(path));
  const encoding = typeof options === "string" ? options : options?.encoding;
  return encoding ? bytes.toString(encoding as BufferEncoding) : bytes;
}

interface Entry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

export function readdirSync(path: string, options?: { readonly withFileTypes?: boolean }): readonly (string | Entry)[] {
  const names = namesIn(path);
  if (!names)
    throw Object.assign(new Error(`ENOENT: there is no directory '${path}' on this site`), { code: "ENOENT" });
  if (!options?.withFileTypes) return names;
  return names.map((name) => {
    const file = sizeOf(`${path}/${name}`) !== undefined;
    return { name, isFile: () => file, isDirectory: () => !file, isSymbolicLink: () => false };
  });
}

interface Stat {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

export function statSync(path: string): Stat {
  const size = sizeOf(path);
  if (size === undefined && namesIn(path) === undefined) bytesOf(path);
  return { size: size ?? 0, isFile: () => size !== undefined, isDirectory: () => size === undefined };
}

/** Open files: descriptors from 3, as in Node. */
const open: { readonly path: string; at: number }[] = [];
const FIRST = 3;

function opened(file: number): { readonly path: string; at: number } {
  const found = open[file - FIRST];
  if (!found) throw notHere(`Descriptor ${file} cannot be read in a page: ${WHY}`);
  return found;
}

export function openSync(path: string, flags: string = "r"): number {
  if (flags !== "r") throw notHere(`"${path}" cannot be written in a page: ${WHY}`);
  statSync(path);
  open.push({ path, at: 0 });
  return FIRST + open.length - 1;
}

export function fstatSync(file: number): Stat {
  return statSync(opened(file).path);
}

export function readSync(file: number, into: Uint8Array, at: number, length: number): number {
  const found = opened(file);
  const part = bytesOf(found.path).subarray(found.at, found.at + length);
  into.set(part, at);
  found.at += part.length;
  return part.length;
}

export function closeSync(_file: number): void {}

export function createReadStream(path: string): ByteStream {
  return new ByteStream(() => bytesOf(path));
}

function cannotWrite(name: string): (path: unknown) => never {
  return (path) => {
    throw notHere(`fs.${name} of ${JSON.stringify(path)} cannot be done in a page: ${WHY}`);
  };
}

export const appendFileSync = cannotWrite("appendFileSync");
export const copyFileSync = cannotWrite("copyFileSync");
export const fdatasyncSync = cannotWrite("fdatasyncSync");
export const fsyncSync = cannotWrite("fsyncSync");
export const ftruncateSync = cannotWrite("ftruncateSync");
export const linkSync = cannotWrite("linkSync");
export const mkdirSync = cannotWrite("mkdirSync");
export const mkdtempSync = cannotWrite("mkdtempSync");
export const renameSync = cannotWrite("renameSync");
export const rmSync = cannotWrite("rmSync");
export const truncateSync = cannotWrite("truncateSync");
export const unlinkSync = cannotWrite("unlinkSync");
export const utimesSync = cannotWrite("utimesSync");
export const writeFileSync = cannotWrite("writeFileSync");
export const writeSync = cannotWrite("writeSync");
