import { describe, expect, it } from "vitest";
import { circles, type Import, importsBelow } from "../docs/import-graph";
import { PACKAGE_ROOT } from "./package-root";

/**
 * The house's one-way street, floor by floor: what each room may import besides itself, and, where a room has rooms of
 * its own, what each of those may. Files that stand beside the rooms of src/ (input-error, package-root, ...) are open to all.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  numerics: [],
  assembly: [],
  model: ["numerics"],
  estimation: ["numerics", "model"],
  theory: ["numerics", "model"],
  study: ["numerics", "model", "estimation", "theory"],
  report: ["numerics", "model", "estimation", "theory", "study"],
  jupyter: [],
  course: ["numerics", "theory", "report", "jupyter"],
  cli: ["numerics", "model", "estimation", "theory", "study", "report", "jupyter", "course"],
};

/** The rooms inside a room, lowest floor first: each may import those before it, and nothing that comes after. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  model: ["", "sample", "files"],
  estimation: ["likelihood", "search", "fit", "inference", "em"],
  theory: ["quadrature", "identifiability", "expansion", "rates", "information", "bounds"],
  study: [
    "design",
    "records",
    "measures",
    "engines",
    "engines/queue",
    "questions",
    "questions/test",
    "questions/uniform",
  ],
  course: ["cells", "written", "release", "sheet", "grade"],
  report: [
    "display",
    "prediction",
    "figures/style",
    "figures/model",
    "figures/fit",
    "figures/study",
    "tables",
    "verdict",
    "exercises",
    "reports",
  ],
};

/** The floor of a file inside its room. */
const within = (room: string, file: string): string => {
  const inside = file.split("/").slice(1, -1).join("/");
  const named = FLOORS[room]?.filter((floor) => inside === floor || inside.startsWith(`${floor}/`)) ?? [];
  return named.sort((a, b) => b.length - a.length)[0] ?? inside;
};

describe("imports point one way", () => {
  const all: readonly Import[] = importsBelow(`${PACKAGE_ROOT}/src`);
  const roomOf = (file: string): string => file.split("/")[0];
  const inRooms = all.filter(({ from, to }) => from.includes("/") && to.includes("/"));

  it("finds the imports it is to judge", () => {
    expect(inRooms.length).toBeGreaterThan(700);
    expect(inRooms.some(({ from, to }) => roomOf(from) === "study" && roomOf(to) === "theory")).toBe(true);
  });

  it("has a rule for every room", () => {
    const rooms = new Set(all.flatMap(({ from, to }) => [from, to]).filter((file) => file.includes("/")));
    expect([...new Set([...rooms].map(roomOf))].filter((name) => !(name in ROOMS))).toEqual([]);
    for (const [room, floors] of Object.entries(FLOORS)) {
      const inside = [...rooms].filter((file) => roomOf(file) === room).map((file) => within(room, file));
      expect([...new Set(inside)].filter((name) => !floors.includes(name))).toEqual([]);
    }
  });

  it("numerics <- model <- {estimation, theory} <- study <- report <- cli; jupyter apart", () => {
    const wrong = inRooms.filter(
      ({ from, to }) => roomOf(from) !== roomOf(to) && !ROOMS[roomOf(from)]?.includes(roomOf(to)),
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("inside a room, from the upper floors to the lower ones", () => {
    const wrong = inRooms.filter(({ from, to }) => {
      const room = roomOf(from);
      const floors = FLOORS[room];
      if (floors === undefined || roomOf(to) !== room) return false;
      return floors.indexOf(within(room, to)) > floors.indexOf(within(room, from));
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it("no two files import each other, directly or in a circle", () => {
    expect(circles(all)).toEqual([]);
  });
});
