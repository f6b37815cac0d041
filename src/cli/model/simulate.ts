import { InputError } from "../../input-error";
import type { Parameters } from "../../model/by-parameter";
import { standardNames } from "../../model/files/column-choice";
import { covariateMatrix, readTable } from "../../model/files/data-table";
import type { ModelWithTruth } from "../../model/files/model-file";
import { readModelFile } from "../../model/files/read-model-file";
import { drawSample } from "../../model/sample/draw-sample";
import { drawResponses } from "../../model/sample/plain-sample";
import type { Sample } from "../../model/sample/sample";
import { csvField } from "../../report/tables/csv";
import { parseCount, parseSeed, printJson, type Register } from "../command";
import { checkInputs, noteRows, tableOptions } from "./data-options";

interface Options {
  readonly n?: number;
  readonly at?: string;
  readonly seed: number;
  readonly json?: boolean;
}

/** New responses at the covariates of a data file. */
function sampleAt({ model, columns }: ModelWithTruth, truth: Parameters, path: string, seed: number): Sample {
  const table = readTable(path, { ...tableOptions(model.covariates.dimension, columns, {}), responses: "optional" });
  noteRows(path, table, table.choice.covariates);
  const { n } = table;
  const covariates = { n, dimension: model.covariates.dimension, x: covariateMatrix(table) };
  return drawResponses(model, truth, covariates, { seed, path: "simulate", n, replicate: 0 });
}

/** `cmoe simulate`: a sample of the model at the file's truth, as CSV. */
export const registerSimulate: Register = (program) => {
  program
    .command("simulate")
    .description("draw a sample at the model file's truth: CSV with header x1,...,xd,y at full double precision")
    .argument("<model>", "model file (JSON)")
    .option("--n <N>", "number of observations, their x from the model file's law", parseCount)
    .option("--at <data>", "draw one response at every row's covariates of a data file instead")
    .option("--seed <S>", "seed, 0 to 4294967295", parseSeed, 1)
    .option("--json", "print { n, seed, x: [[...]], y: [...] } instead of CSV")
    .addHelpText("after", "\nExample:\n  cmoe simulate model.json --n 1e4 --seed 7 > data.csv")
    .action((file: string, options: Options) => {
      const { at, seed } = options;
      if ((options.n === undefined) === (at === undefined)) {
        throw new InputError("Say how many observations with --n, or at which covariates with --at.");
      }
      if (at !== undefined) checkInputs(file, at);
      const stated = readModelFile(file);
      const { model, truth, columns } = stated;
      if (truth === undefined) throw new InputError(`${file} states no truth; add "truth": {"lambda", "eta", "nu"}.`);
      const sample =
        at === undefined
          ? drawSample(model, truth, { seed, path: "simulate", n: options.n ?? 0, replicate: 0 })
          : sampleAt(stated, truth, at, seed);
      const { n } = sample;
      const row = (i: number): number[] => Array.from({ length: sample.dimension }, (_, j) => sample.x[j * n + i]);
      if (options.json) {
        const x = Array.from({ length: n }, (_, i) => row(i));
        printJson({ n, seed, x, y: Array.from(sample.y) });
        return;
      }
      const names = [...(columns?.covariates ?? standardNames(sample.dimension)), columns?.response ?? "y"];
      process.stdout.write(`${names.map(csvField).join(",")}\n`);
      let chunk = "";
      for (let i = 0; i < n; i++) {
        chunk += `${[...row(i), sample.y[i]].join(",")}\n`;
        if (chunk.length > 65536 || i === n - 1) {
          process.stdout.write(chunk);
          chunk = "";
        }
      }
    });
};
