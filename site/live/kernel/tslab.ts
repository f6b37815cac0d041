/** tslab's display functions, for notebooks that were written for tslab. */
import ts from "typescript";
import { NODE_VERSION } from "../node/globals";
import { publish } from "./cell-output";

interface Display {
  raw(type: string, data: string | Uint8Array): void;
  html(text: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  javascript(text: string): void;
  svg(text: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
}

function displayOf(raw: Display["raw"]): Display {
  return {
    raw,
    html: (text) => raw("text/html", text),
    markdown: (text) => raw("text/markdown", text),
    latex: (text) => raw("text/latex", text),
    javascript: (text) => raw("text/javascript", text),
    svg: (text) => raw("image/svg+xml", text),
    png: (bytes) => raw("image/png", bytes),
    jpeg: (bytes) => raw("image/jpeg", bytes),
    gif: (bytes) => raw("image/gif", bytes),
    pdf: (bytes) => raw("application/pdf", bytes),
    text: (text) => raw("text/plain", text),
  };
}

let ids = 0;

/** A display that overwrites what it showed before. */
function newDisplay(): Display {
  const id = `tslab-${++ids}`;
  let shown = false;
  return displayOf((type, data) => {
    const message = shown ? "update_display_data" : "display_data";
    publish(message, { data: { [type]: data }, metadata: {}, transient: { display_id: id } });
    shown = true;
  });
}

export const tslab: object = {
  display: displayOf((type, data) => publish("display_data", { data: { [type]: data }, metadata: {}, transient: {} })),
  newDisplay,
  versions: { tslab: "1.0.22", typescript: ts.version, node: `v${NODE_VERSION}` },
};
