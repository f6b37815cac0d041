import type { Covariates } from "../../model/contaminated-moe";
import { type Density, kinks } from "../../model/density";
import { gaussLegendre } from "../../numerics/gauss-legendre";

/** Break points of a component in its own standard deviations: how finely it must be cut, and how far it reaches. */
export interface ComponentShape {
  readonly breaks: readonly number[];
  /** Where it is not smooth: break points that are never merged with others. */
  readonly kinks: readonly number[];
}

/** One component at one x: its mean, standard deviation and shape. */
export interface PlacedComponent {
  readonly shape: ComponentShape;
  readonly mean: number;
  readonly scale: number;
}

function symmetric(positive: readonly number[]): readonly number[] {
  return [...positive.map((b) => -b).reverse(), 0, ...positive];
}

/**
 * - gaussian: unit panels to 10 standard deviations (mass beyond: 1.5e-23)
 * - laplace: split at its kink; to 30 standard deviations (mass beyond: 4e-19)
 * - student-t: panels that double in width, until the mass beyond is below 1e-16
 */
export function componentShape(density: Density): ComponentShape {
  const sharp = kinks(density);
  switch (density.kind) {
    case "custom":
      return { breaks: density.breaks, kinks: sharp };
    case "gaussian":
      return { breaks: symmetric([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), kinks: sharp };
    case "laplace":
      return { breaks: symmetric([0.5, 1, 2, 3, 5, 8, 12, 17, 23, 30]), kinks: sharp };
    case "student-t": {
      // In units of the t scale s, which is sqrt((df - 2)/df) standard deviations.
      const unit = Math.sqrt((density.df - 2) / density.df);
      const positive = [0.5, 1, 1.5, 2, 3, 4, 6];
      const doublings = Math.min(80, Math.max(2, Math.ceil(54 / density.df)));
      for (let k = 0; k < doublings; k++) positive.push(8 * 2 ** k);
      return { breaks: symmetric(positive.map((b) => b * unit)), kinks: sharp };
    }
  }
}

/** Gauss-Legendre nodes per panel by level of refinement. */
const ORDERS = [10, 16, 24, 32] as const;
export const RESPONSE_LEVELS = ORDERS.length;

/**
 * Nodes per panel at a level of refinement. Beyond three dimensions the lattice in x is what limits the accuracy, and
 * the coarsest order (good for about 1e-6) serves every level; the rows of a design limit nothing.
 */
export function responseOrder({ law, dimension }: Covariates, level: number | "search"): number {
  return level === "search" || (law !== "rows" && dimension > 3)
    ? ORDERS[0]
    : ORDERS[Math.min(level, ORDERS.length - 1)];
}

/** Nodes and weights in y; refilled for every x. */
export class ResponseRule {
  nodes: Float64Array = new Float64Array(1024);
  weights: Float64Array = new Float64Array(1024);
  count = 0;

  /** @param order Gauss-Legendre nodes per panel */
  constructor(readonly order: number) {}

  /**
   * A composite Gauss-Legendre rule over the break points of all components. A break point closer than half its own
   * component's standard deviation to the one before is left out (unless it is a kink): panels stay below 1.5.
   */
  place(components: readonly PlacedComponent[]): void {
    const cuts: { at: number; scale: number; kink: boolean }[] = [];
    for (const { shape, mean, scale } of components) {
      for (const b of shape.breaks) cuts.push({ at: mean + b * scale, scale, kink: false });
      for (const b of shape.kinks) cuts.push({ at: mean + b * scale, scale: 0, kink: true });
    }
    cuts.sort((left, right) => left.at - right.at);
    const kept: number[] = [];
    for (const { at, scale, kink } of cuts) {
      const width = kept.length === 0 ? Number.POSITIVE_INFINITY : at - kept[kept.length - 1];
      if (width > 0 && (kink || width >= 0.5 * scale)) kept.push(at);
    }
    this.fill(kept);
  }

  private fill(cuts: readonly number[]): void {
    const { nodes: t, weights: w } = gaussLegendre(this.order);
    const needed = (cuts.length - 1) * this.order;
    if (needed > this.nodes.length) {
      this.nodes = new Float64Array(2 * needed);
      this.weights = new Float64Array(2 * needed);
    }
    let k = 0;
    for (let panel = 1; panel < cuts.length; panel++) {
      const half = 0.5 * (cuts[panel] - cuts[panel - 1]);
      const middle = 0.5 * (cuts[panel] + cuts[panel - 1]);
      for (let i = 0; i < t.length; i++) {
        this.nodes[k] = middle + half * t[i];
        this.weights[k++] = half * w[i];
      }
    }
    this.count = k;
  }
}
