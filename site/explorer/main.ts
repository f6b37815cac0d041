import { publishedMeans } from "./findings/published";
import { lookNowAndThen } from "./session/look-now-and-then";
import { PlanRequest } from "./session/plan-request";
import { Session } from "./session/session";
import { StudyPicture } from "./session/study-picture";
import { joinControls } from "./ui/panels/controls";
import { joinExports } from "./ui/panels/export-panel";
import { showLook } from "./ui/panels/look-panel";
import { showModel } from "./ui/panels/model-panel";
import { part } from "./ui/panels/page-parts";
import { showPlan } from "./ui/panels/plan-panel";
import { showStudy } from "./ui/panels/study-panel";
import { showTheory } from "./ui/panels/theory-panel";
import { showVerdicts } from "./ui/panels/verdict-panel";
import { joinWindow } from "./ui/panels/window-brush";
import StudyWorker from "./work/worker?worker&inline";
import { WorkerPool } from "./work/worker-pool";

/** On a phone the controls come first and would hide everything else: they start folded. */
function foldOnPhones(): void {
  if (matchMedia("(max-width: 52rem)").matches) {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("#controls details")) details.open = false;
  }
}

let addressTimer: ReturnType<typeof setTimeout> | undefined;

/** Keeps the state in the address, a little later: browsers refuse too many changes of it. */
function writeAddress(fragment: string): void {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    try {
      history.replaceState(null, "", fragment);
    } catch {
      // Not allowed everywhere (pages from file:// in some browsers); "Copy link" works all the same.
    }
  }, 250);
}

function begin(): void {
  foldOnPhones();
  const cores = Math.max(1, Math.min(8, navigator.hardwareConcurrency));
  const asker = new WorkerPool(() => new StudyWorker(), cores);
  const published = publishedMeans(document);
  const session = new Session({ asker, workers: cores, published, onLink: writeAddress }, location.hash);
  const plan = new PlanRequest(session);
  const picture = new StudyPicture(session, plan);
  joinControls(session);
  showTheory(session, picture);
  showStudy(session, picture);
  joinWindow(session, picture);
  showVerdicts(session);
  showLook(session);
  lookNowAndThen(session);
  showModel(session);
  showPlan(session, plan);
  joinExports(session, picture);
  window.addEventListener("hashchange", () => {
    // A link to a part of the page, as "skip to the content" is, is no state.
    if (document.getElementById(location.hash.slice(1)) === null) session.open(location.hash);
  });
  session.begin();
}

try {
  begin();
} catch (error) {
  part("page-problem").textContent =
    `The explorer cannot start in this browser: ${error instanceof Error ? error.message : String(error)}`;
}
