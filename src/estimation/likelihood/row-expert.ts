import { activate } from "../../model/activation";
import type { GateKind } from "../../model/by-parameter";
import { type ContaminatedMoe, promptParameters } from "../../model/contaminated-moe";
import type { Sample } from "../../model/sample/sample";

/** The prompt's expert, row by row. */
export class RowExpert {
  /** (x, 1) of the row, of which a built-in expert's gradient is sigma' times; a user's own gradient. */
  readonly gradient: Float64Array;
  /** A user's own Hessian. */
  readonly curvature: Float64Array;
  /** sigma and its derivatives. */
  readonly sigma = new Float64Array(3);
  /** x of the row. */
  readonly row: Float64Array;

  constructor(
    private readonly model: ContaminatedMoe<GateKind>,
    private readonly sample: Sample,
  ) {
    const q = promptParameters(model);
    this.gradient = new Float64Array(q);
    this.curvature = new Float64Array(q * q);
    this.row = new Float64Array(sample.dimension);
  }

  /**
   * The expert at row i; returns h. A built-in one leaves z = (x, 1) in `gradient` and sigma's derivatives in `sigma`: its
   * gradient is sigma' z and its Hessian sigma'' z z'. A user's own leaves its gradient and Hessian.
   */
  at(eta: Float64Array, i: number): number {
    const { expert } = this.model.prompt;
    const { n, dimension: d, x } = this.sample;
    const { row, sigma, gradient } = this;
    for (let j = 0; j < d; j++) row[j] = x[j * n + i];
    if (expert.kind === "custom") return expert.evaluate(row, eta, gradient, this.curvature);
    let u = expert.bias ? eta[d] : 0;
    for (let j = 0; j < d; j++) u += eta[j] * row[j];
    activate(expert.activation, u, sigma);
    for (let j = 0; j < d; j++) gradient[j] = row[j];
    if (expert.bias) gradient[d] = 1;
    return sigma[0];
  }
}
