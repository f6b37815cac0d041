import type { Command } from "commander";
import { type InformationCriteria, informationCriteria } from "../../estimation/inference/information-criteria";
import { inVectorOrder } from "../../model/by-parameter";
import { type ContaminatedMoe, requireConstantGate } from "../../model/contaminated-moe";
import { observations } from "../../model/files/data-file";
import { inputName } from "../../model/files/file-bytes";
import type { ModelColumns } from "../../model/files/model-file";
import { columnLabels, vectorNames } from "../../model/parameters";
import { requirePart } from "../../optional-part";
import { writeOutput } from "../../output-file";
import { bootstrapTestFigure } from "../../report/figures/fit/test-figure";
import { htmlPage } from "../../report/figures/style/page";
import { columnsText, criteriaText, widenedText } from "../../report/reports/fit-text";
import { frozenText, paragraphs } from "../../report/reports/frozen-text";
import { type BootstrapTest, bootstrapTest } from "../../study/questions/test/bootstrap-test";
import type { SearchUnits } from "../../study/questions/test/likelihood-ratio";
import { type TestLevel, testLevels } from "../../study/questions/test/test-level";
import { note, parseCount, parseSeed, printJson, type Register } from "../command";
import { textTable } from "../text-table";
import { addDataOptions, type DataOptions, dataCommand, readInputs } from "./input/data-options";
import { tenths } from "./level";
import { boxSentence, gridSentence } from "./samples-text";
import { noteStandardise, STANDARDISE } from "./search";

interface Options extends DataOptions {
  readonly bootstrap: number;
  readonly seed: number;
  readonly starts: number;
  readonly workers?: number;
  readonly levelCheck?: number;
  readonly standardise?: boolean;
  readonly figure?: string;
}

/** Without a prompt a model with either gate is the frozen model alone: the null hypothesis is the same. */
const SAME_QUESTION =
  'Whether there is a prompt at all, the same model with "gate": {"kind": "constant"} answers: without one, both are the frozen model alone.';

/** The test with what belongs beside it. */
interface Told {
  readonly model: ContaminatedMoe;
  readonly test: BootstrapTest;
  readonly levels: readonly TestLevel[];
  readonly criteria: InformationCriteria;
  readonly columns: ModelColumns;
  readonly labels: readonly string[];
  readonly units: SearchUnits;
}

function testText({ model, test, levels, criteria, columns, labels, units }: Told): string {
  const estimate = inVectorOrder(test.fit.estimate).map((value, j) => `${labels[j]} = ${value.toPrecision(4)}`);
  const number = (value: number): string => (value >= 1e-4 ? value.toFixed(4) : value.toExponential(1));
  const rows = test.chiSquared.map(({ law, p, level, levelMcse }) => [
    law,
    number(p),
    `${level.toFixed(3)} +- ${levelMcse.toFixed(3)}`,
  ]);
  const critical = test.quantiles.map(({ level, value }) => `${value.toFixed(3)} (${(100 * level).toFixed(0)} %)`);
  return [
    columnsText(columns),
    `likelihood ratio of lambda = 0: ${test.statistic.toFixed(4)} (estimate: ${estimate.join(", ")})`,
    `p = ${number(test.p)} +- ${number(test.mcse)} (MCSE), from ${test.bootstrap} samples of the frozen model at the data's covariates`,
    `critical values: ${critical.join(", ")}; no prompt found in ${(100 * test.zeros).toFixed(0)} % of the null samples`,
    ...gridSentence(test.rounding, "the null samples"),
    boxSentence(units),
    ...widenedText(vectorNames(model).flatMap((name, j) => (test.widened.includes(name) ? [labels[j]] : []))),
    criteriaText(criteria, model.gate.kind),
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
    .option("--standardise", STANDARDISE)
    .option("--figure <file>", "write the null distribution to an HTML page");
  addDataOptions(command)
    .addHelpText("after", "\nExample:\n  cmoe test model.json data.csv --bootstrap 1999 --seed 7")
    .action(async function (this: Command, modelPath: string, dataPath: string, options: Options) {
      if (options.figure !== undefined) requirePart("pages");
      const { stated, data } = readInputs(modelPath, dataPath, options, [options.figure]);
      const model = requireConstantGate(stated.model, "The test of lambda = 0", SAME_QUESTION);
      const sample = observations(data);
      const { bootstrap, seed, starts, levelCheck } = options;
      const units: SearchUnits = stated.boxStated ? "data" : "standard, own box";
      noteStandardise(stated, options);
      const shared = {
        bootstrap,
        seed,
        starts,
        units,
        ...(options.workers === undefined ? {} : { workers: options.workers }),
      };
      const test = await bootstrapTest(model, sample, { ...shared, onProgress: tenths("null samples") });
      const levels =
        levelCheck === undefined
          ? []
          : await testLevels(model, sample, { ...shared, samples: levelCheck, onProgress: tenths("level check") });
      const criteria = informationCriteria(model, sample, test.fit);
      const columns = { covariates: data.covariates, response: data.response };
      const labels = columnLabels(model, data.covariates);
      const text = paragraphs(testText({ model, test, levels, criteria, columns, labels, units }), frozenText(model));
      const { null: statistics, fit, ...told } = test;
      const found = { estimate: fit.estimate, labels, converged: fit.converged, columns, criteria, units };
      if (options.json) printJson({ ...told, ...found, levels, null: statistics });
      else process.stdout.write(`${text}\n`);
      if (options.figure !== undefined) {
        const figure = bootstrapTestFigure(test, "Is there a prompt at all?", "bootstrap-test");
        writeOutput(options.figure, htmlPage(`${inputName(dataPath)}: test of lambda = 0`, [{ text }, figure]));
        note(`figure written to ${options.figure}`);
      }
    });
};
