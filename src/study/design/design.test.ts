import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../input-error";
import { truthAt } from "../../model/path";
import { SMALL_PATH, smallDesign } from "../testing/small-design";
import type { Design } from "./design";
import { canonicalJson, designHash, folderName } from "./design-hash";
import { designStudy } from "./design-study";
import { pathOf } from "./path-json";
import { SCENARIO_PATHS } from "./scenarios";

describe("a design", () => {
  it("holds its path exactly: the same truths at every n after a journey through JSON", () => {
    for (const { path, sizes, replications } of SCENARIO_PATHS) {
      const design = JSON.parse(JSON.stringify(designStudy(path, { sizes, replications }))) as Design;
      for (const n of sizes) expect(truthAt(pathOf(design), n)).toStrictEqual(truthAt(path, n));
    }
  });

  it("is another study when anything that matters differs, and the same when its title does", () => {
    const base = smallDesign();
    const others: readonly Design[] = [
      smallDesign({ sizes: [20, 41] }),
      smallDesign({ replications: 11 }),
      smallDesign({ seed: 2 }),
      smallDesign({ start: "warm" }),
      smallDesign({ starts: 1 }),
      { ...base, version: "0.0.0" },
      { ...base, path: { ...base.path, id: "test/other" } },
      { ...base, path: { ...base.path, nu: { ...base.path.nu, limit: 0.25000000000000006 } } },
      { ...base, path: { ...base.path, nu: { ...base.path.nu, exponent: "1/5" } } },
      { ...base, path: { ...base.path, model: { ...base.path.model, box: { nu: [0.01, 99] } } } },
    ];
    const hashes = [base, ...others].map(designHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(designHash({ ...base, path: { ...base.path, title: "other words" } })).toBe(hashes[0]);
    expect(folderName(base)).toBe(`test-small-${hashes[0].slice(0, 16)}`);
  });

  it("sorts its sizes and takes each once", () => {
    expect(smallDesign({ sizes: [40, 20, 40] })).toStrictEqual(smallDesign());
  });

  it("refuses what cannot be run, naming it", () => {
    expect(() => smallDesign({ sizes: [] })).toThrow(/no sizes/);
    expect(() => smallDesign({ replications: 0 })).toThrow(/replications is 0/);
    expect(() => smallDesign({ seed: -1 })).toThrow(/seed is -1/);
    expect(() => smallDesign({ sizes: [1] })).toThrow(InputError);
    expect(() => designStudy({ ...SMALL_PATH, id: "a,b" }, { sizes: [20], replications: 1 })).toThrow(/"a,b"/);
  });

  it("canonical JSON does not depend on the order of keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });
});
