import { COLOURS, type Colour, colourIn, SURROUNDINGS } from "./palette";
import { DASHES, type Dash, LINES, MARKS, SOURCES } from "./series";

/** Every colour of the palette by its name, for the page's theme: light or dark, as the reader's browser or choice says. */
export function themeProperties(): string {
  const names = Object.keys({ ...SURROUNDINGS, ...COLOURS }) as Colour[];
  const lines = names.map((name) => `  --${name}: light-dark(${colourIn("light", name)}, ${colourIn("dark", name)});`);
  return `:root {\n${lines.join("\n")}\n}\n`;
}

/** How the classes of our own SVG are drawn, given how a colour is written and which font stands on the page. */
function rules(colour: (name: Colour) => string, font: string): readonly (readonly [string, string])[] {
  const line = (name: Colour, width: number, dash: Dash = "solid"): string => {
    const lengths = DASHES[dash];
    const dashes = lengths.length === 0 ? "" : `;stroke-dasharray:${lengths.join(" ")}`;
    return `fill:none;stroke:${colour(name)};stroke-width:${width}${dashes}`;
  };
  const dot = (name: Colour, width: number, opacity = 1): string =>
    `fill:none;stroke:${colour(name)};stroke-width:${width};stroke-linecap:round;stroke-opacity:${opacity}`;
  const area = (name: Colour, opacity = 1): string => `fill:${colour(name)};fill-opacity:${opacity}`;
  return [
    ["text", `font:12px ${font};fill:${colour("text")}`],
    [".title", "font-size:13px;font-weight:600"],
    [".tick", `font-size:11px;fill:${colour("quiet")}`],
    [".legend", `font-size:11px;fill:${colour("quiet")}`],
    [".failed", `fill:${colour(MARKS.failed.colour)};font-weight:600`],
    [".grid", line("grid", 1)],
    [".frame", line("frame", 1)],
    [".window", area("band")],
    ...Object.entries(LINES).map(([kind, look]) => [`.${kind}`, line(look.colour, look.width, look.dash)] as const),
    ...Object.entries(SOURCES).flatMap(([source, look]) => [
      [`.mean.${source}`, dot(look.colour, MARKS.measured.size)] as const,
      [`.whisker.${source}`, line(look.colour, 1.5)] as const,
      [`.dot.${source}`, dot(look.colour, 3.4, 0.35)] as const,
      [`.band.${source}`, area(look.colour, look.band)] as const,
    ]),
    [".bound-dot", dot(MARKS.bound.colour, MARKS.bound.size)],
    [".dot.trouble", dot("trouble", 5)],
    [".dot.sample", dot("pretrained", 3.2, 0.6)],
    [".area.pretrained-area", area("pretrained", 0.2)],
    [".area.prompt-area", area("prompt", 0.22)],
    [".highlight", line("guaranteed", 2.5)],
    [".former", "opacity:0.35"],
    [".hollow", dot("paper", 4)],
  ];
}

function styleSheet(colour: (name: Colour) => string, font: string): string {
  return rules(colour, font)
    .map(([selector, declarations]) => `svg.plot ${selector}{${declarations}}`)
    .join("\n");
}

/** The style of SVG on the site's pages: colours follow the theme. */
export function pageSvgStyle(): string {
  return styleSheet((name) => `var(--${name})`, "var(--font)");
}

/** The style of SVG that leaves the page as a file of its own: the colours of notebook figures. */
export function fileSvgStyle(): string {
  return styleSheet((name) => colourIn("print", name), "'DejaVu Sans',Verdana,sans-serif");
}
