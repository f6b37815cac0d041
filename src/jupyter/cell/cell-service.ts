import ts from "typescript";
import type { CellFile } from "./cell-file";
import type { CellHost } from "./host";

const CURRENT = "__cell__";

/**
 * TypeScript's language service over cells: the cell at hand is one file of changing content, the cells it builds upon
 * are modules it imports. Files of the compiler's library and of packages are read once.
 */
export class CellService {
  readonly #host: CellHost;
  readonly #options: ts.CompilerOptions;
  readonly #current: string;
  readonly #cells = new Map<string, string>();
  /** Runs whose file declares something global: it holds as long as the kernel lives. */
  readonly #global: string[] = [];
  readonly #resolutions: ts.ModuleResolutionCache;
  #text = "export {};";
  #version = 0;
  readonly service: ts.LanguageService;

  constructor(host: CellHost) {
    this.#host = host;
    this.#options = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      lib: [...host.libs],
      types: [...host.types],
      customConditions: ["node"],
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      esModuleInterop: true,
      skipLibCheck: true,
      noEmit: true,
    };
    const directory = this.#directories()[0] ?? "/";
    this.#current = this.#path(directory, CURRENT);
    const canonical = (name: string): string => name;
    this.#resolutions = ts.createModuleResolutionCache(directory, canonical, this.#options);
    this.service = ts.createLanguageService(this.#serviceHost(directory), ts.createDocumentRegistry(true));
  }

  /** Where the current cell's file is. */
  get path(): string {
    return this.#current;
  }

  /** Makes this the cell at hand. */
  open(file: CellFile): void {
    if (file.text === this.#text) return;
    this.#text = file.text;
    this.#version++;
  }

  /** Keeps the file of a run for the cells that build upon it. */
  keep(run: number, file: CellFile): void {
    const path = this.#path(this.#directories()[0] ?? "/", String(run));
    this.#cells.set(path, file.text);
    const parsed = ts.createSourceFile(path, file.text, ts.ScriptTarget.ESNext);
    const added = globalNames(parsed);
    if (added.size === 0) return;
    // What is declared anew replaces the former declaration.
    for (const other of [...this.#global]) {
      const text = this.#cells.get(other) ?? "";
      const file = ts.createSourceFile(other, text, ts.ScriptTarget.ESNext);
      if ([...globalNames(file)].some((name) => added.has(name))) this.#cells.set(other, withoutGlobals(file));
    }
    this.#global.push(path);
  }

  #directories(): readonly string[] {
    return this.#host.directories.map((each) => (each.length > 1 ? each.replace(/\/$/, "") : each));
  }

  #path(directory: string, name: string): string {
    return `${directory === "/" ? "" : directory}/__cell__/${name}.ts`;
  }

