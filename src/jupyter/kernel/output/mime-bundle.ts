import { inspect } from "node:util";
import { tableOf } from "./table";

/** Representations of one value, by MIME type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** A value with this method says itself how it is shown: the convention of Deno's Jupyter kernel. */
const DISPLAY = Symbol.for("Jupyter.display");

/** What one output may hold. */
const LIMIT_BYTES = 64_000_000;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The representations of a cell's result: its own, a table, or what Node's inspector prints. */
export async function toMimeBundle(value: unknown): Promise<MimeBundle> {
  const bundle = await ownBundle(value);
  if (bundle) return "text/plain" in bundle ? bundle : { ...bundle, "text/plain": inspect(value) };
  const table = tableOf(value);
  return { "text/plain": inspect(value), ...(table === undefined ? {} : { "text/html": table }) };
}

async function ownBundle(value: unknown): Promise<MimeBundle | undefined> {
  if (typeof value !== "object" || value === null || !(DISPLAY in value)) return undefined;
  const method = value[DISPLAY];
  if (typeof method !== "function") return undefined;
  const bundle: unknown = await method.call(value);
  return isRecord(bundle) ? bundle : undefined;
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

/** Refuses what cannot be sent: a value that is not JSON (a BigInt, a cycle) or too large. */
export function checkBundle(content: Readonly<Record<string, unknown>>): void {
  let text: string;
  try {
    text = JSON.stringify(content);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new TypeError(`The output cannot be shown, for it is not JSON: ${reason}.`);
  }
  if (text.length > LIMIT_BYTES) {
    throw new RangeError(
      `The output cannot be shown: it has ${(text.length / 1e6).toFixed(0)} MB, one output may have ${LIMIT_BYTES / 1e6} MB.`,
    );
  }
}
