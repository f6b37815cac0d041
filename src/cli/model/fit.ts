import { Option } from "commander";
import { parametricBootstrap } from "../../estimation/inference/parametric-bootstrap";
import type { GateKind, Parameters } from "../../model/by-parameter";
import { type DataFile, observations, shuffleRows } from "../../model/files/data-file";
import { inputName } from "../../model/files/file-bytes";
import type { ModelWithTruth } from "../../model/files/model-file";
import { toModelFile } from "../../model/files/to-model-file";
import { roundingOf } from "../../model/sample/rounding";
import type { Sample } from "../../model/sample/sample";
import { requirePart } from "../../optional-part";
import { writeOutput } from "../../output-file";
import {
  quantileFigure,
  residualFigure,
  responsibilitiesOf,
  responsibilityFigure,
} from "../../report/figures/fit/fit-figures";
import { htmlPage } from "../../report/figures/style/page";
import { type FitReport, reportFit } from "../../report/reports/fit-report";
import { fitText, type SearchText } from "../../report/reports/fit-text";
import { frozenText, paragraphs } from "../../report/reports/frozen-text";
import { responsibilityTable } from "../../report/reports/responsibility-table";
import { WorkFailed } from "../../work-failed";
import { note, parseCount, parseSeed, printJson, type Register } from "../command";
import { fitJson } from "./fit-json";
import { addDataOptions, type DataOptions, dataCommand, readInputs } from "./input/data-options";
import { noteLaw } from "./input/truth-source";
import { parseLevel, tenths } from "./level";
import {
  addFixOption,
  noteStandardise,
  type SearchOptions,
  type SearchResult,
  STANDARDISE,
  searchMaximum,
} from "./search";

interface Options extends DataOptions, SearchOptions {
  readonly level: number;
  readonly intervals?: "wald" | "profile" | "bootstrap";
  readonly bootstrap: number;
  readonly share?: "profile" | "logit";
  readonly save?: string;
  readonly responsibilities?: string;
  readonly plots?: string;
}

/** Estimates from samples of the fitted model, each searched as the data were. */
function bootstrapEstimates(
  stated: ModelWithTruth,
  sample: Sample,
  { model, result }: SearchResult,
  options: Options,
): readonly Parameters<GateKind>[] {
  const { estimates, failures } = parametricBootstrap(
    model,
    sample,
    result.estimate,
    (drawn) => searchMaximum(stated, drawn, options).result,
    {
      replications: options.bootstrap,
      seed: options.seed,
      rounding: roundingOf(sample.y),
      onProgress: tenths("bootstrap fits"),
    },
  );
  if (failures > 0) note(`${failures} of ${options.bootstrap} bootstrap fits did not converge and are left out`);
  return estimates;
}

function plots(report: FitReport, { model }: SearchResult, data: DataFile, search: SearchText, title: string): string {
  const { estimate } = report.fit;
  const names = { covariate: data.covariates[0], response: data.response };
  const all = observations(data);
  return htmlPage(title, [
    { text: paragraphs(fitText(report, search), frozenText(model)) },
    responsibilityFigure(model, all, estimate, names),
    // From log densities alone the mixture has no distribution function.
    ...(model.pretrained.byRows?.given === "log-density" ? [] : [quantileFigure(model, all, estimate)]),
    residualFigure(model, all, estimate),
  ]);
}

function run(modelPath: string, dataPath: string, options: Options): void {
  const { save, responsibilities, plots: page, level, intervals, share } = options;
  if (page !== undefined) requirePart("pages");
  const { stated, data } = readInputs(modelPath, dataPath, options, [responsibilities, page, save]);
  const sample = shuffleRows(observations(data), options.seed);
  const settings = { ...options, covariates: data.covariates };
  noteStandardise(stated, options);
  const found = searchMaximum(stated, sample, settings);
  const { result, model } = found;
  const columns = { covariates: data.covariates, response: data.response };
  const report = reportFit(model, sample, result, {
    level,
    columns,
    share,
    intervals: intervals === "bootstrap" ? undefined : intervals,
    bootstrap: intervals === "bootstrap" ? bootstrapEstimates(stated, sample, found, settings) : undefined,
    units: found.units,
  });
  const search = { units: found.units, box: model.box, boxStated: stated.boxStated, widened: found.widened };
  if (options.json) printJson(fitJson(report, found, data));
  else process.stdout.write(`${paragraphs(fitText(report, search), frozenText(model))}\n`);
  if (!result.converged) throw new WorkFailed(`The fit did not converge: ${result.criterion}.`);
  if (save !== undefined) {
    writeOutput(save, `${JSON.stringify(toModelFile(model, result.estimate, columns, stated.boxStated), null, 2)}\n`);
    note(`model file with the estimate as its truth written to ${save}`);
    noteLaw(model, data.sample, save);
  }
  if (responsibilities !== undefined) {
    const shares = responsibilitiesOf(model, data.sample, result.estimate);
    writeOutput(responsibilities, responsibilityTable(model, data, result.estimate, shares));
    note(`responsibilities of ${data.sample.n} rows written to ${responsibilities}`);
  }
  if (page !== undefined) {
    writeOutput(page, plots(report, found, data, search, `${inputName(dataPath)}: maximum likelihood`));
    note(`plots written to ${page}`);
  }
}

/** `cmoe fit`: cold maximum likelihood on a data file. */
export const registerFit: Register = (program) => {
  const told = "maximum likelihood for a data file, from cold starts; the model file's truth is ignored";
  const command = dataCommand(program, "fit", told)
    .option(
      "--starts <K>",
      "random starts beside the fixed ones (default: as many as the certificate asks for)",
      parseCount,
    )
    .option("--seed <S>", "seed of the random starts", parseSeed, 1)
    .option("--level <P>", "level of the intervals", parseLevel, 0.95)
    .addOption(
      new Option(
        "--intervals <method>",
        "how all intervals are made (default: Wald, for the share as --share says)",
      ).choices(["wald", "profile", "bootstrap"]),
    )
    .option("--bootstrap <B>", "samples of the fitted model for --intervals bootstrap", parseCount, 199)
    .addOption(
      new Option("--share <method>", "interval of the share (default: profile up to 16384 rows)").choices([
        "profile",
        "logit",
      ]),
    )
    .option("--standardise", STANDARDISE)
    .option(
      "--save <file>",
      "write a model file with the estimate as its truth, for predict, simulate, plan, information",
    )
    .option("--responsibilities <file>", "write every row's probability to come from the prompt to a CSV")
    .option("--plots <file>", "write the report with residual plots to an HTML page (about 10 MB, needs nothing else)");
  addFixOption(addDataOptions(command))
    .addHelpText(
      "after",
      "\nExample:\n  cmoe fit model.json data.csv --response tuned --save fitted.json --plots fit.html",
    )
    .action(run);
};
