import type { Command } from "commander";
import type { Fit } from "../estimation/fit";
import { fit } from "../estimation/maximum-likelihood";
import { type ContaminatedMoe, vectorNames } from "../model/contaminated-moe";
import { readDataFile, shuffleRows } from "../model/data-file";
import { readModelFile } from "../model/model-file";
import { note, parseCount, parseSeed, printJson, type Register, WorkFailed } from "./command";

interface Options {
  readonly starts: number;
  readonly seed: number;
  readonly response?: string;
  readonly covariates?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** The readable report: one line per parameter, then what to know before trusting it. */
function report(model: ContaminatedMoe, result: Fit): string {
  const { estimate, standardErrors: se } = result;
  const values = [estimate.lambda, ...estimate.eta, estimate.nu];
  const errors = [se.lambda, ...se.eta, se.nu];
  const lines = vectorNames(model).map((name, j) => {
    const error = errors[j];
    const place = result.atBound.includes(name)
      ? "on its bound"
      : error === null
        ? "not identified"
        : error.toPrecision(3);
    return `${name.padEnd(8)} ${values[j].toPrecision(6).padStart(13)}   ${place}`;
  });
  const optima = result.optima.map((o) => `${o.logLikelihood.toFixed(4)} at lambda = ${o.lambda.toPrecision(4)}`);
  return [
    "parameter     estimate   standard error",
    ...lines,
    "",
    `log-likelihood ${result.logLikelihood.toFixed(6)}; ${result.converged ? "converged" : "NOT CONVERGED"}: ${result.criterion}`,
    `standardised score ${result.score.toExponential(1)}, ${result.iterations} iterations, ${result.starts} starts`,
    `distinct optima: ${optima.join("; ")}`,
  ].join("\n");
}

/** `cmoe fit`: cold maximum likelihood on a data file. */
export const registerFit: Register = (program) => {
  program
    .command("fit")
    .description("maximum likelihood for a data file, from cold starts; the model file's truth is ignored")
    .argument("<model>", "model file (JSON)")
    .argument("<data>", "CSV or TSV with a header: x1,...,xd,y")
    .option("--starts <K>", "random starts beside the twelve fixed ones", parseCount, 8)
    .option("--seed <S>", "seed of the random starts", parseSeed, 1)
    .option("--response <name>", "column of y (default: y, or the last)")
    .option("--covariates <names>", "columns of x, comma-separated (default: all others)")
    .option("--strict", "fail on missing values instead of leaving rows out")
    .option("--json", "machine-readable result on stdout")
    .addHelpText("after", "\nExample:\n  cmoe fit model.json data.csv --starts 20 --seed 7 --json")
    .action(function (this: Command, modelPath: string, dataPath: string, options: Options) {
      const { model } = readModelFile(modelPath);
      const data = readDataFile(dataPath, {
        ...(options.response === undefined ? {} : { response: options.response }),
        ...(options.covariates === undefined ? {} : { covariates: options.covariates.split(",") }),
        ...(options.strict === undefined ? {} : { strict: options.strict }),
      });
      if (data.omitted.length > 0) {
        note(
          `${dataPath}: ${data.omitted.length} rows with missing values left out (lines ${data.omitted.slice(0, 20).join(", ")}${data.omitted.length > 20 ? ", ..." : ""})`,
        );
      }
      const sample = shuffleRows(data.sample, options.seed);
      const key = { seed: options.seed, path: "fit", n: sample.n, replicate: 0 };
      const result = fit(model, sample, { key, starts: options.starts });
      if (options.json) {
        const { estimate, ...rest } = result;
        printJson({ ...estimate, ...rest });
      } else process.stdout.write(`${report(model, result)}\n`);
      if (!result.converged) throw new WorkFailed(`The fit did not converge: ${result.criterion}.`);
    });
};
