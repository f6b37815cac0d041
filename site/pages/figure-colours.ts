import { COLOURS, SURROUNDINGS } from "#dist/report/figures/style/palette";

/** From the colours of notebook figures, which stand on white, to those of the page, by theme. */
export function figureColours(): Readonly<Record<"light" | "dark", Readonly<Record<string, string>>>> {
  // Words first: tick labels and text share a colour on paper.
  const { quiet: _, ...surroundings } = SURROUNDINGS;
  const all = [...Object.values(surroundings), ...Object.values(COLOURS)];
  const of = (theme: "light" | "dark") =>
    Object.fromEntries(all.map((colour) => [colour.print.toUpperCase(), colour[theme]]));
  // Greys that a few figures use beside the palette.
  const greys = {
    "#444444": "#C6CACF",
    "#5E5E5E": "#B0B5BB",
    "#777777": "#9AA1A9",
    "#8C8C8C": "#8B929B",
    "#9A9A9A": "#7C838C",
  };
  return { light: of("light"), dark: { ...greys, ...of("dark") } };
}
