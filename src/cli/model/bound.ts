import type { GateKind } from "../../model/by-parameter";
import { designText, paragraphs } from "../../report/reports/frozen-text";
import { type LeCamBound, leCamBound, parameterIndex } from "../../theory/bounds/le-cam";
import { note, printJson, type Register } from "../command";
import { textTable } from "../text-table";
import { addDataOptions, type DataOptions } from "./input/data-options";
import { DESIGN_ARGUMENT } from "./input/design-source";
import { MODEL_ARGUMENT, parseSizes, truthSource } from "./input/truth-source";

interface Options extends DataOptions {
  readonly n: readonly number[];
  readonly parameter: string;
  readonly json?: boolean;
}

function report(bounds: readonly LeCamBound<GateKind>[]): string {
  const several = (values: readonly number[]): string => values.map((value) => value.toPrecision(5)).join(" ");
  const rows = bounds.map(({ n, bound, alternative, hellinger }) => [
    String(n),
    bound.toPrecision(5),
    hellinger.toPrecision(4),
    ...("lambda" in alternative
      ? [alternative.lambda.toPrecision(5)]
      : [alternative.tau.toPrecision(5), several(alternative.beta)]),
    several(alternative.eta),
    alternative.nu.toPrecision(5),
  ]);
  const softmax = bounds.some(({ alternative }) => "tau" in alternative);
  return textTable(["n", "bound", "Hellinger", ...(softmax ? ["at tau", "beta"] : ["at lambda"]), "eta", "nu"], rows);
}

/** `cmoe bound`: Le Cam's two-point lower bound on the mean absolute error of any estimator. */
export const registerBound: Register = (program) => {
  const command = program
    .command("bound")
    .description("Le Cam's two-point lower bound on the mean absolute error of one parameter, at its best alternative")
    .argument("<model>", MODEL_ARGUMENT)
    .argument("[data]", DESIGN_ARGUMENT)
    .requiredOption("--n <LIST>", "sizes, comma-separated", parseSizes)
    .requiredOption("--parameter <name>", "lambda (or tau, beta[0], ...), eta[0], eta[1], ... or nu");
  addDataOptions(command)
    .addHelpText("after", "\nExample:\n  cmoe bound L/resonant --n 1e3,1e4,1e5 --parameter lambda")
    .action((argument: string, data: string | undefined, options: Options) => {
      const { n: sizes, parameter, json } = options;
      const source = truthSource(argument, data, options);
      parameterIndex(source.model, parameter);
      const bounds = sizes.map((n, i) => {
        if (sizes.length > 1) note(`n = ${n} (${i + 1} of ${sizes.length})`);
        return leCamBound(source.model, source.truthAt(n), n, parameter);
      });
      if (json) printJson(bounds);
      else process.stdout.write(`${paragraphs(report(bounds), designText(source.model))}\n`);
    });
};
