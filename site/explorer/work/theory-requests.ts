import { type GateKind, inVectorOrder } from "../../../src/model/by-parameter";
import { log } from "../../../src/numerics/elementary";
import type { PathJson } from "../../../src/study/design/path-json";
import { logSpaced } from "../../../src/study/design/scenario-path";
import type { CurveTable } from "../findings/analysis";
import type { CurvePoint } from "../findings/log-log-data";
import type { Asker } from "./asker";
import { LatestOnly } from "./latest-only";

/** What theory is asked about. */
export interface Subject {
  readonly path: PathJson<GateKind>;
  /** The study's sizes, ascending. */
  readonly sizes: readonly number[];
  /** Other sizes at which errors are shown. */
  readonly otherSizes: readonly number[];
  /** Index of the shown parameter. */
  readonly parameter: number;
}

interface Question extends Subject {
  readonly key: string;
}

interface Found<T> {
  readonly key: string;
  /** undefined: there is none, for the reason given. */
  readonly value: T | undefined;
  readonly reason: string;
}

/** The information curve at some sizes, ascending. */
export interface Curve {
  readonly table: CurveTable;
  readonly sizes: readonly number[];
  /** Equal for paths with the same parameters. */
  readonly layout: string;
}

function layoutOf(path: PathJson<GateKind>): string {
  return `${"lambda" in path ? "constant" : "softmax"} ${inVectorOrder(path).length}`;
}

const CURVE_POINTS = 13;
const BOUND_SIZES = 3;
/** In more dimensions one lower bound takes seconds of a core: the notebooks and `cmoe bound` compute it. */
export const BOUND_DIMENSION = 3;

function spaced(sizes: readonly number[], count: number): readonly number[] {
  const [from, to] = [sizes[0], sizes[sizes.length - 1]];
  const inside = logSpaced(log(from) / log(10), log(to) / log(10), count).map(Math.round);
  return inside.filter((n) => n >= from && n <= to);
}

/**
 * The information curve and the lower bounds of the present subject, asked for when it changes. Answers about another
 * subject than the present one are dropped, whenever they come.
 */
export class TheoryRequests {
  private subject: Subject | undefined;
  private foundCurve: Found<Curve> | undefined;
  private foundBounds: Found<readonly CurvePoint[]> | undefined;
  private readonly curves: LatestOnly<Question, Curve>;
  private readonly boundsOf: LatestOnly<Question, readonly CurvePoint[]>;

  constructor(asker: Asker, onAnswer: () => void) {
    const keepCurve = (found: Found<Curve>): void => {
      if (found.key !== this.curveKey()) return;
      this.foundCurve = found;
      onAnswer();
    };
    this.curves = new LatestOnly<Question, Curve>(
      async ({ path, sizes, otherSizes }, signal) => {
        const all = [...new Set([...spaced(sizes, CURVE_POINTS), ...sizes, ...otherSizes])].sort((a, b) => a - b);
        const values = await asker.ask({ kind: "curve", path, sizes: all }, { signal });
        return { sizes: all, table: new Map(all.map((n, k) => [n, values[k]])), layout: layoutOf(path) };
      },
      (value, { key }) => keepCurve({ key, value, reason: "" }),
      (reason, { key }) => keepCurve({ key, value: undefined, reason }),
    );
    const keepBounds = (found: Found<readonly CurvePoint[]>): void => {
      if (found.key !== this.boundKey()) return;
      this.foundBounds = found;
      onAnswer();
    };
    this.boundsOf = new LatestOnly<Question, readonly CurvePoint[]>(
      ({ path, sizes, parameter }, signal) =>
        Promise.all(
          spaced(sizes, BOUND_SIZES).map(async (n) => {
            const value = await asker.ask({ kind: "bound", path, parameter, n }, { urgent: false, signal });
            return { n, value };
          }),
        ),
      (value, { key }) => keepBounds({ key, value, reason: "" }),
      (reason, { key }) => keepBounds({ key, value: undefined, reason }),
    );
  }

  /** Names the present subject and asks what is not known of it; undefined: the controls describe no model. */
  about(subject: Subject | undefined): void {
    this.subject = subject;
    if (!subject) return;
    const key = this.curveKey();
    if (this.foundCurve?.key !== key) this.curves.request({ ...subject, key });
    const boundKey = this.boundKey();
    if (this.foundBounds?.key === boundKey) return;
    if (this.hasBounds) this.boundsOf.request({ ...subject, key: boundKey });
    else {
      const reason = `Beyond d = ${BOUND_DIMENSION} the lower bound is not computed in the page; "cmoe bound" does.`;
      this.foundBounds = { key: boundKey, value: undefined, reason };
    }
  }

  /** The information curve; undefined while it is computed, and where there is none. */
  get curve(): Curve | undefined {
    return this.foundCurve?.key === this.curveKey() ? this.foundCurve.value : undefined;
  }

  /** The curve that was shown before, of the same parameters: what stands, dimmed, while the present one is computed. */
  get formerCurve(): Curve | undefined {
    const former = this.foundCurve?.value;
    const same = this.subject && former?.layout === layoutOf(this.subject.path);
    return same ? former : undefined;
  }

  /** Why there is no information curve; empty where there is one or it is computed. */
  get curveProblem(): string {
    return this.foundCurve?.key === this.curveKey() ? this.foundCurve.reason : "";
  }

  get bounds(): readonly CurvePoint[] {
    return (this.foundBounds?.key === this.boundKey() && this.foundBounds.value) || [];
  }

  get boundProblem(): string {
    return this.foundBounds?.key === this.boundKey() ? this.foundBounds.reason : "";
  }

  /** Curve and bounds of the present subject are known, or known not to exist. */
  get settled(): boolean {
    return this.foundCurve?.key === this.curveKey() && this.foundBounds?.key === this.boundKey();
  }

  private get hasBounds(): boolean {
    return (this.subject?.path.model.covariates.dimension ?? 0) <= BOUND_DIMENSION;
  }

  private curveKey(): string {
    return this.subject ? JSON.stringify([this.subject.path, this.subject.sizes]) : "";
  }

  private boundKey(): string {
    return `${this.curveKey()} ${this.subject?.parameter}`;
  }
}
