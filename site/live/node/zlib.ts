/** `node:zlib`, by fflate: what the library unpacks records with. */
import { Buffer } from "buffer";
import { gunzipSync as gunzip, gzipSync as gzip } from "fflate";
import { PendingStream } from "./byte-stream";

/** Errors as Node names them: the library tells a damaged file by its code. */
function unpack(bytes: Uint8Array): Uint8Array {
  try {
    return gunzip(bytes);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw Object.assign(new Error(message), { code: "Z_DATA_ERROR" });
  }
}

export function gunzipSync(bytes: Uint8Array): Buffer {
  return Buffer.from(unpack(bytes));
}

export function gzipSync(data: Uint8Array | string): Buffer {
  return Buffer.from(gzip(typeof data === "string" ? Buffer.from(data) : data));
}

export function createGunzip(): PendingStream {
  return new PendingStream(unpack);
}
