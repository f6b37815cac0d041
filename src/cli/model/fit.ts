import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { Fit } from "../../estimation/fit/fit";
import { fit } from "../../estimation/fit/maximum-likelihood";
import { fitInStandardUnits } from "../../estimation/fit/standardised-fit";
import type { ContaminatedMoe } from "../../model/contaminated-moe";
import { type DataFile, shuffleRows } from "../../model/files/data-file";
import type { ModelWithTruth } from "../../model/files/model-file";
import type { Standardisation } from "../../model/sample/standardisation";
import {
  quantileFigure,
  residualFigure,
  responsibilitiesOf,
  responsibilityFigure,
} from "../../report/figures/fit/fit-figures";
import { htmlPage } from "../../report/figures/style/page";
import { type FitReport, reportFit } from "../../report/reports/fit-report";
import { fitText } from "../../report/reports/fit-text";
import { frozenText, paragraphs } from "../../report/reports/frozen-text";
import { responsibilityTable } from "../../report/reports/responsibility-table";
import { note, parseCount, parseSeed, printJson, type Register, WorkFailed } from "../command";
import { addDataOptions, type DataOptions, dataCommand, readInputs } from "./data-options";
import { parseLevel } from "./level";
import { writeOutput } from "./output-file";

interface Options extends DataOptions {
  readonly starts: number;
  readonly seed: number;
  readonly level: number;
  readonly share?: "profile" | "logit";
  readonly standardise?: boolean;
  readonly responsibilities?: string;
  readonly plots?: string;
}

function parseShare(text: string): "profile" | "logit" {
  if (text === "profile" || text === "logit") return text;
  throw new InvalidArgumentError(`"${text}" is not one of profile, logit.`);
}

interface Found {
  readonly result: Fit;
  /** With the box that held. */
  readonly model: ContaminatedMoe;
  readonly units: Standardisation | undefined;
}

function search({ model, boxStated }: ModelWithTruth, data: DataFile, options: Options): Found {
  const sample = shuffleRows(data.sample, options.seed);
  const key = { seed: options.seed, path: "fit", n: sample.n, replicate: 0 };
  const settings = { key, starts: options.starts };
  if (!options.standardise) return { result: fit(model, sample, settings), model, units: undefined };
  const found = fitInStandardUnits(model, sample, boxStated ? model.box : undefined, settings);
  return { result: found.fit, model: { ...model, box: found.box }, units: found.units };
}

function json(report: FitReport, { model, units }: Found, data: DataFile): unknown {
  const { estimate, ...rest } = report.fit;
  return {
    ...estimate,
    ...rest,
    rows: data.sample.n,
    omittedLines: data.omitted,
    level: report.level,
    intervals: report.parameters.map(({ name, interval }) => ({ name, ...interval })),
    diagnostics: report.diagnostics,
    box: model.box,
    ...(model.pretrained.byRows === undefined ? {} : { frozenByRows: model.pretrained.byRows }),
    ...(units === undefined ? {} : { standardised: units }),
  };
}

function plots(report: FitReport, { model, units }: Found, data: DataFile, title: string): string {
  const { estimate } = report.fit;
  const names = { covariate: data.covariates[0], response: data.response };
  return htmlPage(title, [
    { text: paragraphs(fitText(report, units), frozenText(model)) },
    responsibilityFigure(model, data.sample, estimate, names),
    // From log densities alone the mixture has no distribution function.
    ...(model.pretrained.byRows?.given === "log-density" ? [] : [quantileFigure(model, data.sample, estimate)]),
    residualFigure(model, data.sample, estimate),
  ]);
}

/** `cmoe fit`: cold maximum likelihood on a data file. */
export const registerFit: Register = (program) => {
  const told = "maximum likelihood for a data file, from cold starts; the model file's truth is ignored";
  const command = dataCommand(program, "fit", told)
    .option("--starts <K>", "random starts beside the twelve fixed ones", parseCount, 8)
    .option("--seed <S>", "seed of the random starts", parseSeed, 1)
    .option("--level <P>", "level of the intervals", parseLevel, 0.95)
    .option(
      "--share <method>",
      "interval of the share: profile or logit (default: profile up to 16384 rows)",
      parseShare,
    )
    .option("--standardise", "search in standard units and undo them; a box the model file states holds in the data's")
    .option("--responsibilities <file>", "write every row's probability to come from the prompt to a CSV")
    .option("--plots <file>", "write the report with residual plots to an HTML page (about 5 MB, needs nothing else)");
  addDataOptions(command)
    .addHelpText("after", "\nExample:\n  cmoe fit model.json data.csv --response tuned --standardise --plots fit.html")
    .action(function (this: Command, modelPath: string, dataPath: string, options: Options) {
      const outputs = [options.responsibilities, options.plots];
      const { stated, data } = readInputs(modelPath, dataPath, options, outputs);
      const found = search(stated, data, options);
      const { result, model } = found;
      const report = reportFit(model, data.sample, result, {
        level: options.level,
        ...(options.share === undefined ? {} : { share: options.share }),
      });
      if (options.json) printJson(json(report, found, data));
      else process.stdout.write(`${paragraphs(fitText(report, found.units), frozenText(model))}\n`);
      if (!result.converged) throw new WorkFailed(`The fit did not converge: ${result.criterion}.`);
      if (options.responsibilities !== undefined) {
        const shares = responsibilitiesOf(model, data.sample, result.estimate);
        writeOutput(options.responsibilities, responsibilityTable(model, data, result.estimate, shares));
        note(`responsibilities of ${data.sample.n} rows written to ${options.responsibilities}`);
      }
      if (options.plots !== undefined) {
        writeOutput(options.plots, plots(report, found, data, `${dataPath}: maximum likelihood`));
        note(`plots written to ${options.plots}`);
      }
    });
};
