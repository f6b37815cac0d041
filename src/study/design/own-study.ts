import { dirname, resolve } from "node:path";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { InputError } from "../../input-error";
import { mapParameters } from "../../model/by-parameter";
import { promptParameters } from "../../model/contaminated-moe";
import { readJsonFile } from "../../model/files/json-file";
import { parseModelFile } from "../../model/files/model-file";
import { readModelFile } from "../../model/files/read-model-file";
import { frozenColumnsText } from "../../model/frozen-by-rows";
import { fixed, type Path, type PowerLaw, powerLaw } from "../../model/path";
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
    path: Type.Object({ lambda: LawSchema, eta: Type.Array(LawSchema), nu: LawSchema }, closed),
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
  [/^\/path\/(lambda|nu|eta\/\d+)/, LAW_EXPECTED],
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

function lawOf(law: StudyFile["path"]["lambda"]): PowerLaw {
  return typeof law === "number" ? fixed(law) : powerLaw(law.limit ?? 0, law.coefficient, law.exponent);
}

/** A path and the design's numbers, as designStudy takes them. */
export interface OwnStudy {
  readonly path: Path;
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
  const q = promptParameters(model);
  if (file.path.eta.length !== q) {
    throw new InputError(`${source}: path.eta has ${file.path.eta.length} laws; the prompt's expert has ${q}.`);
  }
  const { seed, start, starts } = file;
  return {
    path: {
      id: file.id,
      title: file.title ?? file.id,
      model,
      ...mapParameters(file.path, lawOf),
    },
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
