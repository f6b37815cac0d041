import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { InputError } from "../../input-error";
import { systemReason } from "../../system-reason";

/** More is refused: the bytes and the numbers in them are held in memory together. */
export const FILE_LIMIT = 512 * 1024 * 1024;

const LIMIT_WORDS = `at most ${FILE_LIMIT} (512 MiB) are read`;
const CHUNK = 1 << 16;

/** "-" and "/dev/stdin" are the standard input. */
export function isStandardInput(path: string): boolean {
  return path === "-" || path === "/dev/stdin" || path === "/dev/fd/0" || path === "/proc/self/fd/0";
}

/** The name of an input in sentences. */
export function inputName(path: string): string {
  return isStandardInput(path) ? "The standard input" : path;
}

function readSome(file: number, name: string, into: Buffer, at: number): number {
  for (;;) {
    try {
      return readSync(file, into, at, into.length - at, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      // A pipe whose writer has nothing yet.
      if (code !== "EAGAIN") throw new InputError(`${name} cannot be read: ${systemReason(error)}.`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** All bytes of an open file, pipe or device, whose length nobody knows before the end. */
function readToEnd(file: number, name: string, expected: number): Buffer {
  let bytes = Buffer.alloc(Math.max(expected, CHUNK) + 1);
  let length = 0;
  for (;;) {
    const more = readSome(file, name, bytes, length);
    if (more === 0) return bytes.subarray(0, length);
    length += more;
    if (length > FILE_LIMIT) throw new InputError(`${name} has more than ${FILE_LIMIT} bytes; ${LIMIT_WORDS}.`);
    if (length === bytes.length) {
      const larger = Buffer.alloc(2 * bytes.length);
      bytes.copy(larger);
      bytes = larger;
    }
  }
}

function openInput(path: string, what: string): number {
  if (isStandardInput(path)) return 0;
  try {
    return openSync(path, "r");
  } catch (error) {
    throw new InputError(`Cannot read the ${what} file "${path}": ${systemReason(error)}.`);
  }
}

function unpacked(bytes: Buffer, name: string): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: FILE_LIMIT });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new InputError(`${name} unpacks to more than ${FILE_LIMIT} bytes; ${LIMIT_WORDS}.`);
    }
    throw new InputError(`${name} is a damaged gzip file (${message}); fetch or pack it again.`);
  }
}

function encodingOf(bytes: Buffer): string | undefined {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return "is encoded as UTF-16; save it as UTF-8";
  if (!isUtf8(bytes)) return "is not valid UTF-8; save it as UTF-8";
  return bytes.includes(0) ? "holds zero bytes; it is no text file. Give text in UTF-8" : undefined;
}

/**
 * The text of a file, a pipe or the standard input ("-") as UTF-8 bytes, unpacked where its first bytes say gzip,
 * without a byte-order mark. `what` names its kind ("data", "model").
 * @throws InputError when it cannot be read, is too large, or is no UTF-8 text
 */
export function readTextBytes(path: string, what: string): Buffer {
  const name = inputName(path);
  const file = openInput(path, what);
  let bytes: Buffer;
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw new InputError(`${path} is a folder; give a ${what} file.`);
    if (stat.size > FILE_LIMIT) {
      throw new InputError(`${name} has ${stat.size} bytes; ${LIMIT_WORDS}. Take a subset.`);
    }
    bytes = readToEnd(file, name, stat.size);
  } finally {
    if (file !== 0) closeSync(file);
  }
  bytes = unpacked(bytes, name);
  const wrong = encodingOf(bytes);
  if (wrong !== undefined) throw new InputError(`${name} ${wrong}.`);
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
