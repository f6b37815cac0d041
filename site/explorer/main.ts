import { publishedMeans } from "./published";
import { Session } from "./session";
import { joinControls } from "./ui/controls";
import { joinExports } from "./ui/export-panel";
import { showLook } from "./ui/look-panel";
import { showModel } from "./ui/model-panel";
import { part } from "./ui/page-parts";
import { showPlan } from "./ui/plan-panel";
import { showStudy } from "./ui/study-panel";
import { StudyPicture } from "./ui/study-picture";
import { showTheory } from "./ui/theory-panel";
import { WorkerPool } from "./worker-pool";

/** On a phone the controls come first and would hide everything else: they start folded. */
function foldOnPhones(): void {
  if (matchMedia("(max-width: 52rem)").matches) {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("#controls details")) details.open = false;
  }
}

function begin(): void {
  foldOnPhones();
  const session = new Session(new WorkerPool(), location.hash);
  const picture = new StudyPicture(session, publishedMeans(document));
  joinControls(session);
  showTheory(session, picture);
  showStudy(session, picture);
  showLook(session);
  showModel(session);
  showPlan(session, picture);
  joinExports(session, picture);
  window.addEventListener("hashchange", () => session.open(location.hash));
  session.begin();
}

try {
  begin();
} catch (error) {
  part("page-problem").textContent =
    `The explorer cannot start in this browser: ${error instanceof Error ? error.message : String(error)}`;
}
