import { describe, expect, it } from "vitest";
import { defaultBox } from "../../../model/box";
import { defineModel } from "../../../model/contaminated-moe";
import { drawSample } from "../../../model/sample/draw-sample";
import { periodogramAscent } from "./periodogram";
import { startData } from "./start-data";
import { StartUniforms } from "./uniforms";

describe("the periodogram of the rows that belong to the prompt", () => {
  const model = defineModel({
    covariates: { law: "normal", dimension: 2 },
    pretrained: {
      density: { kind: "gaussian" },
      expert: { kind: "activation", activation: "identity", bias: true },
      eta: [0, 0, 0],
      nu: 1,
    },
    prompt: { expert: { kind: "activation", activation: "sin", bias: true } },
    box: defaultBox(3),
  });
  const key = { seed: 5, path: "periodogram", n: 240, replicate: 0 };
  const { x } = drawSample(model, { lambda: 0, eta: [0, 0, 0], nu: 1 }, key);
  // Every third row is the prompt's, on a sine; the others shout.
  const posteriors = Float64Array.from({ length: 240 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const y = Float64Array.from({ length: 240 }, (_, i) => {
    return i % 3 === 0 ? Math.sin(1.3 * x[i] - 0.9 * x[240 + i] + 2) : 40 * (i % 2 === 0 ? 1 : -1);
  });
  const data = startData(model, { n: 240, dimension: 2, x, y });
  const residue = ([a, c, b]: ArrayLike<number> & Iterable<number>): number => {
    let sum = 0;
    for (let i = 0; i < 240; i += 3) sum += (y[i] - Math.sin(a * x[i] + c * x[240 + i] + b)) ** 2;
    return sum;
  };

  it("finds frequencies that fit those rows better than random ones do, at their best phases, whatever the other rows say", () => {
    const uniforms = new StartUniforms(key);
    const found: number[] = [];
    const others: number[] = [];
    for (let index = 0; index < 40; index++) {
      uniforms.begin(index);
      found.push(residue(periodogramAscent(data, posteriors, uniforms).eta));
      for (let other = 0; other < 10; other++) {
        const [a, c] = [uniforms.between(-10, 10), uniforms.between(-10, 10)];
        others.push(Math.min(...Array.from({ length: 60 }, (_, k) => residue([a, c, (2 * Math.PI * k) / 60]))));
      }
    }
    const quantile = (values: readonly number[], share: number): number =>
      [...values].sort((one, other) => one - other)[Math.floor(share * (values.length - 1))];
    expect(quantile(found, 0.5)).toBeLessThan(quantile(others, 0.1));
  });

  it("reaches the frequency of a sine in one covariate from every draw", () => {
    const line = defineModel({
      ...model,
      covariates: { law: "normal", dimension: 1 },
      pretrained: { ...model.pretrained, eta: [0, 0] },
      box: defaultBox(2),
    });
    const single = x.slice(0, 240);
    const data = startData(line, {
      n: 240,
      dimension: 1,
      x: single,
      y: single.map((value) => Math.sin(4 * value - 1)),
    });
    const uniforms = new StartUniforms(key);
    for (let index = 0; index < 40; index++) {
      uniforms.begin(index);
      const [a, b] = periodogramAscent(data, new Float64Array(240).fill(1), uniforms).eta;
      // Half a step from it at most, the phase turned by what the covariates' mean makes of that, or the same curve with a and b mirrored.
      expect(Math.abs(Math.abs(a) - 4)).toBeLessThan(0.5);
      const phase = a > 0 ? b : Math.PI - b;
      expect(Math.cos(phase + 1)).toBeGreaterThan(0.8);
    }
  });

  it("finds a sine in one of three covariates, where random slopes seldom start", () => {
    const three = defineModel({
      ...model,
      covariates: { law: "normal", dimension: 3 },
      pretrained: { ...model.pretrained, eta: [0, 0, 0, 0] },
      box: defaultBox(4),
    });
    const drawn = drawSample(three, { lambda: 0, eta: [0, 0, 0, 0], nu: 1 }, key);
    const data = startData(three, {
      ...drawn,
      y: Float64Array.from({ length: 240 }, (_, i) => Math.sin(4 * drawn.x[240 + i] + 1)),
    });
    const uniforms = new StartUniforms(key);
    const near = Array.from({ length: 60 }, (_, index) => {
      uniforms.begin(index);
      const { eta } = periodogramAscent(data, new Float64Array(240).fill(1), uniforms);
      return Math.abs(Math.abs(eta[1]) - 4) < 0.8 && Math.abs(eta[0]) < 0.8 && Math.abs(eta[2]) < 0.8;
    });
    expect(near.filter(Boolean).length).toBeGreaterThanOrEqual(5);
  });

  it("keeps within any box, and says what it took", () => {
    const wide = [-300, 300] as const;
    const bounds = [[30, 50], [100, 100], [-3, -2], [0, 1e-6], wide] as const;
    const phases = [
      [0, 2 * Math.PI],
      [0.5, 0.5],
      [-1, 1],
      [7, 30],
    ] as const;
    for (const slope of bounds) {
      for (const phase of phases) {
        const boxed = startData({ ...model, box: { ...model.box, eta: [slope, wide, phase] } }, data.sample);
        const uniforms = new StartUniforms(key);
        for (let index = 0; index < 20; index++) {
          uniforms.begin(index);
          const { eta, rows } = periodogramAscent(boxed, posteriors, uniforms);
          const alone = eta[0] === 0 || eta[1] === 0;
          boxed.model.box.eta.forEach(([low, high], j) => {
            if (alone && j < 2) return;
            expect(eta[j]).toBeGreaterThanOrEqual(low - 1e-9);
            expect(eta[j]).toBeLessThanOrEqual(high + 1e-9);
          });
          expect(rows).toBeGreaterThan(0);
        }
      }
    }
  });

  it("keeps within the box, with b within half a turn of 0", () => {
    const uniforms = new StartUniforms(key);
    for (let index = 0; index < 20; index++) {
      uniforms.begin(index);
      const [a, c, b] = periodogramAscent(data, posteriors, uniforms).eta;
      expect(Math.max(Math.abs(a), Math.abs(c))).toBeLessThanOrEqual(10);
      expect(Math.abs(b)).toBeLessThanOrEqual(Math.PI);
    }
  });
});
