/** In place of the package typescript: the compiler that the worker has loaded as a script of its own. */
import type ts from "typescript";

export default (globalThis as unknown as { readonly ts: typeof ts }).ts;
