import { InputError } from "../../input-error";
import type { GateKind, Parameters } from "../../model/by-parameter";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { standardNames } from "../../model/files/column-choice";
import { drawSample } from "../../model/sample/draw-sample";
import { drawResponses } from "../../model/sample/plain-sample";
import type { Sample } from "../../model/sample/sample";
import { csvField } from "../../report/tables/csv";
import { parseCount, parseSeed, printJson, type Register } from "../command";
import { addDataOptions, checkInputs, type DataOptions } from "./input/data-options";
import { predictionColumns, readStatedModel } from "./input/frozen-columns";
import { readNewRows } from "./input/new-rows";
import { noTruth } from "./input/truth-source";

interface Options extends DataOptions {
  readonly n?: number;
  readonly at?: string;
  readonly seed: number;
  readonly json?: boolean;
}

/** New responses at rows of a data file. */
function drawnAt(rows: Sample, model: ContaminatedMoe<GateKind>, truth: Parameters<GateKind>, seed: number): Sample {
  return drawResponses(model, truth, rows, { seed, path: "simulate", n: rows.n, replicate: 0 });
}

/** The frozen model's predictions go with their rows: a fit of the drawn data needs them. */
function predictionValues(
  model: ContaminatedMoe<GateKind>,
  { frozen }: Sample,
): readonly { readonly name: string; readonly values: Float64Array }[] {
  if (frozen?.given !== "moments") return [];
  const columns = [frozen.mean, frozen.variance];
  return predictionColumns(model).map((name, k) => ({ name, values: columns[k] }));
}

/** `cmoe simulate`: a sample of the model at the file's truth, as CSV. */
export const registerSimulate: Register = (program) => {
  const command = program
    .command("simulate")
    .description("draw a sample at the model file's truth: CSV with header x1,...,xd,y at full double precision")
    .argument("<model>", "model file (JSON)")
    .option("--n <N>", "number of observations, their x from the model file's law", parseCount)
    .option("--at <data>", "draw one response at every row's covariates of a data file instead")
    .option("--seed <S>", "seed, 0 to 4294967295", parseSeed, 1);
  addDataOptions(command)
    .addHelpText("after", "\nExample:\n  cmoe simulate model.json --n 1e4 --seed 7 > data.csv")
    .action((file: string, options: Options) => {
      const { at, seed } = options;
      if ((options.n === undefined) === (at === undefined)) {
        throw new InputError("Say how many observations with --n, or at which covariates with --at.");
      }
      if (at !== undefined) checkInputs(file, at);
      const stated = readStatedModel(file, options);
      const { model, truth, columns } = stated;
      if (truth === undefined) throw new InputError(noTruth(file, model));
      const sample =
        at === undefined
          ? drawSample(model, truth, { seed, path: "simulate", n: options.n ?? 0, replicate: 0 })
          : drawnAt(readNewRows(stated, at, options).sample, model, truth, seed);
      const { n } = sample;
      const row = (i: number): number[] => Array.from({ length: sample.dimension }, (_, j) => sample.x[j * n + i]);
      const predicted = predictionValues(model, sample);
      if (options.json) {
        const x = Array.from({ length: n }, (_, i) => row(i));
        printJson({ n, seed, x, y: Array.from(sample.y) });
        return;
      }
      const names = [...(columns?.covariates ?? standardNames(sample.dimension)), columns?.response ?? "y"];
      names.push(...predicted.map(({ name }) => name));
      process.stdout.write(`${names.map(csvField).join(",")}\n`);
      let chunk = "";
      for (let i = 0; i < n; i++) {
        chunk += `${[...row(i), sample.y[i], ...predicted.map(({ values }) => values[i])].join(",")}\n`;
        if (chunk.length > 65536 || i === n - 1) {
          process.stdout.write(chunk);
          chunk = "";
        }
      }
    });
};
