import { InputError } from "../../input-error";
import type { Box } from "../box";
import type { GateKind, Parameters } from "../by-parameter";
import type { ContaminatedMoe } from "../contaminated-moe";
import { toFrozenColumnsFile } from "./frozen-columns";
import type { ModelColumns, ModelFile } from "./model-file";

function expertJson(expert: ContaminatedMoe<GateKind>["prompt"]["expert"]): ModelFile["prompt"]["expert"] {
  if (expert.kind === "custom") {
    throw new InputError(`Expert "${expert.name}" is user-defined; a model file can only hold activation experts.`);
  }
  return { activation: expert.activation, bias: expert.bias };
}

const interval = ([low, high]: readonly [number, number]): [number, number] => [low, high];

function gateTruth(truth: Parameters<GateKind>): { lambda: number } | { tau: number; beta: number[] } {
  return "lambda" in truth ? { lambda: truth.lambda } : { tau: truth.tau, beta: [...truth.beta] };
}

function gateBox(
  box: Box<GateKind>,
): { lambda: [number, number] } | { tau: [number, number]; beta: [number, number][] } {
  return "lambda" in box ? { lambda: interval(box.lambda) } : { tau: interval(box.tau), beta: box.beta.map(interval) };
}

/**
 * The model file of a model, as parseModelFile reads it; a box that nobody stated is marked.
 * @throws InputError for user-defined experts
 *
 * @example
 * ```ts
 * import { scenarioPath, toModelFile, truthAt } from "contaminated-moe";
 * const { path } = scenarioPath("L/resonant");
 * const file = toModelFile(path.model, truthAt(path, 1000));
 * console.log(file.prompt); // { expert: { activation: 'identity', bias: true } }
 * ```
 */
export function toModelFile(
  model: ContaminatedMoe<GateKind>,
  truth?: Parameters<GateKind>,
  columns?: ModelColumns,
  boxStated = true,
): ModelFile {
  const { covariates } = model;
  if (covariates.law === "rows") {
    throw new InputError(`The law of x is that of ${covariates.rows.n} rows; a model file can only hold a named law.`);
  }
  const rest = {
    covariates: { ...covariates },
    prompt: { expert: expertJson(model.prompt.expert) },
    ...(model.gate.kind === "constant" ? {} : { gate: { kind: model.gate.kind } }),
    ...(truth ? { truth: { ...gateTruth(truth), eta: [...truth.eta], nu: truth.nu } } : {}),
    ...(columns ? { columns: { covariates: [...columns.covariates], response: columns.response } } : {}),
    box: {
      ...gateBox(model.box),
      eta: model.box.eta.map((interval) => [...interval]),
      nu: [...model.box.nu],
      ...(boxStated ? {} : { from: "data" as const }),
    },
  } satisfies Omit<ModelFile, "pretrained">;
  const { byRows, density, expert, eta, nu } = model.pretrained;
  if (byRows !== undefined) return { ...rest, pretrained: toFrozenColumnsFile(byRows) };
  if (density.kind === "custom") {
    throw new InputError(`Density "${density.name}" is user-defined; a model file can only hold built-in densities.`);
  }
  const df = density.kind === "student-t" ? { df: density.df } : {};
  return { ...rest, pretrained: { density: density.kind, ...df, expert: expertJson(expert), eta: [...eta], nu } };
}
