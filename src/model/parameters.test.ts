import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultBox } from "./box";
import { byParameter, fromVector, inVectorOrder, mapParameters, toVector } from "./by-parameter";
import { type ContaminatedMoe, defineModel } from "./contaminated-moe";
import { parameterSymbol, parameterVector, vectorNames } from "./parameters";

function linear(dimension: number, bias: boolean): ContaminatedMoe {
  const expert = { kind: "activation", activation: "identity", bias } as const;
  const q = dimension + (bias ? 1 : 0);
  return defineModel({
    covariates: { law: "uniform", dimension },
    pretrained: { density: { kind: "gaussian" }, expert, eta: new Array(q).fill(1), nu: 1 },
    prompt: { expert },
    box: defaultBox(q),
  });
}

describe("the parameter vector", () => {
  it("names lambda, the slopes, the bias and nu, each with its place in files and its bounds", () => {
    expect(parameterVector(linear(2, true))).toEqual([
      { name: "lambda", group: "lambda", place: "lambda", bounds: [0, 1] },
      { name: "a_1", group: "eta", place: "eta[0]", bounds: [-10, 10] },
      { name: "a_2", group: "eta", place: "eta[1]", bounds: [-10, 10] },
      { name: "b", group: "eta", place: "eta[2]", bounds: [-10, 10] },
      { name: "nu", group: "nu", place: "nu", bounds: [0.01, 100] },
    ]);
  });

  it("has the order of every vector: by group and back is the identity", () => {
    const value = fc.double({ noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.boolean(), fc.infiniteStream(value), (d, bias, stream) => {
        const names = vectorNames(linear(d, bias));
        const vector = Float64Array.from(names, () => stream.next().value ?? 0);
        expect(toVector(fromVector(linear(d, bias), vector))).toEqual(vector);
        const named = byParameter(linear(d, bias), names);
        expect(inVectorOrder(named)).toEqual(names);
        expect(inVectorOrder(mapParameters(named, (name: string) => name.length))).toEqual(
          names.map((name) => name.length),
        );
      }),
    );
  });

  it("has symbols for people", () => {
    expect(["lambda", "nu", "a", "b"].map((name) => parameterSymbol(name).letter)).toEqual(["λ", "ν", "a", "b"]);
    expect(["eta_3", "a_2"].map(parameterSymbol)).toEqual([
      { letter: "η", index: "3" },
      { letter: "a", index: "2" },
    ]);
  });
});
