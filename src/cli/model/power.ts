import { InvalidArgumentError } from "commander";
import { InputError } from "../../input-error";
import { requireConstantGate } from "../../model/contaminated-moe";
import { requirePart } from "../../optional-part";
import { checkOutputs, writeOutput } from "../../output-file";
import { powerFigure } from "../../report/figures/fit/power-figure";
import { htmlPage } from "../../report/figures/style/page";
import { columnsText } from "../../report/reports/fit-text";
import { designText, paragraphs } from "../../report/reports/frozen-text";
import type { SearchUnits } from "../../study/questions/test/likelihood-ratio";
import { type PowerPoint, powerCurve } from "../../study/questions/test/power-curve";
import { note, parseCount, parseCounts, parseNumber, parseSeed, printJson, type Register } from "../command";
import { textTable } from "../text-table";
import { addDataOptions, type DataOptions } from "./input/data-options";
import { DESIGN_ARGUMENT, designOf } from "./input/design-source";
import { readStatedModel } from "./input/frozen-columns";
import { noTruth } from "./input/truth-source";
import { parseLevel, tenths } from "./level";
import { boxSentence, gridSentence } from "./samples-text";

interface Options extends DataOptions {
  readonly n: readonly number[];
  readonly lambda?: readonly number[];
  readonly level: number;
  readonly bootstrap: number;
  readonly replications: number;
  readonly seed: number;
  readonly starts: number;
  readonly workers?: number;
  readonly figure?: string;
  readonly json?: boolean;
}

function parseShares(text: string): readonly number[] {
  return text.split(",").map((part) => {
    const value = parseNumber(part);
    if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError(`"${part}" is not a share from 0 to 1.`);
    return value;
  });
}

function powerText(points: readonly PowerPoint[]): string {
  const rows = points.map(({ n, lambda, power, mcse, critical }) => [
    String(n),
    lambda.toPrecision(3),
    power.toFixed(3),
    mcse.toFixed(3),
    critical.toFixed(3),
  ]);
  return textTable(["n", "lambda", "power", "MCSE", "critical value"], rows);
}

/** `cmoe power`: how often the test of lambda = 0 finds the prompt of the model file's truth. */
export const registerPower: Register = (program) => {
  const command = program
    .command("power")
    .description("power of the test of lambda = 0 at the model file's truth, over n and lambda")
    .argument("<model>", "model file (JSON) with a truth: the alternative")
    .argument("[data]", DESIGN_ARGUMENT)
    .requiredOption("--n <LIST>", "sizes, comma-separated", parseCounts)
    .option("--lambda <LIST>", "shares, comma-separated (default: the truth's)", parseShares)
    .option("--level <P>", "level of the test", parseLevel, 0.05)
    .option("--bootstrap <B>", "samples of the frozen model per size", parseCount, 499)
    .option("--replications <R>", "samples of every alternative", parseCount, 200)
    .option("--seed <S>", "seed", parseSeed, 1)
    .option("--starts <K>", "random starts of every fit", parseCount, 8)
    .option("--workers <W>", "worker threads (default: all cores)", parseCount)
    .option("--figure <file>", "write the curves to an HTML page");
  addDataOptions(command)
    .addHelpText("after", "\nExample:\n  cmoe power model.json --n 50,100,200,400 --lambda 0.05,0.1,0.2")
    .action(async (path: string, dataPath: string | undefined, options: Options) => {
      if (options.figure !== undefined) requirePart("pages");
      checkOutputs([options.figure], dataPath === undefined ? [path] : [path, dataPath]);
      const stated = readStatedModel(path, options);
      const { truth } = stated;
      const what = "The power of the test of lambda = 0";
      requireConstantGate(stated.model, what);
      if (truth === undefined) throw new InputError(noTruth(path, stated.model));
      const design = designOf(stated, dataPath, options);
      const { columns, rounding } = design;
      const model = requireConstantGate(design.model, what);
      if (!("lambda" in truth)) throw new InputError(`${path}: the truth has no lambda.`);
      const {
        n,
        lambda = [truth.lambda],
        level,
        bootstrap,
        replications,
        seed,
        starts,
        figure,
        json,
        workers,
      } = options;
      const units: SearchUnits = stated.boxStated ? "data" : "standard, own box";
      const points = await powerCurve(model, truth, n, lambda, {
        ...{ level, bootstrap, replications, seed, starts, units, rounding },
        ...(workers === undefined ? {} : { workers }),
        onProgress: tenths("samples"),
      });
      const told = columns === undefined ? undefined : columnsText(columns);
      const how = [boxSentence(units), ...gridSentence(rounding, "all samples")].join("\n");
      const text = paragraphs(powerText(points), told, how, designText(model, columns));
      if (json) printJson(points.map((point) => ({ ...point, units, rounding: rounding ?? null })));
      else process.stdout.write(`${text}\n`);
      if (figure !== undefined) {
        const page = htmlPage(`${path}: power`, [{ text }, powerFigure(points, options.level)]);
        writeOutput(figure, page);
        note(`figure written to ${figure}`);
      }
    });
};
