import { type ExplorerState, fitLengths } from "./state";
import { wholeWindow } from "./state-check";

/** The next state, and what of the former one still holds. */
export interface StateChange {
  readonly next: ExplorerState;
  /** Is a run of the former state none of the next? */
  readonly otherStudy: boolean;
  readonly otherParameter: boolean;
}

/** What decides the records of a study; more replications are added to those that are there. */
const STUDY_FIELDS: readonly (keyof ExplorerState)[] = [
  ...(["density", "df", "law", "dimension", "frozen", "eta0", "nu0", "prompt", "gate", "eta", "nu"] as const),
  ...(["from", "to", "count", "seed", "start"] as const),
];

function changedBetween(before: ExplorerState, next: ExplorerState): (field: keyof ExplorerState) => boolean {
  return (field) => JSON.stringify(next[field]) !== JSON.stringify(before[field]);
}

/** A run with fewer replications than there are is another one. */
function isOtherStudy(before: ExplorerState, next: ExplorerState): boolean {
  return STUDY_FIELDS.some(changedBetween(before, next)) || !(next.replications >= before.replications);
}

/** The reader moves a control: choices that were about the former study go, unless the patch makes them. */
export function patched(before: ExplorerState, patch: Partial<ExplorerState>): StateChange {
  let next = fitLengths({ ...before, ...patch }, before);
  const changed = changedBetween(before, next);
  const otherStudy = isOtherStudy(before, next);
  const otherParameter = changed("parameter");
  const otherSizes = changed("from") || changed("to") || changed("count");
  if (otherSizes && !("window" in patch)) next = { ...next, window: wholeWindow(next) };
  if ((otherStudy || otherParameter) && !("guess" in patch)) next = { ...next, guess: null };
  if (otherStudy && !("ran" in patch)) next = { ...next, ran: false };
  return { next, otherStudy, otherParameter };
}

/** The state of another link takes over; a link that was not run ends a run. */
export function opened(before: ExplorerState, next: ExplorerState): StateChange {
  return {
    next,
    otherStudy: isOtherStudy(before, next) || (before.ran && !next.ran),
    otherParameter: changedBetween(before, next)("parameter"),
  };
}
