/** A figure of plotly's as it is stored in a notebook: drawn for white paper, of a fixed width. */
export interface StoredFigure {
  readonly data: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** "#RRGGBB" of the paper's palette to "#RRGGBB" of the page's. */
export type Colours = Readonly<Record<string, string>>;

const [LEFT, RIGHT, BOTTOM, BETWEEN] = [64, 12, 52, 86] as const;
const TITLE_LINE = 19;
const LEGEND_LINE = 20;
const HEADING_LINE = 17;
/** Estimated width of a letter of the title. */
const LETTER = 7.4;

interface Axis {
  readonly domain: readonly [number, number];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Every colour of the palette, "rgba(r,g,b,a)" included, as the page has it. */
export function recoloured(figure: StoredFigure, colours: Colours): StoredFigure {
  const text = JSON.stringify(figure)
    .replace(/#[\da-f]{6}\b/gi, (hex) => colours[hex.toUpperCase()] ?? hex)
    .replace(/rgba\((\d+),(\d+),(\d+),([\d.]+)\)/g, (whole, r: string, g: string, b: string, alpha: string) => {
      const hex = `#${[r, g, b].map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
      const [, mine] = /^#([\da-f]{6})$/i.exec(colours[hex.toUpperCase()] ?? "") ?? [];
      return mine === undefined
        ? whole
        : `rgba(${[0, 2, 4].map((at) => Number.parseInt(mine.slice(at, at + 2), 16)).join(",")},${alpha})`;
    });
  return JSON.parse(text) as StoredFigure;
}

/** Letters that are seen: elements such as <b> and <sub> have none. */
function letters(text: string): number {
  return text.replace(/<[^>]*>/g, "").length;
}

function broken(title: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of title.split(/\s+|<br>/)) {
    const last = lines.at(-1);
    if (last !== undefined && (letters(last) + 1 + letters(word)) * LETTER < width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Names in the legend: one per group. */
function legendEntries(data: readonly unknown[]): number {
  const names = data
    .map(record)
    .flatMap(({ name, showlegend, legendgroup }) =>
      showlegend === false || name === undefined ? [] : [String(legendgroup ?? name)],
    );
  return new Set(names).size;
}

/**
 * The figure at a width. Where that is less than its own, the panels of a row stand below each other, the title is
 * and the headings are broken, and the legend has a line for every entry.
 */
export function fitted({ data, layout }: StoredFigure, width: number): StoredFigure {
  const own = Number(layout.width);
  if (!(own > width)) return { data, layout: { ...layout, autosize: false } };
  const names = Object.keys(layout)
    .filter((key) => /^xaxis\d*$/.test(key))
    .sort((a, b) => Number(a.slice(5) || 1) - Number(b.slice(5) || 1));
  const margin = record(layout.margin);
  const inner = Number(layout.height) - Number(margin.t) - Number(margin.b);
  const heights = names.map((name) => {
    const [low, high] = (record(layout[name.replace("x", "y")]) as unknown as Partial<Axis>).domain ?? [0, 1];
    return (high - low) * inner;
  });
  const notes = Array.isArray(layout.annotations) ? layout.annotations.map(record) : [];
  // A figure of several panels has a heading over each; other annotations stay as they are.
  const headed = notes.length === names.length && notes.every(({ yref }) => yref === "paper");
  const headings = notes.map(({ text }) => (headed ? broken(String(text), width - LEFT - RIGHT) : []));
  const taller = names.map((_, k) => HEADING_LINE * Math.max(0, (headings[k]?.length ?? 1) - 1));
  const total =
    heights.reduce((sum, height, k) => sum + height + (k === 0 ? 0 : taller[k]), 0) +
    BETWEEN * Math.max(0, names.length - 1);
  const title = record(layout.title);
  const lines = broken(String(title.text ?? ""), width - 10);
  const top = TITLE_LINE * lines.length + LEGEND_LINE * legendEntries(data) + (taller[0] ?? 0) + 52;
  const axes: Record<string, unknown> = {};
  const tops: number[] = [];
  let above = 0;
  names.forEach((name, k) => {
    if (k > 0) above += taller[k];
    const from = 1 - above / total;
    const to = from - heights[k] / total;
    tops.push(from);
    axes[name] = { ...record(layout[name]), domain: [0, 1] };
    const yaxis = record(layout[name.replace("x", "y")]);
    // Labels that the panel beside had for both.
    const labels = yaxis.ticktext === undefined ? {} : { showticklabels: true };
    axes[name.replace("x", "y")] = { ...yaxis, ...labels, domain: [Math.max(0, to), from] };
    above += heights[k] + BETWEEN;
  });
  const annotations = notes.map((note, k) =>
    headed ? { ...note, x: 0, y: tops[k], align: "left", text: headings[k].join("<br>") } : note,
  );
  return {
    data,
    layout: {
      ...layout,
      ...axes,
      width,
      height: total + top + BOTTOM,
      autosize: false,
      annotations,
      margin: { ...margin, l: LEFT, r: RIGHT, t: top, b: BOTTOM },
      title: {
        ...title,
        text: lines.join("<br>"),
        font: { size: 14 },
        xref: "container",
        x: 0.01,
        yref: "container",
        y: 1,
        yanchor: "top",
        // Plotly centres the lines where one would be.
        pad: { t: 10 + (TITLE_LINE * (lines.length - 1)) / 2 },
      },
      legend: {
        ...record(layout.legend),
        orientation: "v",
        x: 0,
        y: 1 + (24 + (taller[0] ?? 0)) / total,
        yanchor: "bottom",
        font: { size: 11 },
        tracegroupgap: 0,
      },
    },
  };
}
