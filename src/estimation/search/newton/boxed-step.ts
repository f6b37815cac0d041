import { RegionStep } from "./region-step";

/**
 * A step that decreases a quadratic model within a box and an ellipse: the trust-region step in the free variables;
 * those that would leave the box are put on its face and the rest solved again. Storage is made once.
 */
export class BoxedStep {
  readonly step: Float64Array;
  private readonly region: RegionStep;
  private readonly g: Float64Array;
  private readonly b: Float64Array;
  private readonly part: Float64Array;
  private readonly open: Int32Array;
  private readonly isOpen: Uint8Array;

  constructor(readonly p: number) {
    this.step = new Float64Array(p);
    this.region = new RegionStep(p);
    this.g = new Float64Array(p);
    this.b = new Float64Array(p * p);
    this.part = new Float64Array(p);
    this.open = new Int32Array(p);
    this.isOpen = new Uint8Array(p);
  }

  /**
   * Maximises gradient's + s'hessian s/2 over low <= s <= high and ||D s|| <= radius, D = diag(scale); `free` says
   * which variables may move. Writes `step` and returns what the model promises.
   */
  solve(
    gradient: Float64Array,
    hessian: Float64Array,
    scale: Float64Array,
    low: Float64Array,
    high: Float64Array,
    free: Uint8Array,
    radius: number,
  ): number {
    const { p, step, g, b, part, open, isOpen } = this;
    step.fill(0);
    isOpen.set(free);
    let left = radius;
    for (;;) {
      let size = 0;
      for (let j = 0; j < p; j++) if (isOpen[j]) open[size++] = j;
      if (size === 0) break;
      for (let i = 0; i < size; i++) {
        const j = open[i];
        let sum = gradient[j];
        for (let k = 0; k < p; k++) if (!isOpen[k]) sum += hessian[j * p + k] * step[k];
        g[i] = -sum / scale[j];
        for (let l = 0; l < size; l++) b[i * size + l] = -hessian[j * p + open[l]] / (scale[j] * scale[open[l]]);
      }
      this.region.solve(g, b, size, left, part);
      let inside = true;
      for (let i = 0; i < size; i++) {
        const j = open[i];
        const s = part[i] / scale[j];
        step[j] = s;
        if (!(s < low[j] || s > high[j])) continue;
        inside = false;
        isOpen[j] = 0;
        step[j] = s < low[j] ? low[j] : high[j];
        const used = step[j] * scale[j];
        left = Math.sqrt(Math.max(1e-4 * radius * radius, left * left - used * used));
      }
      if (inside) break;
    }
    return this.promise(gradient, hessian);
  }

  private promise(gradient: Float64Array, hessian: Float64Array): number {
    const { p, step } = this;
    let value = 0;
    for (let j = 0; j < p; j++) {
      let row = 0;
      for (let k = 0; k < p; k++) row += hessian[j * p + k] * step[k];
      value += step[j] * (gradient[j] + 0.5 * row);
    }
    return value;
  }
}
