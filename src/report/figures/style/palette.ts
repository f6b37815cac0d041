/** Where a picture stands: on paper (notebook figures and exported files), or on the site's light or dark page. */
export const THEMES = ["print", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
type Themed = Readonly<Record<Theme, string>>;

/**
 * One colour, one meaning, in every figure of the workbook and of the explorer. After Okabe and Ito (2008), darkened
 * where their colour is too pale for a line on white, lightened for the dark page: each has a contrast of at least 3 on
 * its paper, and no two are confused by colour-blind readers. Colour is never the only sign: lines differ by dash, marks
 * by symbol (series.ts).
 */
export const COLOURS = {
  /** The maximum likelihood estimator. */
  estimate: { print: "#0072B2", light: "#0072B2", dark: "#77BCEB" },
  /** The information curve, the truth, a mixture density: what theory computes exactly. */
  curve: { print: "#1A1A1A", light: "#1A1A1A", dark: "#ECECEC" },
  /** Exponents a theorem guarantees. */
  guaranteed: { print: "#D55E00", light: "#D55E00", dark: "#FF9147" },
  /** Exponents a path really has. */
  sharp: { print: "#009E73", light: "#098357", dark: "#2CBD95" },
  /** Le Cam's lower bound. */
  bound: { print: "#C2679A", light: "#B45490", dark: "#DB90C0" },
  /** Fits that failed, did not converge or ended on a bound of the box. */
  trouble: { print: "#8E0F2E", light: "#8E0F2E", dark: "#FF7C92" },
  /** f0, the frozen pre-trained model. */
  pretrained: { print: "#767676", light: "#6B6B6B", dark: "#C0C0C0" },
  /** f, the prompt. */
  prompt: { print: "#6929C4", light: "#6929C4", dark: "#B694F7" },
} as const satisfies Readonly<Record<string, Themed>>;

export type Meaning = keyof typeof COLOURS;

/** What stands behind the series and beside them: paper, words, frames, grid lines, areas. */
export const SURROUNDINGS = {
  paper: { print: "#FFFFFF", light: "#FCFCFB", dark: "#15171A" },
  text: { print: "#333333", light: "#1F2328", dark: "#E4E6E8" },
  /** Tick labels and legends. */
  quiet: { print: "#333333", light: "#5B6169", dark: "#A3AAB3" },
  frame: { print: "#999999", light: "#999999", dark: "#636A74" },
  grid: { print: "#E6E6E6", light: "#E8E8E8", dark: "#31363D" },
  band: { print: "#F1F1F1", light: "#EEF4FB", dark: "#1D2733" },
} as const satisfies Readonly<Record<string, Themed>>;

export type Colour = Meaning | keyof typeof SURROUNDINGS;

/** The colour of a meaning, or of what surrounds the series, in a theme: "#RRGGBB". */
export function colourIn(theme: Theme, name: Colour): string {
  return { ...COLOURS, ...SURROUNDINGS }[name][theme];
}

function inPrint<Name extends string>(colours: Readonly<Record<Name, Themed>>): Readonly<Record<Name, string>> {
  const entries = Object.entries<Themed>(colours).map(([name, { print }]) => [name, print] as const);
  return Object.fromEntries(entries) as Record<Name, string>;
}

/** The colours of notebook figures, which stand on white whatever the page around them. */
export const PALETTE = inPrint(COLOURS);

/** Grid lines, frames, text, and areas that must stay behind everything, in notebook figures. */
export const QUIET = inPrint(SURROUNDINGS);

/** The colour with an opacity from 0 to 1, as CSS. */
export function translucent(colour: string, opacity: number): string {
  const part = (from: number): number => Number.parseInt(colour.slice(from, from + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${opacity})`;
}
