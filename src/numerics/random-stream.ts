import { cosTurn, log, sinTurn } from "./elementary";
import { philox4x32 } from "./philox";

/**
 * What names a stream: replicate r at size n of a study draws from its own, whatever worker does it. All are whole
 * numbers from 0 to 2^32 - 1 but `path`, which is any text (hashed to 32 bits with FNV-1a).
 */
export interface StreamKey {
  readonly seed: number;
  readonly path: string;
  readonly n: number;
  readonly replicate: number;
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** @throws RangeError naming the part of the key that is not a whole number from 0 to 2^32 - 1. */
export function checkStreamKey(key: StreamKey): void {
  for (const [name, value] of Object.entries({ seed: key.seed, n: key.n, replicate: key.replicate })) {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
      throw new RangeError(`The stream's ${name} is ${value}; it must be a whole number from 0 to 4294967295.`);
    }
  }
}

/**
 * The random numbers of one stream, laid out in columns: entry i of column c is a function of (key, c, i) alone.
 * Philox key = (seed, replicate), counter = (block, column, n, hash of path); one block holds entries 2b and 2b + 1.
 */
export class RandomStream {
  private readonly words = new Uint32Array(4);
  private readonly pair = new Float64Array(2);
  private readonly pathHash: number;

  constructor(readonly key: StreamKey) {
    checkStreamKey(key);
    this.pathHash = fnv1a(key.path);
  }

  /** Two uniforms of block `block`, in the open interval: (52 random bits + 1/2) / 2^52, exact. */
  private block(column: number, block: number, out: Float64Array): void {
    const { seed, replicate, n } = this.key;
    const w = this.words;
    philox4x32(block, column, n, this.pathHash, seed, replicate, w);
    out[0] = ((w[0] >>> 6) * 67108864 + (w[1] >>> 6) + 0.5) * 2.220446049250313e-16;
    out[1] = ((w[2] >>> 6) * 67108864 + (w[3] >>> 6) + 0.5) * 2.220446049250313e-16;
  }

  /** Fills out[first..count-1], entries of the column, with independent uniforms on the open interval (0, 1); `first` is even. */
  uniforms(column: number, out: Float64Array, count: number = out.length, first = 0): void {
    const { pair } = this;
    for (let i = first; i < count; i += 2) {
      this.block(column, i >>> 1, pair);
      out[i] = pair[0];
      if (i + 1 < count) out[i + 1] = pair[1];
    }
  }

  /** Fills out[0..count-1] with independent standard normals: Box and Muller (1958), cosine then sine. */
  normals(column: number, out: Float64Array, count: number = out.length): void {
    const { pair } = this;
    for (let i = 0; i < count; i += 2) {
      this.block(column, i >>> 1, pair);
      const radius = Math.sqrt(-2 * log(pair[0]));
      out[i] = radius * cosTurn(pair[1]);
      if (i + 1 < count) out[i + 1] = radius * sinTurn(pair[1]);
    }
  }
}
