import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit } from "../../../estimation/fit/maximum-likelihood";
import { toVector } from "../../../model/by-parameter";
import { truthAt } from "../../../model/path";
import { drawSample } from "../../../model/sample/draw-sample";
import { softmaxPath } from "../../design/softmax-paths";
import { publishedStudy } from "../../records/published-study";
import { METHOD_COLUMNS, methodRow, parseMethodRuns, publishedMethodRuns } from "./method-file";
import { reportedErrors, runMethod } from "./method-run";
import { READINGS, startOf } from "./readings";

const SETTINGS = ["D/successor-a", "S/successor-b.i", "S/successor-b.ii"];
const published = publishedMethodRuns();
const seeds = new Map(SETTINGS.map((id) => [id, publishedStudy(id)?.design.seed ?? Number.NaN]));

describe("data/published-method.csv.gz", () => {
  it("has every reading in every setting at twenty sizes with forty replicates, once each", () => {
    const keys = new Set(published.map(({ path, reading, n, replicate }) => [path, reading, n, replicate].join()));
    expect(keys.size).toBe(published.length);
    expect(published).toHaveLength(SETTINGS.length * READINGS.length * 20 * 40);
    for (const { path, reading } of published) {
      expect(SETTINGS).toContain(path);
      expect(READINGS.some(({ name }) => name === reading)).toBe(true);
    }
  });

  it("has what the method gives, to the last bit, in cells chosen by chance", () => {
    const small = published.filter(({ n }) => n <= 5000);
    fc.assert(
      fc.property(fc.nat(small.length - 1), (i) => {
        const run = small[i];
        const seed = seeds.get(run.path) ?? Number.NaN;
        expect(runMethod(softmaxPath(run.path).path, seed, run.reading, run)).toEqual(run);
      }),
      { numRuns: 40 },
    );
  });

  it("ends nowhere above the cold maximum of the same sample: the studies' search was not beaten by a start at the truth", async () => {
    for (const id of SETTINGS) {
      const cold = new Map<string, number>();
      for await (const batch of publishedStudy(id)?.records() ?? []) {
        for (const { n, replicate, logLikelihood } of batch) cold.set(`${n} ${replicate}`, logLikelihood ?? Number.NaN);
      }
      const runs = published.filter(({ path }) => path === id);
      expect(runs.length).toBeGreaterThan(0);
      // A rough or short reading may end outside the box only below; 1e-6 is the studies' own tolerance.
      const above = runs.filter(({ n, replicate, logLikelihood }) => {
        const best = cold.get(`${n} ${replicate}`);
        return best === undefined || logLikelihood > best + 1e-5;
      });
      expect(above.map(({ n, replicate, reading }) => [n, replicate, reading])).toEqual([]);
    }
  });
});

describe("a run of the method", () => {
  const { path } = softmaxPath("S/successor-b.i");
  const truth = truthAt(path, 1000);

  it("ends at the maximum where EM runs to its end, by either M-step", () => {
    const sample = drawSample(path.model, truth, { seed: 3, path: path.id, n: 1000, replicate: 0 });
    const best = fit(path.model, sample, { warm: truth }).logLikelihood;
    for (const reading of ["truth", "tenth", "tenth, BFGS"]) {
      const { logLikelihood, converged } = runMethod(path, 3, reading, { n: 1000, replicate: 0 });
      expect(converged).toBe(true);
      expect(Math.abs(best - logLikelihood)).toBeLessThan(1e-4);
    }
  });

  it("reports the distance of the estimate from the truth", () => {
    const at = { tau: 1 + Math.log(2), beta: truth.beta.map((b) => b + 1), eta: truth.eta, nu: truth.nu / 2 };
    const [tau, beta, eta, nu] = reportedErrors(at, { ...truth, tau: 1 });
    expect(tau).toBeCloseTo(Math.E, 12);
    expect(beta).toBeCloseTo(Math.sqrt(8), 12);
    expect([eta, nu]).toEqual([0, truth.nu / 2]);
  });

  it("starts where its reading says: in one direction, a tenth or some thousandths away", () => {
    const noise = (start: "tiny" | "tenth", replicate: number): readonly number[] => {
      const at = toVector(startOf(start, truth, 1000, replicate));
      return Array.from(toVector(truth).subarray(0, -1), (value, j) => at[j] - value);
    };
    const [tiny, tenth] = [noise("tiny", 5), noise("tenth", 5)];
    for (const [j, each] of tenth.entries()) expect(each / tiny[j]).toBeCloseTo(0.1 / (0.005 * 1000 ** -0.083), 6);
    const all = Array.from({ length: 200 }, (_, replicate) => noise("tenth", replicate)).flat();
    const deviation = Math.sqrt(all.reduce((sum, each) => sum + each * each, 0) / all.length);
    expect(Math.abs(deviation - 0.1)).toBeLessThan(0.005);
    expect(startOf("truth", truth, 1000, 5)).toBe(truth);
  });

  it("says which readings there are", () => {
    expect(() => runMethod(path, 1, "near", { n: 100, replicate: 0 })).toThrow(
      /Reading "near": choose one of "truth", "tiny"/,
    );
  });
});

describe("a row", () => {
  it("reads back as the same run", () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        any,
        any,
        any,
        fc.nat(),
        fc.constantFrom(...READINGS),
        (a, b, logLikelihood, iterations, { name }) => {
          const errors = [Math.abs(a), Math.abs(b), 0.1, 1e-9] as const;
          const cell = { path: "S/successor-b.i", reading: name, n: 1270, replicate: 3 };
          const run = { ...cell, errors, logLikelihood: logLikelihood + 0, iterations, converged: false };
          expect(parseMethodRuns(`${METHOD_COLUMNS.join(",")}\n${methodRow(run)}\n`, "here")).toEqual([run]);
        },
      ),
    );
  });

  it("that is damaged is named", () => {
    const text = `${METHOD_COLUMNS.join(",")}\nS/x,"tiny",1000,0,0.1,,0.3,0.4,5,6,true\n`;
    expect(() => parseMethodRuns(text, "runs.csv")).toThrow('runs.csv, row 1: error_beta is "", no number.');
  });
});
