import { dirname, resolve } from "node:path";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { InputError } from "../../input-error";
import { checkGateGroups } from "../../model/box";
import { type ByParameter, type GateKind, mapParameters } from "../../model/by-parameter";
import { promptParameters } from "../../model/contaminated-moe";
import { readJsonFile } from "../../model/files/json-file";
import { parseModelFile } from "../../model/files/model-file";
import { readModelFile } from "../../model/files/read-model-file";
import { frozenColumnsText } from "../../model/frozen-by-rows";
import { fixed, type Path, type PowerLaw, pathInModel, powerLaw } from "../../model/path";
import type { DesignOptions } from "./design-study";

const closed = { additionalProperties: false } as const;
const LawSchema = Type.Union([
  Type.Number(),
  Type.Object(
    {
      limit: Type.Optional(Type.Number()),
      coefficient: Type.Number(),
      exponent: Type.String({ pattern: "^\\d+(/[1-9]\\d*)?$" }),
    },
    closed,
  ),
]);

/** A study of one's own: a model, a path in it, and the design. A law is a number (it stays) or limit + c n^-exponent. */
export const StudyFileSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[\\w.-]+(/[\\w.-]+)*$" }),
    title: Type.Optional(Type.String()),
    /** A model file's content, or the name of one relative to this file. */
    model: Type.Union([Type.String(), Type.Record(Type.String(), Type.Unknown())]),
    path: Type.Object(
      {
        lambda: Type.Optional(LawSchema),
        tau: Type.Optional(LawSchema),
        beta: Type.Optional(Type.Array(LawSchema)),
        eta: Type.Array(LawSchema),
        nu: LawSchema,
      },
      closed,
    ),
    sizes: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
    replications: Type.Integer({ minimum: 1 }),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4294967295 })),
    start: Type.Optional(Type.Union([Type.Literal("cold"), Type.Literal("warm")])),
    starts: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
);
type StudyFile = Static<typeof StudyFileSchema>;

const LAW_EXPECTED = 'a number, or {"limit": 1, "coefficient": 2, "exponent": "1/8"}';
const EXPECTED: readonly (readonly [RegExp, string])[] = [
  [/^\/path\/(lambda|tau|nu|beta\/\d+|eta\/\d+)/, LAW_EXPECTED],
  [/^\/id$/, 'a name like "my/path"'],
  [/^\/start$/, '"cold" or "warm"'],
  [/^\/model$/, "a model file's name or content"],
];

function fieldError(source: string, json: unknown): InputError | undefined {
  const first = Value.Errors(StudyFileSchema, json).First();
  if (first === undefined) return undefined;
  const field =
    first.path
      .slice(1)
      .replace(/\/(\d+)/g, "[$1]")
      .replace(/\//g, ".") || "the file";
  const expected = EXPECTED.find(([pattern]) => pattern.test(first.path))?.[1] ?? first.message.toLowerCase();
  const held = first.value === undefined ? "missing" : (JSON.stringify(first.value) ?? "").slice(0, 60);
  return new InputError(`${source}: ${field} is ${held}; expected ${expected}.`);
}

type LawFile = StudyFile["path"]["nu"];

function lawOf(law: LawFile): PowerLaw {
  return typeof law === "number" ? fixed(law) : powerLaw(law.limit ?? 0, law.coefficient, law.exponent);
}

/** The laws of a gate's own parameters. @throws InputError when one is missing or another gate's */
function gateLaws(laws: StudyFile["path"], kind: GateKind, source: string): ByParameter<LawFile, GateKind> {
  const { lambda, tau, beta, eta, nu } = laws;
  const foreign = kind === "constant" ? { tau, beta } : { lambda };
  const wrong = Object.entries(foreign).find(([, law]) => law !== undefined);
  if (wrong !== undefined) {
    throw new InputError(`${source}: path.${wrong[0]} belongs to another gate; the model's is ${kind}.`);
  }
  const missing = (name: string): InputError =>
    new InputError(`${source}: path.${name} is missing; expected ${name === "beta" ? "laws" : LAW_EXPECTED}.`);
  if (kind === "constant") {
    if (lambda === undefined) throw missing("lambda");
    return { lambda, eta, nu };
  }
  if (tau === undefined) throw missing("tau");
  if (beta === undefined) throw missing("beta");
  return { tau, beta, eta, nu };
}

/** A path and the design's numbers, as designStudy takes them. */
export interface OwnStudy {
  readonly path: Path<GateKind>;
  readonly options: DesignOptions;
}

/** Checks a parsed study file. @throws InputError naming the field, what it holds and what is expected. */
export function parseStudyFile(json: unknown, source: string): OwnStudy {
  const error = fieldError(source, json);
  if (error) throw error;
  const file = json as StudyFile;
  const { model } =
    typeof file.model === "string"
      ? readModelFile(resolve(dirname(source), file.model))
      : parseModelFile(file.model, `${source}: model`);
  if (model.pretrained.byRows !== undefined) {
    throw new InputError(
      `${source}: the model's frozen part is given by columns of data (${frozenColumnsText(model.pretrained.byRows)}); a study draws new covariates, where it is unknown. State pretrained in full; power and plan take the rows.`,
    );
  }
  const laws = gateLaws(file.path, model.gate.kind, source);
  checkGateGroups(laws, model.gate.kind, model.covariates.dimension, `${source}: path`);
  const q = promptParameters(model);
  if (file.path.eta.length !== q) {
    throw new InputError(`${source}: path.eta has ${file.path.eta.length} laws; the prompt's expert has ${q}.`);
  }
  const { seed, start, starts } = file;
  return {
    path: pathInModel({ id: file.id, title: file.title ?? file.id, model }, mapParameters(laws, lawOf)),
    options: {
      sizes: file.sizes,
      replications: file.replications,
      ...(seed === undefined ? {} : { seed }),
      ...(start === undefined ? {} : { start }),
      ...(starts === undefined ? {} : { starts }),
    },
  };
}

/** Reads a study file. @throws InputError when it cannot be read, is no JSON, or is no study. */
export function readOwnStudy(source: string): OwnStudy {
  return parseStudyFile(readJsonFile(source, "study"), source);
}
