/** A step of a proof and what it is worth. */
export interface RubricLine {
  readonly points: number;
  readonly for: string;
}

/** A statement that is right, or the wrong one. */
export interface Claim {
  readonly letter: string;
  readonly text: string;
}

/** What a theorem's notebook asks beside its numeric questions. Texts are markdown with formulas. */
export interface WrittenExercises {
  /** The notebook's name without its ending. */
  readonly notebook: string;
  readonly proof: {
    readonly task: string;
    readonly solution: string;
    readonly rubric: readonly RubricLine[];
  };
  readonly claims: {
    readonly all: readonly Claim[];
    /** The letter of the one that is wrong. */
    readonly wrong: string;
    readonly why: string;
    readonly rubric: readonly RubricLine[];
  };
}

/** What a list of rubric lines is worth. */
export function pointsOf(rubric: readonly RubricLine[]): number {
  return rubric.reduce((sum, { points }) => sum + points, 0);
}

/** The rubric as a table in markdown. */
export function rubricTable(rubric: readonly RubricLine[]): string {
  const rows = rubric.map((line) => `| ${line.points} | ${line.for} |`);
  return ["| points | for |", "|---|---|", ...rows].join("\n");
}

/** The usual rubric for saying why a claim is wrong. */
export const REASON: readonly RubricLine[] = [
  { points: 1, for: "names what the claim overlooks" },
  { points: 1, for: "states what is true instead" },
];
