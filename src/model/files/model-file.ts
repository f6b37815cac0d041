import { type Static, type TLiteral, type TUnion, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { InputError } from "../../input-error";
import { ACTIVATIONS } from "../activation";
import { type Box, defaultBox, defaultSoftmaxBox } from "../box";
import type { GateKind, Parameters } from "../by-parameter";
import { type ContaminatedMoe, checkParameters, defineModel, type Pretrained } from "../contaminated-moe";
import { type ActivationExpert, parameterCount } from "../expert";
import type { FrozenByRows } from "../frozen-by-rows";
import { CONSTANT_GATE, type Gate, SOFTMAX_GATE } from "../gate";
import { densityOf, FrozenColumnsSchema, frozenOf } from "./frozen-columns";

/** One of the given words. */
function oneOf<const Words extends readonly string[]>(words: Words): TUnion<TLiteral<Words[number]>[]> {
  return Type.Union(words.map((word: Words[number]) => Type.Literal(word)));
}

const closed = { additionalProperties: false } as const;
const IntervalSchema = Type.Tuple([Type.Number(), Type.Number()]);
const ExpertSchema = Type.Object(
  {
    activation: oneOf(ACTIVATIONS),
    bias: Type.Optional(Type.Boolean()),
  },
  closed,
);

/** The model file: one JSON schema that is both the TypeScript type and the check. */
export const ModelFileSchema = Type.Object(
  {
    covariates: Type.Object(
      {
        law: oneOf(["uniform", "normal"] as const),
        dimension: Type.Integer({ minimum: 0, maximum: 250 }),
      },
      closed,
    ),
    pretrained: Type.Object(
      {
        density: oneOf(["gaussian", "laplace", "student-t"] as const),
        df: Type.Optional(Type.Number({ exclusiveMinimum: 2 })),
        expert: ExpertSchema,
        eta: Type.Array(Type.Number()),
        nu: Type.Number({ exclusiveMinimum: 0 }),
      },
      closed,
    ),
    prompt: Type.Object({ expert: ExpertSchema }, closed),
    gate: Type.Optional(Type.Object({ kind: oneOf(["constant", "softmax"] as const) }, closed)),
    truth: Type.Optional(
      Type.Object(
        {
          lambda: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
          tau: Type.Optional(Type.Number()),
          beta: Type.Optional(Type.Array(Type.Number())),
          eta: Type.Array(Type.Number()),
          nu: Type.Number({ exclusiveMinimum: 0 }),
        },
        closed,
      ),
    ),
    columns: Type.Optional(
      Type.Object(
        { covariates: Type.Array(Type.String({ minLength: 1 })), response: Type.String({ minLength: 1 }) },
        closed,
      ),
    ),
    box: Type.Optional(
      Type.Object(
        {
          lambda: Type.Optional(IntervalSchema),
          tau: Type.Optional(IntervalSchema),
          beta: Type.Optional(Type.Array(IntervalSchema)),
          eta: Type.Optional(Type.Array(IntervalSchema)),
          nu: Type.Optional(IntervalSchema),
          from: Type.Optional(Type.Literal("data")),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** The same with a frozen model that is given by columns of the data. */
export const ColumnsModelFileSchema = Type.Object(
  { ...ModelFileSchema.properties, pretrained: FrozenColumnsSchema },
  closed,
);

type FullModelFile = Static<typeof ModelFileSchema>;
export type ModelFile = FullModelFile | Static<typeof ColumnsModelFileSchema>;

/** The columns of a data file that a model is about: those of x in its order, and that of y. */
export interface ModelColumns {
  readonly covariates: readonly string[];
  readonly response: string;
}

/** A model with what else its file may state. */
export interface ModelWithTruth<G extends GateKind = GateKind> {
  readonly model: ContaminatedMoe<G>;
  readonly truth: Parameters<G> | undefined;
  /**
   * Does the file state a box for tau, beta, eta or nu? Otherwise the model's is the default for standardised data, or ("from": "data")
   * the one that a fit to data found for itself, of which another fit keeps only the points.
   */
  readonly boxStated: boolean;
  /** What the covariates and the response are called in data files. */
  readonly columns?: ModelColumns;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) return "missing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** "/pretrained/eta/0" -> "pretrained.eta[0]". */
function fieldName(pointer: string): string {
  const name = pointer
    .split("/")
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join("");
  return name.startsWith(".") ? name.slice(1) : name || "the file";
}

function expertOf(file: ModelFile["prompt"]["expert"]): ActivationExpert {
  return { kind: "activation", activation: file.activation, bias: file.bias ?? true };
}

/** The frozen model of a file: in full, or by columns. */
function pretrainedOf(file: ModelFile["pretrained"]): Pretrained | FrozenByRows {
  if ("columns" in file) return frozenOf(file);
  const { density, df, expert, eta, nu } = file;
  return { density: densityOf(density, df), expert: expertOf(expert), eta, nu };
}

/** Is `pretrained` there, and given by columns? @throws InputError when it is not there */
function byColumns(json: unknown, source: string): boolean {
  if (typeof json !== "object" || json === null) return false;
  const { pretrained } = json as { readonly pretrained?: unknown };
  if (pretrained === undefined) {
    throw new InputError(
      `${source}: pretrained is missing. State the frozen model, or name the columns of the data that hold its predictions (--frozen-mean and --frozen-variance, or --frozen-logdensity).`,
    );
  }
  return typeof pretrained === "object" && pretrained !== null && "columns" in pretrained;
}

function checkColumns({ covariates, response }: ModelColumns, dimension: number): void {
  if (covariates.length !== dimension) {
    throw new InputError(
      `columns.covariates names ${covariates.length} columns; covariates.dimension is ${dimension}.`,
    );
  }
  const all = [...covariates, response];
  const twice = all.find((name, i) => all.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`columns names "${twice}" twice.`);
}

/** The gate's parameters that a part of the file states, refused where the gate is another. */
function checkGateFields(file: ModelFile, part: "truth" | "box", gate: Gate): void {
  const stated = file[part];
  if (stated === undefined) return;
  const [own, foreign] = gate.kind === "constant" ? [["lambda"], ["tau", "beta"]] : [["tau", "beta"], ["lambda"]];
  const fields: Readonly<Record<string, unknown>> = stated;
  const wrong = foreign.find((name) => fields[name] !== undefined);
  if (wrong !== undefined) {
    const remedy = gate.kind === "constant" ? '; or say "gate": {"kind": "softmax"}' : "";
    throw new InputError(
      `${part}.${wrong} is ${show(fields[wrong])}; a model with a ${gate.kind} gate has ${own.join(" and ")} instead${remedy}.`,
    );
  }
  const missing = part === "truth" ? own.find((name) => fields[name] === undefined) : undefined;
  if (missing !== undefined) throw new InputError(`${part}.${missing} is missing. Expected required property.`);
}

function truthOf(truth: NonNullable<ModelFile["truth"]>): Parameters<GateKind> {
  const { lambda, tau, beta, eta, nu } = truth;
  if (tau !== undefined && beta !== undefined) return { tau, beta, eta, nu };
  return { lambda: lambda ?? Number.NaN, eta, nu };
}

function boxOf(file: ModelFile, gate: Gate, q: number): Box<GateKind> {
  const base = defaultBox(q);
  const { eta = base.eta, nu = base.nu } = file.box ?? {};
  if (gate.kind === "constant") return { lambda: file.box?.lambda ?? base.lambda, eta, nu };
  const usual = defaultSoftmaxBox(file.covariates.dimension, q);
  return { tau: file.box?.tau ?? usual.tau, beta: file.box?.beta ?? usual.beta, eta, nu };
}

/**
 * Checks a parsed model file and builds its model. An expert has a bias unless `bias` is false.
 * @throws InputError naming the field, what it holds and what is expected; `source` is put in front.
 *
 * @example
 * ```ts
 * import { parseModelFile } from "contaminated-moe";
 * const line = { activation: "identity", bias: true };
 * const { model, truth } = parseModelFile({
 *   covariates: { law: "uniform", dimension: 1 },
 *   pretrained: { density: "gaussian", expert: line, eta: [1, 0], nu: 1 },
 *   prompt: { expert: line },
 *   truth: { lambda: 0.5, eta: [1, 0.65], nu: 1.14 },
 * });
 * console.log(model.gate.kind, truth && "lambda" in truth && truth.lambda); // constant 0.5
 * ```
 */
export function parseModelFile(json: unknown, source = "model"): ModelWithTruth {
  const schema = byColumns(json, source) ? ColumnsModelFileSchema : ModelFileSchema;
  const first = Value.Errors(schema, json).First();
  if (first !== undefined) {
    const words = (first.schema as { anyOf?: readonly { const?: string }[] }).anyOf;
    const expected = words ? `Expected one of ${words.map((w) => w.const).join(", ")}` : first.message;
    throw new InputError(`${source}: ${fieldName(first.path)} is ${show(first.value)}. ${expected}.`);
  }
  const file = json as ModelFile;
  try {
    const promptExpert = expertOf(file.prompt.expert);
    const gate: Gate = file.gate?.kind === "softmax" ? SOFTMAX_GATE : CONSTANT_GATE;
    checkGateFields(file, "truth", gate);
    checkGateFields(file, "box", gate);
    const model = defineModel<GateKind>({
      covariates: file.covariates,
      gate,
      pretrained: pretrainedOf(file.pretrained),
      prompt: { expert: promptExpert },
      box: boxOf(file, gate, parameterCount(promptExpert, file.covariates.dimension)),
    });
    const intervals = [file.box?.tau, file.box?.beta, file.box?.eta, file.box?.nu];
    const boxStated = file.box?.from !== "data" && intervals.some((one) => one !== undefined);
    const { columns } = file;
    if (columns !== undefined) checkColumns(columns, model.covariates.dimension);
    const truth = file.truth && checkParameters(model, truthOf(file.truth));
    return { model, truth, boxStated, ...(columns === undefined ? {} : { columns }) };
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${source}: ${error.message}`);
    throw error;
  }
}
