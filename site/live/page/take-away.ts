import type { LiveCell } from "./live-cell";
import { notebookWith } from "./notebook-file";
import { cellsToHash, LONGEST_LINK } from "./share-link";

/** Saves the notebook with the reader's code and outputs; the answer says what came of it. */
export async function downloadNotebook(name: string, cells: readonly LiveCell[]): Promise<string> {
  const file = `notebooks/${name}.ipynb`;
  try {
    const response = await fetch(file);
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const own = cells.map(({ id, source, ownOutputs: outputs, count }) => ({ id, source, outputs, count }));
    const text = notebookWith(await response.text(), own);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
    link.download = `${name}.ipynb`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return `${name}.ipynb has your code and outputs.`;
  } catch (error) {
    return `${file} could not be fetched: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

/** Puts the reader's changes into the page's address and copies it; the answer says what came of it. */
export async function shareLink(cells: readonly LiveCell[]): Promise<string> {
  const changed = cells.filter((cell) => cell.changed);
  const sources = Object.fromEntries(changed.map(({ id, source }) => [id, source]));
  const hash = changed.length === 0 ? "" : await cellsToHash(sources);
  const address = location.href.replace(/#.*$/, "") + hash;
  if (address.length > LONGEST_LINK) {
    return `Your changes make a link of ${address.length} characters, which many programs cut; download the notebook and send that.`;
  }
  history.replaceState(null, "", address);
  const number = `${changed.length} ${changed.length === 1 ? "cell" : "cells"}`;
  const what = changed.length === 0 ? "nothing is changed" : `with your code of ${number}`;
  try {
    await navigator.clipboard.writeText(address);
    return `The link is copied (${what}).`;
  } catch {
    return `The link stands in the address bar (${what}): copy it from there.`;
  }
}
