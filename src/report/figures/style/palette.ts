/**
 * One colour, one meaning, in every figure of the workbook. After Okabe and Ito (2008), darkened where their colour is
 * too pale for a line on white: each has a contrast of at least 3 on white, and no two are confused by colour-blind readers.
 * Colour is never the only sign: lines differ by dash, marks by symbol.
 */
export const PALETTE = {
  /** The maximum likelihood estimator. */
  estimate: "#0072B2",
  /** The information curve, the truth, a mixture density: what theory computes exactly. */
  curve: "#1A1A1A",
  /** Exponents a theorem guarantees. */
  guaranteed: "#D55E00",
  /** Exponents a path really has. */
  sharp: "#009E73",
  /** Le Cam's lower bound. */
  bound: "#C2679A",
  /** Fits that failed, did not converge or ended on a bound of the box. */
  trouble: "#8E0F2E",
  /** f0, the frozen pre-trained model. */
  pretrained: "#767676",
  /** f, the prompt. */
  prompt: "#6929C4",
} as const;

export type Meaning = keyof typeof PALETTE;

/** Grid lines, and areas that must stay behind everything. */
export const QUIET = { grid: "#E6E6E6", band: "#F1F1F1", text: "#333333" } as const;

/** Dashes of lines, by meaning. */
export const DASH = { curve: "solid", guaranteed: "dash", sharp: "dot", bound: "dashdot" } as const;

/** The colour with an opacity from 0 to 1, as CSS. */
export function translucent(colour: string, opacity: number): string {
  const part = (from: number): number => Number.parseInt(colour.slice(from, from + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${opacity})`;
}
