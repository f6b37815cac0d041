// Philox4x32-10 on four counters at once, and the columns of a random stream; as src/numerics/philox.ts and
// random-stream.ts, same bits.

import { cosTurn, log, mul, sinTurn } from "./elementary";

/** Scratch for the four words of eight blocks: of four, then of the next four. */
const WORDS = memory.data(128, 16);
const NEXT: usize = 64;

/**
 * Counters (b..b+7, column, n, path) under key (seed, replicate) -> WORDS. A round waits for its products; two groups of
 * four blocks wait together.
 */
function eightBlocks(b: i32, column: i32, n: i32, path: i32, seed: i32, replicate: i32): void {
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  let c0 = i32x4(b, b + 1, b + 2, b + 3);
  let c1 = i32x4.splat(column);
  let c2 = i32x4.splat(n);
  let c3 = i32x4.splat(path);
  let d0 = i32x4.add(c0, i32x4.splat(4));
  let d1 = c1;
  let d2 = c2;
  let d3 = c3;
  let k0 = i32x4.splat(seed);
  let k1 = i32x4.splat(replicate);
  for (let round = 0; round < 10; round++) {
    const low0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const high0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const low1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const high1 = i64x2.extmul_high_i32x4_u(c2, m1);
    const nextLow0 = i64x2.extmul_low_i32x4_u(d0, m0);
    const nextHigh0 = i64x2.extmul_high_i32x4_u(d0, m0);
    const nextLow1 = i64x2.extmul_low_i32x4_u(d2, m1);
    const nextHigh1 = i64x2.extmul_high_i32x4_u(d2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), c1), k0);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), c3), k1);
    c1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
    c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
    d0 = v128.xor(v128.xor(v128.shuffle<i32>(nextLow1, nextHigh1, 1, 3, 5, 7), d1), k0);
    d2 = v128.xor(v128.xor(v128.shuffle<i32>(nextLow0, nextHigh0, 1, 3, 5, 7), d3), k1);
    d1 = v128.shuffle<i32>(nextLow1, nextHigh1, 0, 2, 4, 6);
    d3 = v128.shuffle<i32>(nextLow0, nextHigh0, 0, 2, 4, 6);
    k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9));
    k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85));
  }
  v128.store(WORDS, c0);
  v128.store(WORDS, c1, 16);
  v128.store(WORDS, c2, 32);
  v128.store(WORDS, c3, 48);
  v128.store(WORDS + NEXT, d0);
  v128.store(WORDS + NEXT, d1, 16);
  v128.store(WORDS + NEXT, d2, 32);
  v128.store(WORDS + NEXT, d3, 48);
}

/** Uniforms on (0, 1) from two words each, of the blocks at positions `at` and `at` + 1 of WORDS. */
// @ts-ignore: decorator
@inline
function uniforms(at: usize, first: usize): v128 {
  const high = v128.load64_zero(WORDS + first + (at << 2));
  const low = v128.load64_zero(WORDS + first + 16 + (at << 2));
  const bits = v128.or(
    i64x2.shl(i64x2.extend_low_i32x4_u(i32x4.shr_u(high, 6)), 26),
    i64x2.extend_low_i32x4_u(i32x4.shr_u(low, 6)),
  );
  const whole = f64x2.sub(v128.or(bits, f64x2.splat(4503599627370496)), f64x2.splat(4503599627370496));
  return mul(f64x2.add(whole, f64x2.splat(0.5)), f64x2.splat(2.220446049250313e-16));
}

/**
 * Entries from..from+count-1 of a stream's column (`from` even): uniforms, or normals by Box and Muller. Whole groups
 * of sixteen are written: `out` needs room up to the next multiple of 16.
 */
export function column(
  normal: bool, index: i32, n: i32, path: i32, seed: i32, replicate: i32, from: i32, count: i32, out: usize,
): void {
  for (let i = 0; i < count; i += 16) {
    eightBlocks((from + i) >>> 1, index, n, path, seed, replicate);
    for (let pair: usize = 0; pair < 8; pair += 2) {
      const at = (pair & 2) | ((pair & 4) << 2);
      let u = uniforms(at, 0);
      let v = uniforms(at, 32);
      if (normal) {
        const radius = f64x2.sqrt(mul(f64x2.splat(-2), log(u)));
        const angle = v;
        u = mul(radius, cosTurn(angle));
        v = mul(radius, sinTurn(angle));
      }
      v128.store(out, v128.shuffle<i64>(u, v, 0, 2));
      v128.store(out, v128.shuffle<i64>(u, v, 1, 3), 16);
      out += 32;
    }
  }
}
