/** `node:crypto`: the hash of designs, and what browsers have themselves. */
import { sha256 } from "@noble/hashes/sha2.js";
import { Buffer } from "buffer";
import { notHere } from "./not-here";

interface Hash {
  update(data: string | Uint8Array): Hash;
  digest(encoding?: BufferEncoding): Buffer | string;
}

export function createHash(algorithm: string): Hash {
  if (algorithm !== "sha256") throw notHere(`The hash "${algorithm}" cannot be made in a page: only sha256 is here.`);
  const state = sha256.create();
  const hash: Hash = {
    update(data) {
      state.update(typeof data === "string" ? Buffer.from(data, "utf8") : data);
      return hash;
    },
    digest(encoding) {
      const bytes = Buffer.from(state.digest());
      return encoding ? bytes.toString(encoding) : bytes;
    },
  };
  return hash;
}

export function randomUUID(): string {
  return globalThis.crypto.randomUUID();
}

export const webcrypto: Crypto = globalThis.crypto;