  #resolve(
    specifier: string,
    importer: string,
    attributes: ts.ResolutionMode,
  ): ts.ResolvedModuleWithFailedLookupLocations {
    const [directory = "/"] = this.#directories();
    if (specifier.startsWith("cell:")) {
      const resolvedFileName = this.#path(directory, specifier.slice("cell:".length));
      return {
        resolvedModule: { resolvedFileName, extension: ".ts" },
      } as unknown as ts.ResolvedModuleWithFailedLookupLocations;
    }
    const isCell = importer === this.#current || this.#cells.has(importer);
    const from = isCell ? this.#directories().map((each) => `${each === "/" ? "" : each}/cell.ts`) : [importer];
    // What stands beside a notebook may come and go.
    const cache = importer.includes("/node_modules/") || !specifier.startsWith(".") ? this.#resolutions : undefined;
    let found: ts.ResolvedModuleWithFailedLookupLocations | undefined;
    for (const each of from) {
      found = ts.resolveModuleName(
        specifier,
        each,
        this.#options,
        this.#resolutionHost(),
        cache,
        undefined,
        attributes,
      );
      if (found.resolvedModule) break;
    }
    return found ?? ({ resolvedModule: undefined } as ts.ResolvedModuleWithFailedLookupLocations);
  }

  #resolutionHost(): ts.ModuleResolutionHost {
    const { files } = this.#host;
    return {
      fileExists: (path) => files.fileExists(path),
      readFile: (path) => files.readFile(path),
      directoryExists: (path) => files.directoryExists(path),
      getDirectories: (path) => files.getDirectories(path),
      ...(files.realpath ? { realpath: files.realpath } : {}),
    };
  }

  #read(path: string): string | undefined {
    return path === this.#current ? this.#text : (this.#cells.get(path) ?? this.#host.files.readFile(path));
  }

  #serviceHost(directory: string): ts.LanguageServiceHost {
    const { files, libDirectory } = this.#host;
    const snapshots = new Map<string, { readonly version: string; readonly snapshot: ts.IScriptSnapshot }>();
    const version = (path: string): string => {
      if (path === this.#current) return String(this.#version);
      const cell = this.#cells.get(path);
      return cell === undefined ? files.version(path) : String(cell.length);
    };
    return {
      ...this.#resolutionHost(),
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => [this.#current, ...this.#global],
      getScriptVersion: version,
      getScriptSnapshot: (path) => {
        const known = snapshots.get(path);
        const now = version(path);
        if (known?.version === now) return known.snapshot;
        const text = this.#read(path);
        if (text === undefined) return undefined;
        const snapshot = ts.ScriptSnapshot.fromString(text);
        snapshots.set(path, { version: now, snapshot });
        return snapshot;
      },
      getCurrentDirectory: () => directory,
      getDefaultLibFileName: () => `${libDirectory}/lib.d.ts`,
      useCaseSensitiveFileNames: () => true,
      fileExists: (path) => path === this.#current || this.#cells.has(path) || files.fileExists(path),
      readFile: (path) => this.#read(path),
      readDirectory: (path, extensions) =>
        files
          .getFiles(path)
          .filter((name) => !extensions || extensions.some((each) => name.endsWith(each)))
          .map((name) => `${path.replace(/\/$/, "")}/${name}`),
      resolveModuleNameLiterals: (literals, importer, _redirect, options, source) =>
        literals.map((each) => this.#resolve(each.text, importer, ts.getModeForUsageLocation(source, each, options))),
      resolveTypeReferenceDirectiveReferences: (references, importer, _redirect, options) =>
        references.map((each) => {
          const name = typeof each === "string" ? each : each.fileName;
          for (const from of this.#directories()) {
            const place = importer.endsWith("__inferred type names__.ts") ? `${from}/cell.ts` : importer;
            const found = ts.resolveTypeReferenceDirective(name, place, options, this.#resolutionHost());
            if (found.resolvedTypeReferenceDirective) return found;
          }
          return {
            resolvedTypeReferenceDirective: undefined,
          } as ts.ResolvedTypeReferenceDirectiveWithFailedLookupLocations;
        }),
    };
  }
}

function isGlobalBlock(node: ts.Statement): node is ts.ModuleDeclaration {
  return ts.isModuleDeclaration(node) && (ts.isStringLiteral(node.name) || node.name.text === "global");
}

/** The names that `declare global` and `declare module "..."` blocks of a file declare. */
function globalNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const block of file.statements.filter(isGlobalBlock)) {
    if (!block.body || !ts.isModuleBlock(block.body)) continue;
    for (const each of block.body.statements) {
      const declarations = ts.isVariableStatement(each) ? each.declarationList.declarations : [each];
      for (const { name } of declarations as readonly { readonly name?: ts.Node }[]) {
        if (name) names.add(`${block.name.text} ${name.getText(file)}`);
      }
    }
  }
  return names;
}

/** The text with its global blocks blanked out. */
function withoutGlobals(file: ts.SourceFile): string {
  let text = file.text;
  for (const each of file.statements.filter(isGlobalBlock)) {
    const start = each.getStart(file);
    text = text.slice(0, start) + text.slice(start, each.end).replace(/[^\n]/g, " ") + text.slice(each.end);
  }
  return text;
}
