import { pinnedOf } from "../../session/pinned";
import type { Session } from "../../session/session";
import type { StudyPicture } from "../../session/study-picture";
import { onceAFrame, onPress, part, showText } from "../panels/page-parts";

const WORDS = { ready: "ready", running: "running", paused: "paused", done: "done", cancelled: "cancelled" } as const;
/** So many replications are added to a finished run. */
const MORE = 50;
/** As the state's check has it. */
const MOST = 5000;

function showStatus({ run, checked, stepping, state: { replications } }: Session): void {
  const state = run?.state ?? "ready";
  const busy = state === "running";
  const more = state === "done" && replications + MORE <= MOST;
  part<HTMLButtonElement>("run").disabled = !checked.sound || busy || (state === "done" && !more);
  part<HTMLButtonElement>("pause").disabled = !busy;
  part<HTMLButtonElement>("step").disabled = !checked.sound || busy || stepping || state === "done";
  part<HTMLButtonElement>("cancel").disabled = !run || state === "done" || state === "cancelled";
  const words = { paused: "Go on", cancelled: "Run again", done: `${MORE} more` } as const;
  showText(part("run"), state === "paused" || state === "cancelled" || state === "done" ? words[state] : "Run");
  part<HTMLProgressElement>("progress").value = run ? run.done / run.total : 0;
  showText(part("status"), run ? `${run.done} of ${run.total} replicates, ${WORDS[state]}` : "not run yet: press Run");
  // Screen readers hear of beginnings and ends, not of every replicate.
  const said = part("announcement");
  if (said.dataset.state !== state) {
    said.dataset.state = state;
    showText(said, run ? `The study: ${WORDS[state]}.` : "");
  }
}

/** Run, pause, step, cancel; pin what is shown. */
export function joinToolbar(session: Session, picture: StudyPicture): void {
  onPress("run", () => {
    if (session.run?.state === "done") session.addReplications(MORE);
    else session.startRun();
  });
  onPress("pause", () => session.run?.pause());
  onPress("step", () => void session.step());
  onPress("cancel", () => session.cancelRun());
  const pin = part<HTMLButtonElement>("pin");
  onPress("pin", () => session.pin(session.pinned ? undefined : pinnedOf(session, picture)));
  session.on(["pin"], () => {
    pin.setAttribute("aria-pressed", String(session.pinned !== undefined));
    showText(pin, session.pinned ? "Unpin" : "Pin");
  });
  session.on(["state"], () => showStatus(session));
  const byAndBy = onceAFrame(() => showStatus(session), 150);
  session.on(["records"], byAndBy);
}
