import { InputError } from "../../input-error";
import { RandomStream, type StreamKey } from "../../numerics/random-stream";
import type { GateKind } from "../by-parameter";
import type { ContaminatedMoe, Covariates } from "../contaminated-moe";
import { frozenColumnsText } from "../frozen-by-rows";
import { COLUMN, drawCovariates } from "./columns";
import { type Sample, takeRows } from "./sample";

/**
 * The model on the rows at hand: the law of x gives each row of the sample equal weight, and a frozen model that is
 * known by rows keeps its predictions. What is then sampled, integrated or planned is conditional on these rows
 * (design-based): it says nothing about rows that look different.
 */
export function atRows<G extends GateKind>(
  model: ContaminatedMoe<G>,
  { n, dimension, x, frozen }: Sample,
): ContaminatedMoe<G> {
  const rows = frozen === undefined ? { n, x } : { n, x, frozen };
  return { ...model, covariates: { law: "rows", dimension, rows } };
}

/**
 * key.n rows of a design: as many whole copies as fit, each in a random order, and a random subset for the rest. With n as
 * large as the design the rows are the design's own.
 */
function drawRows({ dimension, rows }: Extract<Covariates, { law: "rows" }>, key: StreamKey): Sample {
  const copies = Math.ceil(key.n / rows.n);
  const keys = new Float64Array(copies * rows.n);
  new RandomStream(key).uniforms(COLUMN.design, keys);
  const order: number[] = [];
  for (let copy = 0; copy < copies; copy++) {
    const from = copy * rows.n;
    const block = Array.from({ length: rows.n }, (_, i) => i);
    for (const i of block.sort((a, b) => keys[from + a] - keys[from + b])) order.push(i);
  }
  return takeRows({ ...rows, dimension, y: new Float64Array(rows.n) }, order.slice(0, key.n));
}

/** Covariates (and frozen predictions) of a new sample: from the law of x, or rows of the design. y is 0 for now. */
export function drawDesign(model: ContaminatedMoe<GateKind>, key: StreamKey): Sample {
  const { covariates } = model;
  if (covariates.law === "rows") return drawRows(covariates, key);
  const { byRows } = model.pretrained;
  if (byRows !== undefined) {
    throw new InputError(
      `The frozen model is known only for the rows of its data (${frozenColumnsText(byRows)}); a sample at other covariates cannot be drawn. Put the model at those rows (atRows), or state a pre-trained expert.`,
    );
  }
  const x = drawCovariates(covariates, key);
  return { n: key.n, dimension: covariates.dimension, x, y: new Float64Array(key.n) };
}
