import { InputError } from "../../input-error";
import { readModelFile } from "../../model/files/read-model-file";
import { drawSample } from "../../model/sample/draw-sample";
import { parseCount, parseSeed, printJson, type Register } from "../command";

/** `cmoe simulate`: a sample of the model at the file's truth, as CSV. */
export const registerSimulate: Register = (program) => {
  program
    .command("simulate")
    .description("draw a sample at the model file's truth: CSV with header x1,...,xd,y at full double precision")
    .argument("<model>", "model file (JSON)")
    .requiredOption("--n <N>", "number of observations", parseCount)
    .option("--seed <S>", "seed, 0 to 4294967295", parseSeed, 1)
    .option("--json", "print { n, seed, x: [[...]], y: [...] } instead of CSV")
    .addHelpText("after", "\nExample:\n  cmoe simulate model.json --n 1e4 --seed 7 > data.csv")
    .action((file: string, options: { n: number; seed: number; json?: boolean }) => {
      const { model, truth } = readModelFile(file);
      if (truth === undefined) throw new InputError(`${file} states no truth; add "truth": {"lambda", "eta", "nu"}.`);
      const { n, seed } = options;
      const sample = drawSample(model, truth, { seed, path: "simulate", n, replicate: 0 });
      const row = (i: number): number[] => Array.from({ length: sample.dimension }, (_, j) => sample.x[j * n + i]);
      if (options.json) {
        const x = Array.from({ length: n }, (_, i) => row(i));
        printJson({ n, seed, x, y: Array.from(sample.y) });
        return;
      }
      const header = Array.from({ length: sample.dimension }, (_, j) => `x${j + 1}`);
      process.stdout.write(`${[...header, "y"].join(",")}\n`);
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
