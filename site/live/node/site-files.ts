/**
 * The project's files that the site serves, as cells see them: below ROOT, read only. A worker may wait for a file, so
 * reading is synchronous, as in Node.
 */
export const ROOT = "/contaminated-moe";
/** Where the notebooks are: the directory that relative paths begin at. */
export const NOTEBOOKS = `${ROOT}/notebooks`;

/** Paths below ROOT with their sizes in bytes. */
let sizes: ReadonlyMap<string, number> = new Map();
let base = "";
const contents = new Map<string, Uint8Array>();

/** Says what the site serves, and where: `address` is that of ROOT. */
export function openSiteFiles(address: string, files: Readonly<Record<string, number>>): void {
  base = address;
  sizes = new Map(Object.entries(files));
}

/** "../data/x.csv" -> "/contaminated-moe/data/x.csv" */
export function absolute(path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${NOTEBOOKS}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function below(path: string): string | undefined {
  const place = absolute(path);
  return place.startsWith(`${ROOT}/`) ? place.slice(ROOT.length + 1) : undefined;
}

export function sizeOf(path: string): number | undefined {
  const name = below(path);
  return name === undefined ? undefined : sizes.get(name);
}

/** The names in a directory; undefined where there is none. */
export function namesIn(path: string): readonly string[] | undefined {
  const place = absolute(path);
  const start = place === ROOT ? "" : `${below(path)}/`;
  const names = new Set<string>();
  for (const each of sizes.keys()) {
    if (each.startsWith(start)) names.add(each.slice(start.length).split("/")[0] ?? "");
  }
  return names.size > 0 && (place === ROOT || place.startsWith(`${ROOT}/`)) ? [...names].sort() : undefined;
}

function missing(path: string): Error {
  const text = `ENOENT: there is no file '${absolute(path)}' on this site, and a page in a browser reads no others`;
  return Object.assign(new Error(text), { code: "ENOENT", path });
}

/** The bytes of a file. @throws Error with code ENOENT where the site has none of this name. */
export function bytesOf(path: string): Uint8Array {
  const name = below(path);
  if (name === undefined || !sizes.has(name)) throw missing(path);
  const known = contents.get(name);
  if (known) return known;
  const request = new XMLHttpRequest();
  request.open("GET", base + name.split("/").map(encodeURIComponent).join("/"), false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) {
    const text = `${request.responseURL || name} could not be fetched (status ${request.status}).`;
    throw Object.assign(new Error(text), { code: "EIO", path });
  }
  const bytes = new Uint8Array(request.response as ArrayBuffer);
  contents.set(name, bytes);
  return bytes;
}
