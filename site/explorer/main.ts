import { isLecture, onAnswerKey } from "../browser/pages/lecture";
import { publishedMeans } from "./findings/published";
import { keepRun } from "./session/keep-run";
import { lookNowAndThen } from "./session/look-now-and-then";
import { PlanRequest } from "./session/plan-request";
import { Session } from "./session/session";
import { StudyPicture } from "./session/study-picture";
import { showGate } from "./ui/instrument/gate-panel";
import { joinGateSliders } from "./ui/instrument/gate-sliders";
import { joinHistory } from "./ui/instrument/history";
import { joinIdeas } from "./ui/instrument/ideas";
import { showModel } from "./ui/instrument/model-panel";
import { joinToolbar } from "./ui/instrument/toolbar";
import { joinControls } from "./ui/panels/controls";
import { joinExports } from "./ui/panels/export-panel";
import { showLook } from "./ui/panels/look-panel";
import { part, showText } from "./ui/panels/page-parts";
import { showPlan } from "./ui/panels/plan-panel";
import { showStudy } from "./ui/panels/study-panel";
import { showSurface } from "./ui/panels/surface-panel";
import { showTheory } from "./ui/panels/theory-panel";
import { showVerdicts } from "./ui/panels/verdict-panel";
import { joinWindow } from "./ui/panels/window-brush";
import { browserShelf } from "./work/run-shelf";
import { serve, workersOfThisScript } from "./work/worker";
import { WorkerPool } from "./work/worker-pool";

/** `?embed`: the instrument alone, for a frame in a course page; `?lecture`: large type, answers on the key A. */
function frame(session: Session): void {
  const wishes = new URLSearchParams(location.search);
  if (wishes.has("embed")) document.documentElement.classList.add("embed");
  if (!isLecture()) return;
  session.veiled = true;
  onAnswerKey(part("picture-tools"), () => {
    session.veiled = !session.veiled;
    session.emit("state");
  });
}

function begin(): void {
  const cores = Math.max(1, Math.min(8, navigator.hardwareConcurrency));
  const asker = new WorkerPool(workersOfThisScript(), cores);
  const published = publishedMeans(document);
  const shelf = browserShelf(document.getElementById("main")?.dataset.version ?? "");
  const onLink = joinHistory(() => session);
  const session: Session = new Session({ asker, workers: cores, published, onLink, shelf }, location.hash);
  const plan = new PlanRequest(session);
  const picture = new StudyPicture(session, plan);
  joinControls(session);
  joinIdeas(session);
  joinGateSliders(session);
  joinToolbar(session, picture);
  showTheory(session, picture);
  showStudy(session, picture);
  joinWindow(session, picture);
  showVerdicts(session);
  showLook(session);
  lookNowAndThen(session);
  showSurface(session);
  showGate(session);
  showModel(session);
  showPlan(session, plan);
  joinExports(session, picture);
  keepRun(session, () => showText(part("kept"), "This browser keeps nothing: the run is lost when you leave."));
  frame(session);
  session.begin();
}

/** The same script runs in the page and in its workers. */
if (typeof document === "undefined") serve();
else {
  try {
    begin();
  } catch (error) {
    part("page-problem").textContent =
      `The explorer cannot start in this browser: ${error instanceof Error ? error.message : String(error)}`;
  }
}
