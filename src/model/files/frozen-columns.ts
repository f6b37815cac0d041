import { type Static, Type } from "@sinclair/typebox";
import { InputError } from "../../input-error";
import type { Density } from "../density";
import { type FrozenByRows, logDensityColumn, momentColumns } from "../frozen-by-rows";

const closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1 });

/**
 * `pretrained` of a model file whose frozen model is given by columns of the data: a mean and a variance (a column, or one
 * number for all rows) with a density, or the log density itself.
 */
export const FrozenColumnsSchema = Type.Object(
  {
    columns: Type.Object(
      {
        mean: Type.Optional(Name),
        variance: Type.Optional(Type.Union([Name, Type.Number({ exclusiveMinimum: 0 })])),
        logDensity: Type.Optional(Name),
      },
      closed,
    ),
    density: Type.Optional(Type.Union([Type.Literal("gaussian"), Type.Literal("laplace"), Type.Literal("student-t")])),
    df: Type.Optional(Type.Number({ exclusiveMinimum: 2 })),
  },
  closed,
);
export type FrozenColumnsFile = Static<typeof FrozenColumnsSchema>;

/** The density of a file's `density` and `df`. @throws InputError when df is missing or out of place */
export function densityOf(density: "gaussian" | "laplace" | "student-t", df: number | undefined): Density {
  if (density !== "student-t") {
    if (df !== undefined) throw new InputError(`pretrained.df is ${df}; only the student-t density has df.`);
    return { kind: density };
  }
  if (df === undefined) throw new InputError("pretrained.df is missing; the student-t density needs df > 2.");
  return { kind: "student-t", df };
}

/** @throws InputError when the columns do not say what the frozen model is, or say it twice */
export function frozenOf({ columns, density, df }: FrozenColumnsFile): FrozenByRows {
  const { mean, variance, logDensity } = columns;
  if (logDensity !== undefined) {
    const beside = { mean, variance, density, df };
    const extra = Object.entries(beside).find(([, value]) => value !== undefined);
    if (extra !== undefined) {
      throw new InputError(
        `pretrained.columns.logDensity is "${logDensity}", and ${extra[0]} is ${extra[1]}: a log density says it all; give one or the other.`,
      );
    }
    return { kind: "by-rows", given: "log-density", columns: { logDensity } };
  }
  if (mean === undefined) {
    throw new InputError('pretrained.columns names no column; give "mean" and "variance", or "logDensity".');
  }
  if (variance === undefined) {
    throw new InputError(
      `pretrained.columns.variance is missing: the mean "${mean}" needs a variance, a column or one number, that was not estimated from these data.`,
    );
  }
  return {
    kind: "by-rows",
    given: "moments",
    density: densityOf(density ?? "gaussian", df),
    columns: { mean, variance },
  };
}

/** The file's form of a frozen model by rows. @throws InputError for a user-defined density */
export function toFrozenColumnsFile(frozen: FrozenByRows): FrozenColumnsFile {
  if (frozen.given === "log-density") return { columns: { logDensity: logDensityColumn(frozen) } };
  const { density } = frozen;
  if (density.kind === "custom") {
    throw new InputError(`Density "${density.name}" is user-defined; a model file can only hold built-in densities.`);
  }
  const df = density.kind === "student-t" ? { df: density.df } : {};
  return { columns: { ...momentColumns(frozen) }, density: density.kind, ...df };
}
