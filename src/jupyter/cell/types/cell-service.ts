import ts from "typescript";
import type { CellHost } from "../host";
import { type CellFile, FREE_SLOT, HUB, hubText, SLOT } from "./cell-file";
import { compilerOptions } from "./compiler-options";

const CURRENT = "current";

/** Versions of cells' files: no two texts have one in common, also of engines that share their documents. */
let versions = 0;

/** So many slots are made at a time. */
const SLOTS = 64;

/**
 * TypeScript's language service over cells: the cell at hand is one file of changing content, the cells it builds upon
 * are modules it imports. Files of the compiler's library and of packages are read once.
 */
export class CellService {
  readonly #host: CellHost;
  readonly #options: ts.CompilerOptions;
  readonly #current: string;
  readonly #hub: string;
  #slotCount = 0;
  readonly #slots = new Map<number, number>();
  /** The files of slots by path; a slot that is free is an empty module. */
  readonly #cells = new Map<string, { readonly text: string; readonly version: number }>();
  readonly #resolutions: ts.ModuleResolutionCache;
  #text = "export {};";
  #version = ++versions;
  readonly service: ts.LanguageService;

  constructor(host: CellHost) {
    this.#host = host;
    this.#options = compilerOptions(host);
    const directory = this.#directories()[0] ?? "/";
    this.#current = this.#path(directory, CURRENT);
    this.#hub = this.#path(directory, "all");
    this.#grow();
    const canonical = (name: string): string => name;
    this.#resolutions = ts.createModuleResolutionCache(directory, canonical, this.#options);
    // Not declared, but what spares the compiler reading every package.json again for every cell.
    const shared = { getModuleResolutionCache: () => this.#resolutions };
    const serviceHost = Object.assign(this.#serviceHost(directory), shared);
    this.service = ts.createLanguageService(serviceHost, host.documents ?? ts.createDocumentRegistry(true));
  }

  /** Where the current cell's file is. */
  get path(): string {
    return this.#current;
  }

  slotOf(run: number): number | undefined {
    return this.#slots.get(run);
  }

  /** Makes this the cell at hand. */
  open(file: CellFile): void {
    if (file.text === this.#text) return;
    this.#text = file.text;
    this.#version = ++versions;
  }

  /** Keeps the file of a run for the cells that build upon it. */
  keep(run: number, file: CellFile): void {
    const slot = this.#slots.size;
    this.#slots.set(run, slot);
    if (this.#slots.size === this.#slotCount) this.#grow();
    const path = this.#slotPath(slot);
    this.supersede(file);
    this.#cells.set(path, { text: file.text, version: ++versions });
  }

  /** What a file declares globally replaces what earlier ones did; the answer takes that back. */
  supersede(added: CellFile): () => void {
    const names = globalNames(parseText(added.text));
    const former = new Map<string, { readonly text: string; readonly version: number }>();
    if (names.size > 0) {
      for (const [path, kept] of this.#cells) {
        const file = parseText(kept.text);
        if (![...globalNames(file)].some((name) => names.has(name))) continue;
        former.set(path, kept);
        this.#cells.set(path, { text: withoutGlobals(file), version: ++versions });
      }
    }
    return () => {
      for (const [path, kept] of former) this.#cells.set(path, kept);
    };
  }

  #grow(): void {
    for (const end = this.#slotCount + SLOTS; this.#slotCount < end; this.#slotCount++) {
      this.#cells.set(this.#slotPath(this.#slotCount), { text: FREE_SLOT, version: 0 });
    }
    this.#cells.set(this.#hub, { text: hubText(this.#slotCount), version: ++versions });
  }

  #slotPath(slot: number): string {
    return this.#path(this.#directories()[0] ?? "/", String(slot));
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
    if (specifier.startsWith(SLOT)) {
      const resolvedFileName = specifier === HUB ? this.#hub : this.#slotPath(Number(specifier.slice(SLOT.length)));
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
    return path === this.#current ? this.#text : (this.#cells.get(path)?.text ?? this.#host.files.readFile(path));
  }

  #serviceHost(directory: string): ts.LanguageServiceHost {
    const { files, libDirectory } = this.#host;
    const snapshots = new Map<string, { readonly version: string; readonly snapshot: ts.IScriptSnapshot }>();
    const version = (path: string): string => {
      if (path === this.#current) return String(this.#version);
      const cell = this.#cells.get(path);
      return cell ? String(cell.version) : files.version(path);
    };
    return {
      ...this.#resolutionHost(),
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => [this.#current],
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

function parseText(text: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext);
}

function isGlobalBlock(node: ts.Statement): node is ts.ModuleDeclaration {
  return ts.isModuleDeclaration(node) && (ts.isStringLiteral(node.name) || node.name.text === "global");
}

/** The names that `declare global` and `declare module "..."` blocks of a file declare. */
function globalNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  if (!/\bdeclare\b/.test(file.text)) return names;
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
