/** Changed cells by id, as a link carries them. */
export type SharedCells = Readonly<Record<string, string>>;

const KEY = "#cells=";
/** Longer addresses are cut by some programs that people send links with. */
export const LONGEST_LINK = 8000;

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: ReadableWritablePair<Uint8Array, BufferSource>,
): Promise<Uint8Array> {
  const changed = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(changed).arrayBuffer());
}

/** The part of an address behind "#" that carries these cells. */
export async function cellsToHash(cells: SharedCells): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(cells)), new CompressionStream("deflate-raw"));
  const text = [...bytes].map((each) => String.fromCharCode(each)).join("");
  return KEY + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The cells that an address carries; undefined where it carries none. @throws Error for one that was cut or changed */
export async function cellsOfHash(hash: string): Promise<SharedCells | undefined> {
  if (!hash.startsWith(KEY)) return undefined;
  try {
    const text = atob(hash.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(text, (each) => each.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream("deflate-raw"));
    const found: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof found !== "object" || found === null || Array.isArray(found)) throw new Error("no cells");
    return Object.fromEntries(Object.entries(found).filter(([, source]) => typeof source === "string"));
  } catch {
    throw new Error("The link's cells cannot be read: it was cut or changed on its way. Ask for it again.");
  }
}
