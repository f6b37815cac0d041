/** What nbgrader keeps in a cell's metadata under "nbgrader", version 3 of its schema. */
export interface NbgraderCell {
  readonly schema_version: 3;
  readonly grade: boolean;
  readonly solution: boolean;
  readonly locked: boolean;
  readonly task: boolean;
  readonly grade_id: string;
  /** Present exactly where `grade` is true. */
  readonly points?: number;
}

/** A cell that students fill in and that is graded: nbgrader calls it a manually graded answer. */
export function gradedCell(id: string, points: number): NbgraderCell {
  return { schema_version: 3, grade: true, solution: true, locked: false, task: false, grade_id: id, points };
}

/** A cell that students read: nbgrader puts the released text back before it grades. */
export function lockedCell(id: string): NbgraderCell {
  return { schema_version: 3, grade: false, solution: false, locked: true, task: false, grade_id: id };
}
