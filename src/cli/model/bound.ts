import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import { columnLabels, parameterPosition, vectorNames } from "../../model/parameters";
import { columnsText } from "../../report/reports/fit-text";
import { designText, paragraphs } from "../../report/reports/frozen-text";
import { type LeCamBound, leCamBound } from "../../theory/bounds/le-cam";
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

/** One line per size: the bound, and the alternative at which it is attained. */
function report(labels: readonly string[], label: string, bounds: readonly LeCamBound<GateKind>[]): string {
  const rows = bounds.map(({ n, bound, alternative, hellinger }) => [
    String(n),
    bound.toPrecision(5),
    hellinger.toPrecision(4),
    ...inVectorOrder(alternative).map((value) => value.toPrecision(5)),
  ]);
  const table = textTable(["n", "bound", "Hellinger", ...labels], rows);
  return `Le Cam's lower bound on the mean absolute error of ${label}, and the alternative that gives it\n${table}`;
}

/** `cmoe bound`: Le Cam's two-point lower bound on the mean absolute error of any estimator. */
export const registerBound: Register = (program) => {
  const command = program
    .command("bound")
    .description("Le Cam's two-point lower bound on the mean absolute error of one parameter, at its best alternative")
    .argument("<model>", MODEL_ARGUMENT)
    .argument("[data]", DESIGN_ARGUMENT)
    .requiredOption("--n <LIST>", "sizes, comma-separated", parseSizes)
    .requiredOption(
      "--parameter <name>",
      "lambda, tau, beta[0], ..., eta[0], eta[1], ... or nu; a slope also by its column",
    );
  addDataOptions(command)
    .addHelpText("after", "\nExample:\n  cmoe bound L/resonant --n 1e3,1e4,1e5 --parameter lambda")
    .action((argument: string, data: string | undefined, options: Options) => {
      const { n: sizes, parameter, json } = options;
      const source = truthSource(argument, data, options);
      const { model, columns } = source;
      const covariates = columns?.covariates ?? [];
      const at = parameterPosition(model, parameter, covariates);
      const [name, labels] = [vectorNames(model)[at], columnLabels(model, covariates)];
      const bounds = sizes.map((n, i) => {
        if (sizes.length > 1) note(`n = ${n} (${i + 1} of ${sizes.length})`);
        return leCamBound(model, source.truthAt(n), n, name);
      });
      if (json) printJson(bounds.map((bound) => ({ ...bound, label: labels[at], ...(columns && { columns }) })));
      else {
        const told = columns === undefined ? undefined : columnsText(columns);
        process.stdout.write(`${paragraphs(report(labels, labels[at], bounds), told, designText(model, columns))}\n`);
      }
    });
};
