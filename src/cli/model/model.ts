import { type Command, InvalidArgumentError, Option } from "commander";
import { InputError } from "../../input-error";
import { ACTIVATIONS } from "../../model/activation";
import { type Box, defaultBox, defaultSoftmaxBox } from "../../model/box";
import type { GateKind } from "../../model/by-parameter";
import { type ContaminatedMoe, defineModel, promptParameters } from "../../model/contaminated-moe";
import type { Density } from "../../model/density";
import { type ActivationExpert, parameterCount, parameterNames } from "../../model/expert";
import { type ModelFile, parseModelFile } from "../../model/files/model-file";
import { toModelFile } from "../../model/files/to-model-file";
import { CONSTANT_GATE, type Gate, SOFTMAX_GATE } from "../../model/gate";
import { truthAt } from "../../model/path";
import { namedPath } from "../../study/design/named-paths";
import { note, parseCount, parseNumber, printJson, type Register } from "../command";
import { parseNames } from "./input/data-options";

interface Options {
  readonly n: number;
  readonly covariates?: readonly string[];
  readonly response?: string;
  /** Of a model of one's own: constant unless told. */
  readonly gate?: GateKind;
  readonly law: "uniform" | "normal";
  readonly density: "gaussian" | "laplace" | "student-t";
  readonly df?: number;
  readonly activation: ActivationExpert["activation"];
  readonly frozenActivation?: ActivationExpert["activation"];
  readonly frozenEta?: readonly number[];
  readonly frozenVariance?: number;
}

function parseNumbers(text: string): readonly number[] {
  return text.split(",").map(parseNumber);
}

/** Column names, or how many covariates there are: "dose,age", "2", "0" or "none". */
function parseCovariates(text: string): readonly string[] {
  if (text === "none") return [];
  if (/^\d+$/.test(text)) return Array.from({ length: Number(text) }, (_, j) => `x${j + 1}`);
  const names = parseNames(text);
  if (names.includes("")) throw new InvalidArgumentError(`"${text}" holds an empty name.`);
  return names;
}

/** What parseModelFile takes where the file states no box: of lambda, or of tau and beta, and of eta and nu. */
function usualBox({ kind }: Gate, dimension: number, q: number): Box<GateKind> {
  return kind === "constant" ? defaultBox(q) : defaultSoftmaxBox(dimension, q);
}

/** A box that is the default one is left out: then it follows the data. */
function withoutDefaultBox(model: ContaminatedMoe<GateKind>, file: ModelFile): ModelFile {
  const { box, ...rest } = file;
  const usual = usualBox(model.gate, model.covariates.dimension, promptParameters(model));
  return JSON.stringify(box) === JSON.stringify(usual) ? rest : file;
}

function densityOf({ density, df }: Options): Density {
  if (density !== "student-t") {
    if (df !== undefined) throw new InputError("--df belongs to --density student-t; leave it out.");
    return { kind: density };
  }
  if (df === undefined) throw new InputError("--density student-t needs its degrees of freedom: --df, more than 2.");
  return { kind: density, df };
}

/** A model of one's own columns. */
function template(options: Options, covariates: readonly string[]): ModelFile {
  const { law, activation, frozenActivation = activation, response, frozenEta, frozenVariance = 1 } = options;
  const dimension = covariates.length;
  const expert: ActivationExpert = { kind: "activation", activation, bias: true };
  const frozen: ActivationExpert = { kind: "activation", activation: frozenActivation, bias: true };
  const gate: Gate = options.gate === "softmax" ? SOFTMAX_GATE : CONSTANT_GATE;
  const model = defineModel<GateKind>({
    covariates: { law, dimension },
    gate,
    pretrained: {
      density: densityOf(options),
      expert: frozen,
      eta: frozenEta ?? Array.from({ length: parameterCount(frozen, dimension) }, () => 0),
      nu: frozenVariance,
    },
    prompt: { expert },
    box: usualBox(gate, dimension, parameterCount(expert, dimension)),
  });
  if (frozenEta === undefined || options.frozenVariance === undefined) {
    const wanted = parameterNames(frozen, dimension).join(", ");
    note(
      `The frozen model is yours to state: its eta (${wanted}) is 0 and its variance 1 where --frozen-eta and --frozen-variance do not say.`,
    );
  }
  const named = options.covariates?.some((name, j) => name !== `x${j + 1}`) || response !== undefined;
  const columns = named ? { covariates, response: response ?? "y" } : undefined;
  const file = withoutDefaultBox(model, toModelFile(model, undefined, columns));
  // What is printed must be read again: names are checked there.
  parseModelFile(file, "The model");
  return file;
}

/** `cmoe model`: a model file to begin with. */
export const registerModel: Register = (program) => {
  const activations = (option: string, words: string): Option => new Option(option, words).choices(ACTIVATIONS);
  const command: Command = program
    .command("model")
    .description("print a model file: that of a scenario path at n, or one for columns of one's own")
    .argument("[path]", "scenario path such as L/resonant; left out for a model of one's own")
    .option("--n <N>", "size at which the path's truth is taken", parseCount, 10_000)
    .option(
      "--covariates <names>",
      "columns of x, comma-separated, or their number; none for an intercept only",
      parseCovariates,
    )
    .option("--response <name>", "column of y")
    .addOption(
      new Option(
        "--gate <kind>",
        "how the prompt's share depends on x: constant, lambda everywhere (default); softmax, 1/(1 + exp(-(beta^T x + tau)))",
      ).choices(["constant", "softmax"]),
    )
    .addOption(
      new Option("--law <law>", "law of x where data are drawn").choices(["uniform", "normal"]).default("normal"),
    )
    .addOption(
      new Option("--density <density>", "of the frozen model")
        .choices(["gaussian", "laplace", "student-t"])
        .default("gaussian"),
    )
    .option("--df <NU>", "degrees of freedom of a student-t density", parseNumber)
    .addOption(activations("--activation <name>", "of the prompt's expert").default("identity"))
    .addOption(activations("--frozen-activation <name>", "of the frozen expert (default: the prompt's)"))
    .option("--frozen-eta <numbers>", "slopes, then the bias, of the frozen expert, comma-separated", parseNumbers)
    .option("--frozen-variance <nu>", "variance of the frozen model", parseNumber);
  command
    .addHelpText(
      "after",
      "\nExamples:\n  cmoe model L/resonant > model.json\n  cmoe model --covariates dose,age --response effect --frozen-eta 0.5,0,2 --frozen-variance 4 > model.json\n  cmoe model --covariates dose --frozen-eta 0.5,2 --gate softmax > gated.json",
    )
    .action((path: string | undefined, options: Options) => {
      const { covariates, gate, n } = options;
      if (path === undefined) {
        if (covariates === undefined) {
          throw new InputError("Name a scenario path (cmoe scenarios lists them), or your columns with --covariates.");
        }
        printJson(template(options, covariates));
        return;
      }
      if (covariates !== undefined)
        throw new InputError("A scenario path has its own covariates; leave --covariates out.");
      const { path: named } = namedPath(path);
      if (gate !== undefined && gate !== named.model.gate.kind) {
        throw new InputError(`${path} has a ${named.model.gate.kind} gate of its own; leave --gate out.`);
      }
      printJson(withoutDefaultBox(named.model, toModelFile(named.model, truthAt(named, n))));
    });
};
