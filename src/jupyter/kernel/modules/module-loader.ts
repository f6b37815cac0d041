import { existsSync, readFileSync, statSync } from "node:fs";
import Module, { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { SourceMap } from "../../cell/javascript/source-map";
import { isImportMeta } from "../../cell/syntax/parse";

/** What Node's CommonJS loader offers and does not declare. */
interface LoadedModule extends NodeJS.Module {
  _compile(code: string, file: string): void;
}
type Extension = (module: LoadedModule, file: string) => void;

const extensions = (Module as unknown as { readonly _extensions: Record<string, Extension> })._extensions;
const TYPESCRIPT = [".ts", ".tsx", ".mts", ".cts"];
const ES_SYNTAX = /^\s*(?:import\b(?!\s*\()|export\b)/m;

/**
 * Loads the modules that cells import. Specifiers are looked up from the notebook's directory first, then from the
 * project's. TypeScript files are compiled as they are loaded; files beside notebooks that were edited, and all that
 * import them, are loaded again at the next import.
 */
export class ModuleLoader {
  readonly #directories: readonly string[];
  readonly #kept: string;
  readonly #stamps = new Map<string, string>();
  /** The source maps of compiled modules, by file. */
  readonly maps = new Map<string, SourceMap>();
  /** Called after every load. */
  onLoad: () => void = () => {};

  /** `kept` is a directory of compiled code that is loaded once: the project's own. */
  constructor(directories: readonly string[], kept: string) {
    this.#directories = directories;
    this.#kept = `${kept}/`;
    for (const each of TYPESCRIPT) extensions[each] = (module, file) => this.#compile(module, file);
    const original = extensions[".js"];
    extensions[".js"] = (module, file) => {
      const asScript = this.#isLocal(file) && ES_SYNTAX.test(readFileSync(file, "utf8"));
      if (asScript) this.#compile(module, file);
      else original?.(module, file);
    };
  }

  /** The module; a promise of it where it can only be loaded asynchronously. */
  load(specifier: string): unknown {
    if (isBuiltin(specifier)) return require(specifier);
    this.#forgetEdited();
    const file = this.resolve(specifier);
    try {
      if (file.endsWith(".mjs") && this.#isLocal(file)) return this.#importFresh(file);
      return require(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_REQUIRE_ESM" && code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;
      return this.#importFresh(file);
    } finally {
      this.#stamp();
      this.onLoad();
    }
  }

  /** What a cell's own `require` is. */
  get require(): NodeJS.Require {
    const [directory = "/"] = this.#directories;
    const load = (specifier: string): unknown => this.load(specifier);
    const resolve = (specifier: string): string => (isBuiltin(specifier) ? specifier : this.resolve(specifier));
    const { main, cache, extensions } = createRequire(join(directory, "cell.js"));
    return Object.assign(load, { resolve, main, cache, extensions }) as NodeJS.Require;
  }

  /** The file a specifier stands for. */
  resolve(specifier: string): string {
    for (const directory of this.#directories) {
      const from = createRequire(join(directory, "cell.js"));
      const script = /\.([cm]?)js(x?)$/;
      for (const each of [specifier, specifier.replace(script, ".$1ts$2"), specifier.replace(script, ".tsx")]) {
        try {
          return from.resolve(each);
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code !== "MODULE_NOT_FOUND") throw error;
        }
      }
    }
    const looked = this.#directories.join(" and then ");
    const error = new Error(`Cannot find module '${specifier}'. It was looked for from ${looked}.`);
    throw Object.assign(error, { code: "MODULE_NOT_FOUND" });
  }

  /** Node keeps an ES module for ever under its address: an edited one gets another. */
  #importFresh(file: string): Promise<unknown> {
    const query = this.#isLocal(file) ? `?${encodeURIComponent(this.#stampOf(file))}` : "";
    return import(pathToFileURL(file).href + query);
  }

  #isLocal(file: string): boolean {
    return !file.includes("/node_modules/") && !file.startsWith(this.#kept);
  }

  #compile(module: LoadedModule, file: string): void {
    const source = readFileSync(file, "utf8");
    const { outputText, sourceMapText, diagnostics } = ts.transpileModule(source, {
      fileName: file,
      reportDiagnostics: true,
      transformers: { before: [metaAsCall] },
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        esModuleInterop: true,
        sourceMap: true,
        allowJs: true,
        jsx: ts.JsxEmit.React,
      },
    });
    const [wrong] = diagnostics ?? [];
    if (wrong) throw syntaxError(file, source, wrong);
    Object.assign(module, { [META]: () => importMeta(file, createRequire(file)) });
    if (sourceMapText) this.maps.set(file, new SourceMap(sourceMapText));
    module._compile(outputText, file);
  }

  #stampOf(file: string): string {
    const found = statSync(file, { throwIfNoEntry: false });
    return found ? `${found.mtimeMs} ${found.size}` : "gone";
  }

  #stamp(): void {
    for (const file of Object.keys(require.cache)) {
      if (!this.#stamps.has(file) && this.#isLocal(file)) this.#stamps.set(file, this.#stampOf(file));
    }
  }

  /** Edited files, and the files that import them, directly or not. */
  #forgetEdited(): void {
    const stale = new Set(
      [...this.#stamps].filter(([file, stamp]) => this.#stampOf(file) !== stamp).map(([file]) => file),
    );
    if (stale.size === 0) return;
    for (let before = -1; before !== stale.size; ) {
      before = stale.size;
      for (const file of this.#stamps.keys()) {
        const imported = require.cache[file]?.children ?? [];
        if (imported.some((each) => stale.has(each.filename))) stale.add(file);
      }
    }
    for (const file of stale) {
      delete require.cache[file];
      this.#stamps.delete(file);
    }
  }
}

/** What `import.meta` is in a file. */
export function importMeta(filename: string, require: NodeJS.Require): object {
  const resolve = (specifier: string): string =>
    isBuiltin(specifier) ? specifier : pathToFileURL(require.resolve(specifier)).href;
  return { dirname: dirname(filename), filename, url: pathToFileURL(filename).href, resolve };
}

/** The method of a compiled module that answers its `import.meta`. */
const META = "importMeta";

/** `import.meta` in a module that is compiled to a script. */
function metaAsCall(context: ts.TransformationContext): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (!isImportMeta(node)) return ts.visitEachChild(node, visit, context);
    const method = factory.createPropertyAccessExpression(factory.createIdentifier("module"), META);
    return factory.createCallExpression(method, undefined, []);
  };
  return (file) => ts.visitEachChild(file, visit, context);
}

function syntaxError(file: string, source: string, { start, messageText }: ts.Diagnostic): SyntaxError {
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  const before = source.slice(0, start ?? 0).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new SyntaxError(`${file}, line ${before.length}, column ${column}: ${text}`);
}

/** The directory of TypeScript's libraries. */
export function libDirectory(): string {
  const directory = dirname(require.resolve("typescript"));
  return existsSync(join(directory, "lib.d.ts")) ? directory : join(directory, "lib");
}
