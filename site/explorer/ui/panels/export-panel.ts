import { fileName, modelJson, recordsCsv } from "../../export/export-files";
import { notebookCode, notebookFile } from "../../export/notebook-code";
import type { Session } from "../../session/session";
import type { StudyPicture } from "../../session/study-picture";
import { writeLink } from "../../state/link/state-link";
import { pictureFile, pngOf } from "../plots/picture-file";
import { onPress, part } from "./page-parts";

function say(text: string): void {
  part("export-status").textContent = text;
}

function save(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`Saved ${name}.`);
}

async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied.`);
  } catch {
    // Pages from file:// and old browsers may not write to the clipboard.
    say(`${what}, to copy by hand: ${text}`);
  }
}

/** Why there is no truth at the n that is looked at; empty when there is one. */
function checkedNote({ checked }: Session): string {
  return checked.notes.find(({ field }) => field === "n")?.message ?? "";
}

/** Link, pictures, records, model file and notebook code of the present state. */
export function joinExports(session: Session, picture: StudyPicture): void {
  const fragmentless = location.href.replace(/#.*$/, "");
  let waiting: (() => void) | undefined;
  /** Only complete pictures leave the page: equal states give equal files. */
  const savePicture = (act: (svg: string, name: string) => void): void => {
    const go = (): void => {
      const data = picture.data();
      if (data) act(pictureFile(data), `${stem()}-${session.state.parameter}`);
    };
    if (session.run?.state === "running") say("The study is still running: pause it, or wait for its end.");
    else if (session.theory.settled) go();
    else {
      waiting = go;
      say("The predictions are still computed; the picture is saved as soon as they are there.");
    }
  };
  session.on(["theory"], () => {
    if (!waiting || !session.theory.settled) return;
    waiting();
    waiting = undefined;
  });
  session.on(["state"], () => {
    waiting = undefined;
  });
  const stem = (): string => (session.experiment ? fileName(session.experiment.path, session.state.seed) : "explorer");
  const needsModel = (act: () => void) => () => {
    if (session.experiment) act();
    else say("The controls describe no model yet: see the notes beside them.");
  };
  onPress("copy-link", () => void copy(`${fragmentless}${writeLink(session.state)}`, "Link"));
  onPress(
    "save-svg",
    needsModel(() => savePicture((svg, name) => save(`${name}.svg`, svg, "image/svg+xml"))),
  );
  onPress(
    "save-png",
    needsModel(() =>
      savePicture((svg, name) => {
        pngOf(svg).then(
          (png) => save(`${name}.png`, png, "image/png"),
          (error: unknown) => say(error instanceof Error ? error.message : String(error)),
        );
      }),
    ),
  );
  onPress(
    "save-csv",
    needsModel(() => {
      const { run, experiment } = session;
      if (!run || !experiment || run.done === 0) say("There are no records yet: run the study first.");
      else {
        const parts = run.plan.starts.map((start) => ({ start, records: run.records(start) }));
        save(`${stem()}.csv`, recordsCsv(experiment.path, parts), "text/csv");
      }
    }),
  );
  onPress(
    "save-model",
    needsModel(() => {
      const { experiment, state } = session;
      if (checkedNote(session)) say(checkedNote(session));
      else if (experiment) save(`${stem()}-n-${state.n}.json`, modelJson(experiment.path, state.n), "application/json");
    }),
  );
  const dialog = part<HTMLDialogElement>("code-dialog");
  const code = (): string => (session.experiment ? notebookCode(session.state, session.experiment) : "");
  onPress(
    "open-notebook",
    needsModel(() => {
      part("code").textContent = code();
      dialog.showModal();
    }),
  );
  onPress("copy-code", () => void copy(code(), "Code"));
  onPress("save-notebook", () => {
    const { experiment, state } = session;
    if (experiment) save(`${stem()}.ipynb`, notebookFile(state, experiment), "application/x-ipynb+json");
  });
  onPress("close-code", () => dialog.close());
}
