import { requirePart } from "../../optional-part";
import { checkOutputs, writeOutput } from "../../output-file";
import { planFigure } from "../../report/figures/fit/plan-figure";
import { htmlPage } from "../../report/figures/style/page";
import { columnsText } from "../../report/reports/fit-text";
import { designText, paragraphs } from "../../report/reports/frozen-text";
import { planSampleSize, type SampleSizePlan, type Target } from "../../study/questions/sample-size-plan";
import { note, printJson, type Register } from "../command";
import { textTable } from "../text-table";
import { parseAssignments } from "./input/assignments";
import { addDataOptions, type DataOptions } from "./input/data-options";
import { DESIGN_ARGUMENT } from "./input/design-source";
import { MODEL_ARGUMENT, truthSource } from "./input/truth-source";
import { parseLevel } from "./level";

interface Options extends DataOptions {
  readonly target: readonly Target[];
  readonly precision: number;
  readonly figure?: string;
  readonly json?: boolean;
}

/** "b=0.1,lambda=0.05". */
function parseTargets(text: string): readonly Target[] {
  const pairs = parseAssignments(text, "is no target; write name=error, as in b=0.1,lambda=0.05.");
  return pairs.map(({ parameter, value }) => ({ parameter, error: value }));
}

function planText(plan: SampleSizePlan): string {
  const rows = plan.targets.map(({ label, error, n, curve, bound }) => [
    label,
    error.toPrecision(4),
    String(n),
    curve.toPrecision(4),
    bound.toPrecision(4),
  ]);
  const percent = `${Number((100 * plan.precision).toPrecision(4))} %`;
  // Log-odds are known when their error is small beside 1, whatever their value.
  const share = "lambda" in plan.truth ? "lambda" : "one unit of log-odds (that of tau)";
  return [
    `n = ${plan.n}`,
    "",
    textTable(["parameter", "wanted error", "reached at n", `curve at ${plan.n}`, "Le Cam's bound there"], rows),
    "",
    plan.trustedFrom === null
      ? `no n was found from which the curve is small beside ${share} and the gap`
      : `the curve is small beside ${share} and the gap from n = ${plan.trustedFrom} on`,
    `${plan.replications} replications at this n show the RMSE within ${percent} (2 MCSE)`,
    ...(plan.warnings.length === 0 ? ["no warnings"] : plan.warnings.map((warning) => `! ${warning}`)),
  ].join("\n");
}

/** `cmoe plan`: how many observations the wanted errors take. */
export const registerPlan: Register = (program) => {
  const command = program
    .command("plan")
    .description("the n at which the information curve reaches the wanted errors, with reasons not to believe it")
    .argument("<model>", MODEL_ARGUMENT)
    .argument("[data]", DESIGN_ARGUMENT)
    .requiredOption(
      "--target <LIST>",
      'wanted root mean squared errors, as in "b=0.1,lambda=0.05" ("tau=0.2" below a softmax gate); slopes also by column',
      parseTargets,
    )
    .option("--precision <P>", "relative precision of a study that verifies the plan", parseLevel, 0.1)
    .option("--figure <file>", "write the curves to an HTML page");
  addDataOptions(command)
    .addHelpText("after", '\nExample:\n  cmoe plan model.json --target "b=0.1,lambda=0.05" --figure plan.html')
    .action((argument: string, data: string | undefined, options: Options) => {
      const { target, precision, figure, json } = options;
      if (figure !== undefined) requirePart("pages");
      checkOutputs([figure], data === undefined ? [argument] : [argument, data]);
      const source = truthSource(argument, data, options);
      const planned = { model: source.model, truthAt: source.truthAt, fixed: source.path === undefined };
      const { columns } = source;
      const plan = planSampleSize(planned, target, { precision, covariates: columns?.covariates ?? [] });
      const told = columns === undefined ? undefined : columnsText(columns);
      const text = paragraphs(planText(plan), told, designText(source.model, columns));
      if (json) printJson(columns === undefined ? plan : { ...plan, columns });
      else process.stdout.write(`${text}\n`);
      if (figure !== undefined) {
        writeOutput(figure, htmlPage(`${argument}: sample size`, [{ text }, planFigure(planned, plan)]));
        note(`figure written to ${figure}`);
      }
    });
};
