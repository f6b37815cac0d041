import { inspect } from "node:util";

/** Representations of one value, by MIME type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** A value with this method says itself how it is shown: the convention of Deno's Jupyter kernel. */
const DISPLAY = Symbol.for("Jupyter.display");

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The representations of a cell's result: its own, or what Node's inspector prints. */
export async function toMimeBundle(value: unknown): Promise<MimeBundle> {
  if (typeof value === "object" && value !== null && DISPLAY in value) {
    const method = (value as { readonly [DISPLAY]: unknown })[DISPLAY];
    if (typeof method === "function") {
      const bundle: unknown = await method.call(value);
      if (isRecord(bundle)) return "text/plain" in bundle ? bundle : { ...bundle, "text/plain": inspect(value) };
    }
  }
  return { "text/plain": inspect(value) };
}

/** Bytes travel as base64 text. */
export function encodeBundle(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
    ]),
  );
}
