import { type GateKind, inVectorOrder } from "../../model/by-parameter";
import type { PowerLaw } from "../../model/path";
import { predictedExponents } from "../../report/prediction/prediction";
import { NAMED_PATHS } from "../../study/design/named-paths";
import type { ScenarioPath } from "../../study/design/scenario-path";
import { type Exponent, pathExponents, showExponent } from "../../theory/rates/exponents";
import { printJson, type Register } from "../command";
import { textTable } from "../text-table";

/** "0.5", "1.5 n^(-1/4)", "1 + 2 n^(-1/8)". */
function showLaw({ limit, coefficient, exponent }: PowerLaw): string {
  if (coefficient === 0) return String(Number(limit.toPrecision(6)));
  const size = String(Number(Math.abs(coefficient).toPrecision(4)));
  const power = `${size} n^(-${exponent.toFraction()})`;
  if (limit === 0) return coefficient < 0 ? `-${power}` : power;
  return `${limit} ${coefficient < 0 ? "-" : "+"} ${power}`;
}

interface Row {
  readonly parameter: string;
  readonly truth: PowerLaw;
  readonly guaranteed: Exponent;
  readonly sharp: Exponent;
}

function rowsOf({ path }: ScenarioPath<GateKind>): readonly Row[] {
  const laws = inVectorOrder(path);
  return predictedExponents(path).parameters.map(({ name, guaranteed, sharp }, j) => ({
    parameter: name,
    truth: laws[j],
    guaranteed,
    sharp,
  }));
}

function report(): string {
  const blocks = NAMED_PATHS.map((scenario) => {
    const rows = rowsOf(scenario);
    const table = textTable(
      ["  parameter", "truth", "guaranteed", "sharp"],
      rows.map(({ parameter, truth, guaranteed, sharp }) => [
        `  ${parameter}`,
        showLaw(truth),
        showExponent(guaranteed),
        showExponent(sharp),
      ]),
    );
    const { id, title, description, sizes, replications } = scenario;
    const study = `  ${sizes.length} sizes from ${sizes[0]} to ${sizes[sizes.length - 1]}, ${replications} replications`;
    const nearly = pathExponents(scenario.path).nearMisses.map((miss) => `\n  nearly otherwise: ${miss}`);
    return `${id}: ${title}\n  ${description}\n${study}\n${table}${nearly.join("")}`;
  });
  return `Exponents e in error ~ n^-e: guaranteed by the theorem of the scenario, and sharp along the path.\n\n${blocks.join("\n\n")}`;
}

function exponentJson(exponent: Exponent) {
  if (!exponent.known) return { exponent: null, reason: exponent.reason };
  return { exponent: exponent.value.toFraction(), value: exponent.value.valueOf() };
}

function json(scenario: ScenarioPath<GateKind>) {
  const { id, scenario: letter, title, description, s, t, direction, sizes, replications } = scenario;
  const parameters = rowsOf(scenario).map(({ parameter, truth, guaranteed, sharp }) => ({
    parameter,
    truth: { limit: truth.limit, coefficient: truth.coefficient, exponent: truth.exponent.toFraction() },
    guaranteed: exponentJson(guaranteed),
    sharp: exponentJson(sharp),
  }));
  const exponents = { s: s.toFraction(), t: t.toFraction() };
  const { nearMisses } = pathExponents(scenario.path);
  return {
    id,
    scenario: letter,
    title,
    description,
    ...exponents,
    direction,
    parameters,
    nearMisses,
    sizes,
    replications,
  };
}

/** `cmoe scenarios`: the catalogue of paths with every exponent. */
export const registerScenarios: Register = (program) => {
  program
    .command("scenarios")
    .description("the named paths: how the truth moves, and the guaranteed and sharp exponents of every parameter")
    .option("--json", "machine-readable result on stdout")
    .addHelpText("after", "\nExample:\n  cmoe scenarios --json")
    .action((options: { json?: boolean }) => {
      if (options.json) printJson(NAMED_PATHS.map(json));
      else process.stdout.write(`${report()}\n`);
    });
};
