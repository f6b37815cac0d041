import { escapeHtml } from "./escape-html";
import { type ImageSize, type PlotlyFigure, renderPng, WITHOUT_IMAGE } from "./static-image";

/** How the notebook kernel takes messages from a library; absent outside of a notebook. */
type Publish = (type: string, content: Readonly<Record<string, unknown>>) => void;

const PUBLISH = Symbol.for("contaminated-moe.publish");

function publisher(): Publish | undefined {
  const found = (globalThis as Readonly<Record<symbol, unknown>>)[PUBLISH];
  return typeof found === "function" ? (found as Publish) : undefined;
}

export interface ShowOptions {
  /** Names the figure in the page; stable, so that outputs are reproducible. Letters, digits, `-` and `_`. */
  readonly id: string;
  /** What the figure shows, for those who do not see it. */
  readonly alt: string;
  readonly caption?: string;
}

const DEFAULT_SIZE: ImageSize = { width: 720, height: 440 };

function sizeOf(figure: PlotlyFigure): ImageSize {
  const { width, height } = figure.layout as { readonly width?: unknown; readonly height?: unknown };
  return {
    width: typeof width === "number" ? width : DEFAULT_SIZE.width,
    height: typeof height === "number" ? height : DEFAULT_SIZE.height,
  };
}

/** Plain data: typed arrays become arrays, so that JSON keeps them. */
function toPlain(figure: PlotlyFigure): PlotlyFigure {
  const text = JSON.stringify(figure, (_, value: unknown) =>
    ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as unknown as number[]) : value,
  );
  return JSON.parse(text) as PlotlyFigure;
}

/** JSON that may stand inside a script element. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

/**
 * Finds plotly.js without any network: a notebook server serves it below /files/, an exported page lies somewhere
 * below the checkout. Whoever comes first loads it, all other figures of the page wait for the same promise.
 */
const LOADER = `
  const file = "node_modules/plotly.js-dist/plotly.js";
  const lab = document.getElementById("jupyter-config-data");
  const base = document.body.dataset.baseUrl || (lab && JSON.parse(lab.textContent).baseUrl) || "/";
  const places = location.protocol === "file:" ? [] : [base + "files/" + file];
  for (const up of ["../", "", "../../", "../../../"]) places.push(up + file);
  const load = (url) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject());
    script.onerror = () => { script.remove(); reject(); };
    document.head.append(script);
  });
  window.cmoePlotly ??= window.Plotly ? Promise.resolve(window.Plotly)
    : places.reduce((tried, url) => tried.catch(() => load(url)), Promise.reject());
  window.cmoePlotly.then((Plotly) => {
    for (const place of document.querySelectorAll('[data-cmoe-figure="' + id + '"]')) {
      place.replaceChildren();
      Plotly.newPlot(place, figure.data, { height, ...figure.layout }, { responsive: true, displaylogo: false, ...figure.config });
    }
  }, () => {});`;

/** The figure as HTML: interactive where scripts run and plotly.js is found, else the image, else its description. */
export function figureHtml(figure: PlotlyFigure, options: ShowOptions, png?: Uint8Array): string {
  const { width, height } = sizeOf(figure);
  const alt = escapeHtml(options.alt);
  const still = png
    ? `<img alt="${alt}" width="${width}" height="${height}" src="data:image/png;base64,${Buffer.from(png).toString("base64")}">`
    : `<p>${alt}</p>`;
  const caption = options.caption === undefined ? "" : `\n<figcaption>${escapeHtml(options.caption)}</figcaption>`;
  return `<figure id="figure-${options.id}" style="margin: 0">
<div data-cmoe-figure="${options.id}" role="img" aria-label="${alt}" style="max-width: ${width}px">${still}</div>${caption}
</figure>
<script>
(() => {
  const id = ${scriptJson(options.id)};
  const height = ${height};
  const figure = ${scriptJson(figure)};${LOADER}
})();
</script>`;
}

/**
 * Shows a plotly figure in a notebook as one output with every representation a front end may want. Without a browser
 * for the static image that one is left out, and the text says so. Outside of a notebook the text is printed.
 */
export async function show(figure: PlotlyFigure, options: ShowOptions): Promise<void> {
  if (!/^[\w-]+$/.test(options.id)) {
    throw new RangeError(`A figure's id is "${options.id}"; use letters, digits, "-" and "_" only.`);
  }
  const title = options.caption === undefined ? options.alt : `${options.alt}\n${options.caption}`;
  const publish = publisher();
  if (!publish) {
    process.stdout.write(`[figure ${options.id}] ${title}\n`);
    return;
  }
  const plain = toPlain(figure);
  const png = await renderPng(plain, sizeOf(plain));
  const note = png ? "" : WITHOUT_IMAGE;
  publish("display_data", {
    data: {
      "application/vnd.plotly.v1+json": { data: plain.data, layout: plain.layout, config: plain.config ?? {} },
      "text/html": figureHtml(plain, options, png),
      ...(png ? { "image/png": png } : {}),
      "text/plain": `[figure ${options.id}] ${title}${note}`,
    },
    metadata: {},
    transient: {},
  });
}

/** Shows a table, a text or anything else by its representations, "text/plain" among them. */
export function showBundle(data: Readonly<Record<string, unknown>>): void {
  const publish = publisher();
  if (publish) publish("display_data", { data, metadata: {}, transient: {} });
  else process.stdout.write(`${String(data["text/plain"] ?? "")}\n`);
}

/** Clears what the cell has put out; with `wait` only when the next output comes. */
export function clearOutput(wait: boolean = false): void {
  publisher()?.("clear_output", { wait });
}

export interface Progress {
  /** So many of the total are done. */
  update(done: number): void;
  /** Replaces the bar by one final line. */
  end(): void;
}

const PERIOD_MS = 100;
let bars = 0;

/** A bar that moves in place, in a notebook and in a terminal; its final line does not depend on time. */
export function progress(total: number, label: string): Progress {
  const publish = publisher();
  const displayId = `progress-${++bars}`;
  let shown = 0;
  const draw = (type: string, done: number, ended: boolean): void => {
    const text = ended ? `${label}: ${done} of ${total} done` : `${label}: ${done} of ${total}`;
    if (publish) {
      const bar = ended ? "" : `<progress max="${total}" value="${done}"></progress> `;
      const data = { "text/plain": text, "text/html": `<div>${bar}${escapeHtml(text)}</div>` };
      publish(type, { data, metadata: {}, transient: { display_id: displayId } });
    } else if (process.stderr.isTTY) {
      process.stderr.write(`\r${text}${ended ? "\n" : ""}`);
    } else if (ended) {
      process.stderr.write(`${text}\n`);
    }
  };
  let last = 0;
  draw("display_data", 0, false);
  return {
    update(done) {
      last = done;
      const now = Date.now();
      if (now - shown < PERIOD_MS) return;
      shown = now;
      draw("update_display_data", done, false);
    },
    end() {
      draw("update_display_data", last, true);
    },
  };
}
