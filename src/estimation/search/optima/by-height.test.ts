import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LocalMaximum } from "../newton/trust-region";
import { ByHeight } from "./by-height";

interface High {
  readonly name: number;
  maximum: LocalMaximum;
}

const high = (name: number, logLikelihood: number): High => ({
  name,
  maximum: {
    theta: new Float64Array(),
    pass: { logLikelihood, gradient: new Float64Array(), hessian: new Float64Array() },
    score: 0,
    end: "maximum",
    converged: true,
    criterion: "",
    iterations: 0,
  },
});

describe("optima by height", () => {
  it("are those that a sort and a filter give, also after some were raised", () => {
    const heights = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 30 });
    fc.assert(
      fc.property(heights, fc.array(fc.nat(29)), fc.integer({ min: -1, max: 13 }), (values, raised, bound) => {
        const all = values.map((value, name) => high(name, value));
        const list = new ByHeight<High>();
        for (const one of all) list.add(one);
        for (const at of raised.filter((place) => place < all.length)) {
          const one = all[at];
          list.remove(one);
          one.maximum = high(0, one.maximum.pass.logLikelihood + 1).maximum;
          list.add(one);
        }
        const height = (one: High): number => one.maximum.pass.logLikelihood;
        const plain = [...all].sort((one, other) => height(other) - height(one)).map(height);
        expect(list.sorted.map(height)).toEqual(plain);
        expect(list.from(bound).map(height)).toEqual(plain.filter((value) => value >= bound));
        const met: number[] = [];
        list.find(bound, bound + 2, (one) => {
          met.push(height(one));
          return false;
        });
        expect(met).toEqual(plain.filter((value) => value >= bound && value <= bound + 2));
      }),
    );
  });

  it("of equal ones the first found stands first", () => {
    const list = new ByHeight<High>();
    for (let name = 0; name < 5; name++) list.add(high(name, 1));
    expect(list.sorted.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4]);
  });
});
