import type { Import } from "./import-graph";

/** A room of src/ as drawn: its inner rooms with their files, and how many floors of imports lie below it. */
interface Room {
  readonly name: string;
  readonly inner: readonly (readonly [name: string, files: number])[];
  readonly floor: number;
  /** The rooms it imports that none of its other imports leads to: the arrows that say something. */
  readonly arrows: readonly string[];
}

const [WIDTH, MARGIN, GAP, LINE, HEAD] = [960, 16, 44, 18, 26];
const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1f2933 } .head { font-weight: 600; font-size: 15px }
.room { fill: #f4f6f8; stroke: #52606d; rx: 6 } .arrow { fill: none; stroke: #2f6f9f; stroke-width: 1.5 } .tip { fill: #2f6f9f }
@media (prefers-color-scheme: dark) { text { fill: #e4e7eb } .room { fill: #1f2933; stroke: #9aa5b1 } .arrow { stroke: #7fb7de } .tip { fill: #7fb7de } }`;

function roomsOf(imports: readonly Import[], files: readonly string[]): readonly Room[] {
  const roomOf = (file: string): string => file.split("/")[0];
  const names = [...new Set(files.filter((file) => file.includes("/")).map(roomOf))].sort();
  const direct = new Map(names.map((name) => [name, new Set<string>()]));
  for (const { from, to } of imports)
    if (roomOf(from) !== roomOf(to) && direct.has(roomOf(to))) direct.get(roomOf(from))?.add(roomOf(to));
  const below = (name: string): ReadonlySet<string> =>
    new Set([...(direct.get(name) ?? [])].flatMap((to) => [to, ...below(to)]));
  const lowest = (name: string): number => Math.max(-1, ...[...(direct.get(name) ?? [])].map(lowest)) + 1;
  // A room stands right below the lowest of those that import it.
  const floorOf = (name: string): number => {
    const above = names.filter((other) => direct.get(other)?.has(name));
    return above.length === 0 ? lowest(name) : Math.min(...above.map(lowest)) - 1;
  };
  return names.map((name) => {
    const mine = files.filter((file) => roomOf(file) === name);
    const inside = (file: string): string => file.split("/").slice(1, -1).join("/");
    const inner = [...new Set(mine.map(inside))]
      .sort()
      .map((room) => [room, mine.filter((file) => inside(file) === room).length] as const);
    const to = [...(direct.get(name) ?? [])];
    return {
      name,
      inner,
      floor: floorOf(name),
      arrows: to.filter((room) => !to.some((other) => below(other).has(room))).sort(),
    };
  });
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** The rooms of src/ as an SVG picture, lowest floor at the bottom, an arrow from each room to those it imports. */
export function roomsPicture(imports: readonly Import[], files: readonly string[]): string {
  const rooms = roomsOf(imports, files);
  const height = (room: Room): number => HEAD + LINE * room.inner.length + 8;
  const floors = Array.from({ length: Math.max(...rooms.map(({ floor }) => floor)) + 1 }, (_, floor) =>
    rooms.filter((room) => room.floor === floor),
  );
  const place = new Map<string, { readonly x: number; readonly y: number; readonly w: number; readonly h: number }>();
  let y = MARGIN;
  for (const row of [...floors].reverse()) {
    const w = Math.min(300, (WIDTH - MARGIN * (row.length + 1)) / row.length);
    const left = (WIDTH - row.length * w - (row.length - 1) * MARGIN) / 2;
    row.forEach((room, i) => {
      place.set(room.name, { x: left + i * (w + MARGIN), y, w, h: height(room) });
    });
    y += Math.max(...row.map(height)) + GAP;
  }
  const boxes = rooms.map((room) => {
    const { x, y: top, w, h } = place.get(room.name) ?? { x: 0, y: 0, w: 0, h: 0 };
    const lines = room.inner.map(
      ([name, count], i) =>
        `<text x="${x + 12}" y="${top + HEAD + 12 + LINE * i}">${escaped(name === "" ? "(here)" : name)}: ${count}</text>`,
    );
    return `<rect class="room" x="${x}" y="${top}" width="${w}" height="${h}"/><text class="head" x="${x + 12}" y="${top + 20}">${escaped(room.name)}/</text>${lines.join("")}`;
  });
  const arrows = rooms.flatMap((room) =>
    room.arrows.map((to) => {
      const [a, b] = [place.get(room.name), place.get(to)];
      if (a === undefined || b === undefined) return "";
      const [x1, y1, x2, y2] = [a.x + a.w / 2, a.y + a.h, b.x + b.w / 2, b.y];
      const middle = (y1 + y2) / 2;
      return `<path class="arrow" d="M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2 - 7}"/><path class="tip" d="M${x2 - 4} ${y2 - 8}h8l-4 8z"/>`;
    }),
  );
  const title = "Rooms of src/ and what they import; an arrow that another one implies is left out. Numbers: files.";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y - GAP + MARGIN}" role="img"><title>${title}</title><style>${STYLE}</style>\n${[...arrows, ...boxes].join("\n")}\n</svg>\n`;
}
