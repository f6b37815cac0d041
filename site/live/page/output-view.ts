import DOMPurify from "dompurify";
import type { Output } from "../../../src/jupyter/runner/output-log";
import type { StoredFigure } from "../../browser/figures/fitted-figure";
import { drawFigure, loadPlotly, whenLookChanges } from "../../browser/figures/plotly";

type Bundle = Readonly<Record<string, unknown>>;

const IMAGES = ["image/png", "image/jpeg", "image/gif"];
const ESCAPE = String.fromCharCode(27);

/** The notebook format keeps text as one string or as lines. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join("") : typeof value === "string" ? value : JSON.stringify(value);
}

/** Text with a terminal's colours: red is all that the kernel uses, others are left out. */
function coloured(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const [k, part] of text.split(`${ESCAPE}[31m`).entries()) {
    const [first = "", ...rest] = part.split(`${ESCAPE}[0m`);
    if (k > 0) {
      const red = document.createElement("span");
      red.className = "live-red";
      red.textContent = first;
      fragment.append(red);
    } else fragment.append(first);
    fragment.append(rest.join("").replace(new RegExp(`${ESCAPE}\\[[0-9;]*m`, "g"), ""));
  }
  return fragment;
}

function textBlock(text: string, kind: string): HTMLElement {
  const block = document.createElement("pre");
  block.className = `output ${kind}`;
  block.tabIndex = 0;
  block.setAttribute("role", "region");
  block.setAttribute("aria-label", kind === "error" ? "Error" : "Output");
  block.append(coloured(text));
  return block;
}

/** HTML without anything that runs or leaves its place. */
function htmlBlock(html: string): HTMLElement {
  const block = document.createElement("div");
  block.className = "output scroll";
  block.tabIndex = 0;
  block.setAttribute("role", "region");
  block.setAttribute("aria-label", "Output");
  block.append(
    DOMPurify.sanitize(html, {
      RETURN_DOM_FRAGMENT: true,
      FORBID_TAGS: ["style", "form", "iframe"],
      FORBID_ATTR: ["id"],
    }),
  );
  return block;
}

function imageBlock(type: string, data: string): HTMLElement {
  const image = document.createElement("img");
  image.className = "output";
  image.alt = "An image that a cell has displayed";
  image.src = type === "image/svg+xml" ? `data:${type},${encodeURIComponent(data)}` : `data:${type};base64,${data}`;
  return image;
}

/** Figures by their places, while these are there. */
const drawn = new Map<HTMLElement, StoredFigure>();

whenLookChanges(() => {
  for (const [live, figure] of drawn) {
    if (!live.isConnected) drawn.delete(live);
    else void drawFigure(live, figure, live.closest(".scroll")?.clientWidth ?? live.clientWidth);
  }
});

/** A live figure with the description and the caption that its HTML has. */
function figureBlock(figure: StoredFigure, html: string): HTMLElement {
  const told = new DOMParser().parseFromString(html, "text/html");
  const alt = told.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "Figure";
  const block = document.createElement("figure");
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", `Figure: ${alt}`);
  const plot = document.createElement("div");
  plot.className = "plot";
  plot.style.setProperty("--width", `${Number(figure.layout.width ?? 700)}px`);
  plot.style.setProperty("--height", `${Number(figure.layout.height ?? 450)}px`);
  const live = document.createElement("div");
  live.className = "live";
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", alt);
  plot.append(live);
  scroll.append(plot);
  const caption = document.createElement("figcaption");
  caption.textContent = told.querySelector("figcaption")?.textContent ?? "";
  block.append(scroll, caption);
  drawn.set(live, figure);
  loadPlotly()
    .then(() => drawFigure(live, figure, scroll.clientWidth))
    .catch(() => {
      live.textContent = `The figure could not be drawn, for plotly.js was not loaded: ${alt}`;
    });
  return block;
}

function bundleBlock(data: Bundle): HTMLElement {
  const html = data["text/html"];
  const figure = data["application/vnd.plotly.v1+json"];
  if (figure !== undefined) return figureBlock(figure as StoredFigure, html === undefined ? "" : textOf(html));
  if (html !== undefined) return htmlBlock(textOf(html));
  const svg = data["image/svg+xml"];
  if (svg !== undefined) return imageBlock("image/svg+xml", textOf(svg));
  const type = IMAGES.find((each) => data[each] !== undefined);
  if (type !== undefined) return imageBlock(type, textOf(data[type]).replace(/\s/g, ""));
  const text = data["text/plain"] ?? Object.values(data)[0] ?? "";
  return textBlock(textOf(text), "text");
}

function blockOf(output: Output): HTMLElement {
  if (output.output_type === "stream") return textBlock(textOf(output.text), `stream ${String(output.name)}`);
  if (output.output_type === "error") return textBlock((output.traceback as readonly string[]).join("\n"), "error");
  return bundleBlock((output.data ?? {}) as Bundle);
}

/** The outputs of one cell: what has not changed stays as it is, so that figures are drawn once. */
export class OutputView {
  readonly #place: HTMLElement;
  #blocks = new Map<Output, HTMLElement>();

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  show(outputs: readonly Output[]): void {
    this.#blocks = new Map(outputs.map((each) => [each, this.#blocks.get(each) ?? blockOf(each)]));
    const blocks = [...this.#blocks.values()];
    // Nodes that stay where they are must not be moved: a figure would lose its place, a text its selection.
    for (const node of [...this.#place.childNodes]) if (!blocks.includes(node as HTMLElement)) node.remove();
    for (const [k, block] of blocks.entries()) {
      if (this.#place.childNodes[k] !== block) this.#place.insertBefore(block, this.#place.childNodes[k] ?? null);
    }
  }
}
