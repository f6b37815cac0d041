import type { Session } from "../../session/session";
import { onPress, part } from "../panels/page-parts";

/** A state that stands for so long (milliseconds) is one to come back to. */
const SETTLED = 500;

interface Place {
  /** How many states of this page lie behind. */
  readonly depth: number;
}

function depthHere(): number {
  const place = history.state as Place | null;
  return typeof place?.depth === "number" ? place.depth : 0;
}

/**
 * Every state that the reader stays at is an entry of the browser's history: Back and Undo are the same, and so are Forward
 * and Redo. Returns what is told of every link.
 */
export function joinHistory(session: () => Session): (fragment: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let furthest = depthHere();
  /** What is opened from the history is in it. */
  let opening = false;
  const show = (): void => {
    part<HTMLButtonElement>("undo").disabled = depthHere() === 0;
    part<HTMLButtonElement>("redo").disabled = depthHere() >= furthest;
  };
  const write = (fragment: string): void => {
    if (fragment === location.hash) return;
    try {
      history.pushState({ depth: depthHere() + 1 }, "", fragment);
      furthest = depthHere();
    } catch {
      // Not allowed everywhere (pages from file:// in some browsers); "Copy link" works all the same.
    }
    show();
  };
  onPress("undo", () => history.back());
  onPress("redo", () => history.forward());
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input:not([type=range]), textarea");
    if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) history.forward();
    else history.back();
  });
  window.addEventListener("popstate", () => {
    clearTimeout(timer);
    // A link to a part of the page, as "skip to the content" is, is no state.
    opening = true;
    if (location.hash === "" || document.getElementById(location.hash.slice(1)) === null) session().open(location.hash);
    opening = false;
    show();
  });
  show();
  return (fragment) => {
    clearTimeout(timer);
    if (opening) return;
    timer = setTimeout(() => write(fragment), SETTLED);
  };
}
