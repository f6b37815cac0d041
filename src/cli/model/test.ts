import type { Command } from "commander";
import { defaultBox } from "../../model/box";
import { promptParameters } from "../../model/contaminated-moe";
import type { ModelWithTruth } from "../../model/files/model-file";
import type { Sample } from "../../model/sample/sample";
import {
  standardBox,
  standardisationOf,
  standardiseModel,
  standardiseSample,
} from "../../model/sample/standardisation";
import { bootstrapTestFigure } from "../../report/figures/fit/test-figure";
import { htmlPage } from "../../report/figures/style/page";
import { frozenText, paragraphs } from "../../report/reports/frozen-text";
import { type BootstrapTest, bootstrapTest } from "../../study/questions/test/bootstrap-test";
import { type TestLevel, testLevels } from "../../study/questions/test/test-level";
import { note, parseCount, parseSeed, printJson, type Register } from "../command";
import { textTable } from "../text-table";
import { addDataOptions, type DataOptions, dataCommand, readInputs } from "./data-options";
import { tenths } from "./level";
import { writeOutput } from "./output-file";

interface Options extends DataOptions {
  readonly bootstrap: number;
  readonly seed: number;
  readonly starts: number;
  readonly workers?: number;
  readonly levelCheck?: number;
  readonly standardise?: boolean;
  readonly figure?: string;
}

/** The model and its data in standard units; the likelihood ratio is the same there. */
function inStandardUnits(
  { model, boxStated }: ModelWithTruth,
  data: Sample,
): Pick<ModelWithTruth, "model"> & { sample: Sample } {
  const units = standardisationOf(model, data);
  const box = boxStated ? standardBox(units, model.box) : defaultBox(promptParameters(model));
  return { model: standardiseModel(units, model, box), sample: standardiseSample(units, data) };
}

function testText(test: BootstrapTest, levels: readonly TestLevel[]): string {
  const { lambda } = test.fit.estimate;
  const number = (value: number): string => (value >= 1e-4 ? value.toFixed(4) : value.toExponential(1));
  const rows = test.chiSquared.map(({ law, p, level, levelMcse }) => [
    law,
    number(p),
    `${level.toFixed(3)} +- ${levelMcse.toFixed(3)}`,
  ]);
  const critical = test.quantiles.map(({ level, value }) => `${value.toFixed(3)} (${(100 * level).toFixed(0)} %)`);
  return [
    `likelihood ratio of lambda = 0: ${test.statistic.toFixed(4)} (estimate lambda = ${lambda.toPrecision(4)})`,
    `p = ${number(test.p)} +- ${number(test.mcse)} (MCSE), from ${test.bootstrap} samples of the frozen model at the data's covariates`,
    `critical values: ${critical.join(", ")}; no prompt found in ${(100 * test.zeros).toFixed(0)} % of the null samples`,
    "",
    "What chi-squared laws would say, and how often their 5 % tests reject samples without a prompt:",
    textTable(["law", "p", "rejects"], rows),
    ...(levels.length === 0
      ? []
      : [
          "",
          "Level of 5 % tests over fresh samples without a prompt:",
          textTable(
            ["test", "rejects"],
            levels.map(({ test: name, level, mcse }) => [name, `${level.toFixed(4)} +- ${mcse.toFixed(4)}`]),
          ),
        ]),
    "",
    "The p value is exact as long as the frozen model, its variance included, was not fitted to these data.",
  ].join("\n");
}

/** `cmoe test`: is there a prompt at all? */
export const registerTest: Register = (program) => {
  const told = "test of lambda = 0 (is there a prompt at all?) by sampling the frozen model";
  const command = dataCommand(program, "test", told)
    .option("--bootstrap <B>", "samples of the frozen model", parseCount, 999)
    .option("--seed <S>", "seed of the samples and of the random starts", parseSeed, 1)
    .option("--starts <K>", "random starts of every fit", parseCount, 8)
    .option("--workers <W>", "worker threads (default: all cores)", parseCount)
    .option("--level-check <K>", "also test K fresh samples without a prompt: the level of every test", parseCount)
    .option("--standardise", "test in standard units: the same statistic, a box that fits the data")
    .option("--figure <file>", "write the null distribution to an HTML page");
  addDataOptions(command)
    .addHelpText("after", "\nExample:\n  cmoe test model.json data.csv --bootstrap 1999 --seed 7")
    .action(async function (this: Command, modelPath: string, dataPath: string, options: Options) {
      const { stated, data } = readInputs(modelPath, dataPath, options, [options.figure]);
      const { bootstrap, seed, starts, levelCheck } = options;
      const shared = {
        bootstrap,
        seed,
        starts,
        ...(options.workers === undefined ? {} : { workers: options.workers }),
      };
      const { model, sample } = options.standardise
        ? inStandardUnits(stated, data.sample)
        : { model: stated.model, sample: data.sample };
      const test = await bootstrapTest(model, sample, { ...shared, onProgress: tenths("null samples") });
      const levels =
        levelCheck === undefined
          ? []
          : await testLevels(model, sample, { ...shared, samples: levelCheck, onProgress: tenths("level check") });
      const text = paragraphs(testText(test, levels), frozenText(model));
      const { null: statistics, fit, ...told } = test;
      if (options.json)
        printJson({ ...told, estimate: fit.estimate, converged: fit.converged, levels, null: statistics });
      else process.stdout.write(`${text}\n`);
      if (options.figure !== undefined) {
        const figure = bootstrapTestFigure(test, "Is there a prompt at all?", "bootstrap-test");
        writeOutput(options.figure, htmlPage(`${dataPath}: test of lambda = 0`, [{ text }, figure]));
        note(`figure written to ${options.figure}`);
      }
    });
};
