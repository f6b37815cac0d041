import { type Colour, PALETTE, QUIET } from "./palette";

/** Dashes by plotly's names; the lengths, in pixels, are those that SVG of our own draws. */
export const DASHES = {
  solid: [],
  dash: [8, 5],
  dot: [2, 4],
  dashdot: [8, 3, 2, 3],
  longdashdot: [10, 3, 2, 3],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type Dash = keyof typeof DASHES;

/** Dashes in turn, for several lines of one meaning. */
export const DASHES_IN_TURN = ["solid", "dash", "dot", "dashdot"] as const satisfies readonly Dash[];

/** A line of a notebook figure, as plotly is told it. */
export interface Stroke {
  readonly color: string;
  readonly width?: number;
  readonly dash?: Dash;
  /** Plotly leaves points of smooth lines out unless told not to. */
  readonly simplify?: boolean;
}

interface LineLook {
  readonly colour: Colour;
  readonly dash: Dash;
  readonly width: number;
}

/** What lines look like, by what they show. */
export const LINES = {
  curve: { colour: "curve", dash: "solid", width: 2 },
  guaranteed: { colour: "guaranteed", dash: "dash", width: 2 },
  sharp: { colour: "sharp", dash: "dot", width: 2 },
  bound: { colour: "bound", dash: "dashdot", width: 2 },
  /** The reader's own exponent. */
  guess: { colour: "prompt", dash: "longdashdot", width: 2 },
  pretrained: { colour: "pretrained", dash: "dash", width: 2 },
  prompt: { colour: "prompt", dash: "solid", width: 2 },
  estimate: { colour: "estimate", dash: "solid", width: 2 },
  /** The true value beside an estimate. */
  truth: { colour: "prompt", dash: "dash", width: 2 },
  /** A confidence level. */
  level: { colour: "quiet", dash: "dot", width: 1 },
  /** The curve of a picture that the reader kept. */
  "pinned-curve": { colour: "guaranteed", dash: "longdashdot", width: 1.5 },
  /** A wanted error, and where it is reached. */
  plan: { colour: "text", dash: "dot", width: 1 },
} as const satisfies Readonly<Record<string, LineLook>>;

export type LineKind = keyof typeof LINES;

interface MarkLook {
  readonly colour: Colour;
  /** Diameter in pixels. */
  readonly size: number;
  /** Plotly's name; SVG of our own draws all marks round. */
  readonly symbol: string;
}

/** What marks look like, by what they show. */
export const MARKS = {
  /** An error measured over replicates. */
  measured: { colour: "estimate", size: 8, symbol: "circle" },
  /** The same from a reader's quick run, where published ones stand beside it. */
  quick: { colour: "estimate", size: 10, symbol: "diamond-open" },
  /** Le Cam's bound at one size. */
  bound: { colour: "bound", size: 6, symbol: "triangle-up" },
  /** Sizes at which fits failed, did not converge or ended on a bound. */
  failed: { colour: "trouble", size: 9, symbol: "x" },
} as const satisfies Readonly<Record<string, MarkLook>>;

export type MarkKind = keyof typeof MARKS;

/** Errors of several sources side by side: the colour of each, and the opacity of its confidence band. */
export const SOURCES = {
  cold: { colour: "estimate", band: 0.18 },
  warm: { colour: "prompt", band: 0.14 },
  published: { colour: "pretrained", band: 0.18 },
  /** What a reader kept of another picture. */
  pinned: { colour: "guaranteed", band: 0.1 },
} as const satisfies Readonly<Record<string, { readonly colour: Colour; readonly band: number }>>;

const INK: Readonly<Record<Colour, string>> = { ...PALETTE, ...QUIET };

/** A line of a notebook figure; its own width unless told. */
export function stroke(kind: LineKind, width: number = LINES[kind].width): Stroke {
  const { colour, dash } = LINES[kind];
  return { color: INK[colour], width, ...(dash === "solid" ? {} : { dash }) };
}

/** Marks of a notebook figure. */
export function mark(kind: MarkKind): { readonly color: string; readonly size: number; readonly symbol: string } {
  const { colour, size, symbol } = MARKS[kind];
  return { color: INK[colour], size, symbol };
}
