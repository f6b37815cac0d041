import { describe, expect, it } from "vitest";
import { philox4x32 } from "./philox";
import { fnv1a, RandomStream } from "./random-stream";

/** Counter, key and output of philox4x32-10 in tests/kat_vectors of Random123 1.14 (D. E. Shaw Research). */
const KNOWN = [
  ["00000000 00000000 00000000 00000000 00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  ["ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  ["243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const;

describe("Philox4x32-10", () => {
  it.each(KNOWN)("counter and key %s give %s", (input, output) => {
    const [c0, c1, c2, c3, k0, k1] = input.split(" ").map((word) => Number.parseInt(word, 16));
    const out = new Uint32Array(4);
    philox4x32(c0, c1, c2, c3, k0, k1, out);
    expect([...out].map((word) => word.toString(16).padStart(8, "0")).join(" ")).toBe(output);
  });
});

describe("a random stream", () => {
  const key = { seed: 7, path: "S/rate", n: 1000, replicate: 3 };
  const draw = (kind: "uniforms" | "normals", count: number, column = 0): Float64Array => {
    const out = new Float64Array(count);
    new RandomStream(key)[kind](column, out);
    return out;
  };

  it("gives any prefix of a column the same numbers", () => {
    for (const kind of ["uniforms", "normals"] as const) {
      expect(draw(kind, 7)).toEqual(draw(kind, 100).slice(0, 7));
      expect(draw(kind, 7, 1)).not.toEqual(draw(kind, 7, 2));
    }
  });

  it("has the moments of its law within five standard errors", () => {
    const n = 200_000;
    const moments = (x: Float64Array): readonly number[] => [1, 2, 4].map((k) => x.reduce((s, v) => s + v ** k, 0) / n);
    const [u1, u2] = moments(draw("uniforms", n).map((u) => u - 0.5));
    expect(Math.abs(u1)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(u2 - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n));
    const [z1, z2, z4] = moments(draw("normals", n));
    expect(Math.abs(z1)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(z2 - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(z4 - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  });

  it("hashes paths with FNV-1a", () => {
    expect(fnv1a("")).toBe(0x811c9dc5);
    expect(fnv1a("a")).toBe(0xe40c292c);
    expect(fnv1a("foobar")).toBe(0xbf9cf968);
  });

  it("refuses keys that are not whole 32-bit numbers", () => {
    expect(() => new RandomStream({ ...key, n: 1.5 })).toThrow("The stream's n is 1.5");
    expect(() => new RandomStream({ ...key, seed: 2 ** 32 })).toThrow("The stream's seed is 4294967296");
  });
});
