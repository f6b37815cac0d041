import type { CellHost, CellRuntime } from "./host";
import { type EmittedCell, emitCell } from "./javascript/emit";
import type { TextPlace } from "./javascript/source-map";
import { CellScope, type Former, type ScopeChange } from "./scope";
import { allOf, type Binding, boundModule } from "./syntax/cell-imports";
import { declarationsIn } from "./syntax/declarations";
import { parseCell, syntaxErrors } from "./syntax/parse";
import { type CellFile, cellFile, isInserted, wordsOf } from "./types/cell-file";
import { CellService } from "./types/cell-service";
import { type Completions, completeCode } from "./types/completion";
import { type CellDiagnostic, toCellDiagnostic } from "./types/diagnostics";
import { inspectCode } from "./types/inspection";

/** A cell that can run. */
export interface CompiledCell extends EmittedCell {
  readonly run: number;
  readonly source: string;
  /** What its code is called in stack traces. */
  readonly name: string;
}

/** The result of a cell that ran to its end. */
export interface CellValue {
  /** Whether its last statement is an expression. */
  readonly hasValue: boolean;
  readonly value: unknown;
}

/** An import that failed, told with the place of the import. */
export class ImportFailure extends Error {
  override readonly name: string = "ImportError";
}

/**
 * Compiles and runs cells of one notebook. It knows nothing of where it runs: the host gives it files and modules and
 * calls its code.
 *
 * A cell goes `compile` (JavaScript, a millisecond or two) -> `check` (types, with the language service; may be left for
 * later) -> `run` -> `settle`, which makes its names known to the following ones. Cells run one after the other.
 */
export class CellEngine {
  readonly #host: CellHost;
  readonly #scope = new CellScope();
  #service: CellService | undefined;
  #runs = 0;
  /** Of the cells that run: what they change, and what was there before. */
  readonly #running = new Map<number, { readonly change: ScopeChange; readonly former: ReadonlyMap<string, Former> }>();

  constructor(host: CellHost) {
    this.#host = host;
  }

  /** The cell as JavaScript, or why it is none. */
  compile(source: string, name: string): CompiledCell | readonly CellDiagnostic[] {
    const errors = syntaxErrors(parseCell(source));
    if (errors.length > 0) return errors.map((each) => toCellDiagnostic(source, each));
    const run = this.#runs++;
    return { run, source, name, ...emitCell(source, run, this.#scope) };
  }

  /** What the compiler finds wrong with the types of a cell. */
  check(cell: CompiledCell): readonly CellDiagnostic[] {
    const { service, path } = this.#checker;
    const file = this.#file(cell, false);
    this.#checker.open(file);
    const takeBack = this.#checker.supersede(file);
    const looked = this.#host.directories.join(" and then ");
    const found = service.getSemanticDiagnostics(path).filter((each) => !isInserted(file, each.start));
    if (found.length > 0) takeBack();
    return found.map((each) => {
      const told = toCellDiagnostic(cell.source, each, file);
      const missing = each.code === 2307 || each.code === 2792;
      return missing ? { ...told, message: `${told.message} It was looked for from ${looked}.` } : told;
    });
  }

  /** Runs a cell: loads what it imports, then calls it. Settles when the cell has ended, whatever it awaits. */
  async run(cell: CompiledCell, runtime: CellRuntime): Promise<CellValue> {
    const modules: unknown[] = [];
    for (const { specifier, attributes } of cell.imports) modules.push(await runtime.load(specifier, attributes));
    const imported = cell.imports.map(({ bindings, all }, at) => [...bindings, ...(all ? allOf(modules[at]) : [])]);
    const change = this.#changeOf(cell, imported.flat());
    this.#running.set(cell.run, { change, former: this.#scope.begin(change, cell.captured) });
    for (const [at, bindings] of imported.entries()) {
      for (const binding of bindings) {
        const place = change.places.get(binding.name);
        if (place) this.#scope.home(place.home)[binding.name] = boundModule(modules[at], binding);
      }
    }
    const hooks = {
      meta: runtime.meta ?? {},
      import: (specifier: unknown, options?: { readonly with?: Readonly<Record<string, string>> }): Promise<unknown> =>
        Promise.resolve(runtime.load(String(specifier), options?.with ?? {})).then((module) =>
          boundModule(module, { name: "", key: undefined, raw: false }),
        ),
      resume: (value: unknown): unknown => {
        const reason = runtime.interruption();
        if (reason !== undefined) throw reason;
        return value;
      },
    };
    const homes = cell.homes.map((each) => this.#scope.home(each));
    const result = (await runtime.call(cell.code, cell.name, [hooks, ...homes])) as readonly [unknown] | undefined;
    return { hasValue: result !== undefined, value: result?.[0] };
  }

  /** After a run: the cell's names are known from now on; of one that did not complete, those it got to. */
  settle(cell: CompiledCell, complete: boolean): void {
    const running = this.#running.get(cell.run);
    this.#running.delete(cell.run);
    if (!running) return;
    this.#checker.keep(cell.run, this.#file(cell, false));
    this.#scope.end(running.change, running.former, complete);
  }

  /** The names the cell declares, with those of `export * from`, which are known once the module is loaded. */
  #changeOf({ run, declarations, places }: CompiledCell, bindings: readonly Binding[]): ScopeChange {
    const found = bindings.filter(({ name }) => !declarations.has(name));
    const kind = "import" as const;
    return {
      run,
      declarations: new Map([
        ...declarations,
        ...found.map(({ name }) => [name, { name, kind, isType: true, isExported: true, nodes: [] }] as const),
      ]),
      places: new Map([
        ...places,
        ...found.map(({ name, key }) => [name, this.#scope.placeFor(name, key, run)] as const),
      ]),
    };
  }

  /** Where in the cell a place of its emitted code comes from. */
  source(cell: CompiledCell, place: TextPlace): TextPlace | undefined {
    return cell.map.source({ line: place.line - 1, column: place.column });
  }

  complete(source: string, position: number): Completions {
    const file = this.#draft(source);
    return completeCode(this.#checker, file, source, position, this.#host);
  }

  /** What there is to say about the name at a position, or about the call around it; undefined for nothing. */
  inspect(source: string, position: number): string | undefined {
    const file = this.#draft(source);
    return inspectCode(this.#checker, file, position);
  }

  /** Reads the compiler's library and what this cell imports before they are needed. */
  warm(source: string): void {
    this.#draft(source);
    this.#checker.service.getSemanticDiagnostics(this.#checker.path);
  }

  /** The file of code that may be incomplete. */
  #draft(source: string): CellFile {
    const file = this.#file({ source, declarations: declarationsIn(source) }, true);
    this.#checker.open(file);
    return file;
  }

  #file(cell: Pick<CompiledCell, "source" | "declarations">, all: boolean): CellFile {
    const words = wordsOf(cell.source);
    const known = [...this.#scope.known.values()].filter((each) => all || words.has(each.name));
    return cellFile(cell.source, cell.declarations, known, (run) => this.#checker.slotOf(run));
  }

  get #checker(): CellService {
    this.#service ??= new CellService(this.#host);
    return this.#service;
  }
}
