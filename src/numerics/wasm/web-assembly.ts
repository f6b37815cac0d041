/**
 * The part of the WebAssembly interface used here. Neither the ES2022 library nor Node's types declare it, and a
 * notebook cell has it only on globalThis.
 */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 65,536 bytes; views of the old buffer die. */
  grow(pages: number): number;
}

interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { readonly exports: unknown };
  Memory: new (options: { initial: number; maximum: number; shared?: boolean }) => WasmMemory;
}

/** @throws Error where the engine has no WebAssembly. */
export function webAssembly(): WebAssemblyApi {
  const api = (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly;
  if (api === undefined) throw new Error("This JavaScript engine has no WebAssembly; use the plain likelihood.");
  return api;
}

export const PAGE_BYTES = 65536;
/** A 32-bit memory ends here. */
export const MAX_PAGES = 65536;
