import { LIBRARY } from "../library/library";
import { builtinModule } from "../node/builtin-modules";
import { notHere } from "../node/not-here";
import { NOTEBOOKS, ROOT } from "../node/site-files";
import { tslab } from "./tslab";

/** Where the library's packages are found in a Node project, for `require.resolve`. */
const PLACES: Readonly<Record<string, string>> = {
  "contaminated-moe": `${ROOT}/dist/index.js`,
  "contaminated-moe/node": `${ROOT}/dist/node.js`,
  "contaminated-moe/notebook": `${ROOT}/dist/notebook.js`,
};

/** What cells import: the library, its packages, parts of Node, and modules beside the notebook. */
export class PageModules {
  readonly #beside: (path: string) => string | undefined;
  readonly #loaded = new Map<string, { exports: unknown }>();

  /** `beside` reads a file by its absolute path. */
  constructor(beside: (path: string) => string | undefined) {
    this.#beside = beside;
  }

  /** @throws NotInABrowser for what a page does not have */
  readonly load = (specifier: string): unknown => {
    const known = LIBRARY.get(specifier);
    if (known) return known;
    if (specifier === "tslab") return tslab;
    const builtIn = builtinModule(specifier);
    if (builtIn) return builtIn;
    const own = this.#own(specifier);
    if (own) return own.exports;
    const names = [...LIBRARY.keys(), "tslab"].join(", ");
    throw notHere(`"${specifier}" cannot be imported in a page: here are ${names} and some modules of Node.`);
  };

  /** What a cell's `require` is. */
  get require(): object {
    const resolve = (specifier: string): string => PLACES[specifier] ?? specifier;
    return Object.assign((specifier: string) => this.load(specifier), { resolve });
  }

  #own(specifier: string): { exports: unknown } | undefined {
    const path = specifier.startsWith("./")
      ? `${NOTEBOOKS}/${specifier.slice(2)}`
      : `${NOTEBOOKS}/node_modules/${specifier}/index.js`;
    const text = this.#beside(path);
    if (text === undefined) return undefined;
    const known = this.#loaded.get(path);
    if (known) return known;
    const module: { exports: unknown } = { exports: {} };
    this.#loaded.set(path, module);
    if (path.endsWith(".json")) module.exports = JSON.parse(text);
    else new Function("exports", "module", "require", text)(module.exports, module, this.load);
    return module;
  }
}
