import { InputError } from "../../input-error";
import { checkOutputs, writeOutput } from "../../output-file";
import { predictionTable } from "../../report/reports/prediction-table";
import { numbersCsv } from "../../report/tables/csv";
import { note, printJson, type Register } from "../command";
import { addFormatOptions, checkInputs, type DataOptions, parseNames } from "./input/data-options";
import { addFrozenOptions, readStatedModel } from "./input/frozen-columns";
import { readNewRows } from "./input/new-rows";
import { parseLevel } from "./level";

interface Options extends Omit<DataOptions, "weights"> {
  readonly quantiles: readonly number[];
  readonly out?: string;
  readonly json?: boolean;
}

/** "0.05,0.5,0.95", in ascending order. */
function parseLevels(text: string): readonly number[] {
  return [...new Set(text.split(",").map(parseLevel))].sort((a, b) => a - b);
}

/** `cmoe predict`: what a model with a truth says of new rows. */
export const registerPredict: Register = (program) => {
  const command = program
    .command("predict")
    .description("mean, quantiles and, where y is there, responsibilities for new rows, at the model file's truth")
    .argument("<model>", "model file (JSON) with a truth, as fit --save writes it")
    .argument("<data>", 'CSV or TSV with the covariates\' columns, y optional; "-" is the standard input')
    .option("--quantiles <levels>", "levels between 0 and 1, comma-separated", parseLevels, [0.025, 0.5, 0.975])
    .option("--response <name>", "column of y (default: the model file's, or y, where it is there)")
    .option("--covariates <names>", "columns of x in the model's order, comma-separated", parseNames)
    .option("--out <file>", "write the CSV to a file instead of stdout");
  addFormatOptions(addFrozenOptions(command))
    .option("--json", "machine-readable result on stdout: one array per column")
    .addHelpText(
      "after",
      "\nExample:\n  cmoe predict fitted.json new.csv --quantiles 0.05,0.5,0.95 > predictions.csv\n\nThe parameters are taken as known: quantiles tell of the noise, not of the estimate's error.",
    )
    .action((modelPath: string, dataPath: string, options: Options) => {
      checkInputs(modelPath, dataPath);
      checkOutputs([options.out], [modelPath, dataPath]);
      const stated = readStatedModel(modelPath, options);
      const { model, truth } = stated;
      if (truth === undefined) {
        throw new InputError(`${modelPath} states no truth; fit --save writes a model file with one.`);
      }
      const { table, sample } = readNewRows(stated, dataPath, options);
      const told = predictionTable(model, table, sample, truth, options.quantiles);
      if (options.json) {
        const { covariates, response = null } = table.choice;
        const numbers = (values: Float64Array): readonly (number | null)[] =>
          Array.from(values, (value) => (Number.isNaN(value) ? null : value));
        const byName = Object.fromEntries(told.map(({ name, values }) => [name, numbers(values)]));
        printJson({ columns: { covariates, response }, omittedLines: table.omitted, rows: byName });
        return;
      }
      const text = numbersCsv(told);
      if (options.out === undefined) process.stdout.write(text);
      else {
        writeOutput(options.out, text);
        note(`predictions for ${table.n} rows written to ${options.out}`);
      }
    });
};
