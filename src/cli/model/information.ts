import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import { columnLabels } from "../../model/parameters";
import { columnsText } from "../../report/reports/fit-text";
import { designText, paragraphs } from "../../report/reports/frozen-text";
import { fisherInformation } from "../../theory/information/information";
import {
  type CurvePoint,
  curvePoint,
  informationCurve,
  type LocalSlope,
  localSlopes,
} from "../../theory/information/information-curve";
import { note, printJson, type Register } from "../command";
import { textTable } from "../text-table";
import { addDataOptions, type DataOptions } from "./input/data-options";
import { DESIGN_ARGUMENT } from "./input/design-source";
import { MODEL_ARGUMENT, parseSizes, type TruthSource, truthSource } from "./input/truth-source";

interface Options extends DataOptions {
  readonly n: readonly number[];
  readonly json?: boolean;
}

/** The accuracy a user is promised; more is said on stderr only where it is not reached. */
const PROMISED = 1e-6;

function pointsOf(source: TruthSource, sizes: readonly number[]): readonly CurvePoint<GateKind>[] {
  if (source.path !== undefined) return informationCurve(source.path, sizes);
  const { deviations, relativeError } = fisherInformation(source.model, source.truthAt(1));
  return sizes.map((n) => curvePoint(source.model, n, deviations, relativeError));
}

/** Five digits, the small ones as powers of ten. */
function significant(value: number): string {
  return value < 1e-3 ? value.toExponential(4) : value.toPrecision(5);
}

function report(
  names: readonly string[],
  points: readonly CurvePoint<GateKind>[],
  slopes: readonly LocalSlope<GateKind>[] | undefined,
) {
  const size = (n: number): string => (n < 1e6 ? String(n) : n.toExponential().replace("e+", "e"));
  const curve = textTable(
    ["n", ...names],
    points.map((point) => [size(point.n), ...inVectorOrder(point).map(significant)]),
  );
  const lines = ["Information curve: sqrt(diag(I^-1) / n)", curve];
  if (slopes !== undefined) {
    const table = textTable(
      ["n", ...names],
      slopes.map((slope) => [size(slope.n), ...inVectorOrder(slope).map((v) => v.toFixed(4))]),
    );
    lines.push("", "Local slopes: e in curve ~ n^-e", table);
  }
  return lines.join("\n");
}

/** `cmoe information`: the information curve, and along a path its local slopes. */
export const registerInformation: Register = (program) => {
  const command = program
    .command("information")
    .description("the information curve sqrt(diag(I^-1)/n) at a truth, by quadrature; along a path with local slopes")
    .argument("<model>", MODEL_ARGUMENT)
    .argument("[data]", DESIGN_ARGUMENT)
    .requiredOption("--n <LIST>", "sizes, comma-separated, as large as you like", parseSizes);
  addDataOptions(command)
    .addHelpText(
      "after",
      "\nExamples:\n  cmoe information L/resonant --n 1e3,1e6,1e9,1e12,1e15\n  cmoe information model.json --n 1e4 --json\n\nA parameter that no sample identifies has Infinity (null in JSON).",
    )
    .action((argument: string, data: string | undefined, options: Options) => {
      const { n: sizes, json } = options;
      const source = truthSource(argument, data, options);
      const { columns } = source;
      const labels = columnLabels(source.model, columns?.covariates ?? []);
      const points = pointsOf(source, sizes);
      const slopes = source.path === undefined ? undefined : localSlopes(source.path, sizes);
      for (const { n, relativeError } of points) {
        if (relativeError > PROMISED) {
          note(`n = ${n}: the quadrature still moved by ${relativeError.toExponential(1)} at its finest level.`);
        }
      }
      if (!json) {
        const text = report(labels, points, slopes);
        const told = columns === undefined ? undefined : columnsText(columns);
        process.stdout.write(`${paragraphs(text, told, designText(source.model, columns))}\n`);
        return;
      }
      printJson(
        points.map((point, i) => {
          if (slopes === undefined) return { ...point, labels, ...(columns === undefined ? {} : { columns }) };
          const { n: _, ...exponents } = slopes[i];
          return { ...point, slopes: exponents };
        }),
      );
    });
};
