import { type Declaration, type DeclarationKind, isSharedValue } from "./syntax/declarations";

/** An object whose properties are variables of cells. */
export type Home = Record<string, unknown>;

/**
 * Where the value of a name lives: `homes[home][name]`, or for what is imported `homes[home][name][key]`, the module
 * and the name of its export.
 */
export interface Place {
  readonly home: number;
  readonly key: string | undefined;
}

/** A name that cells can use. */
export interface KnownName {
  readonly name: string;
  readonly kind: DeclarationKind;
  readonly isType: boolean;
  /** The run of the cell that declared it last; it knows the type. */
  readonly run: number;
}

/**
 * A home of its own hidden class: V8 keeps its properties as a struct, and what other homes hold does not blur what it
 * knows of their types. Without a prototype, so that every name is free.
 */
function makeHome(): Home {
  const Made = class {};
  Object.setPrototypeOf(Made.prototype, null);
  Reflect.deleteProperty(Made.prototype, "constructor");
  return new Made() as Home;
}

/** What a cell changes, known before it runs. */
export interface ScopeChange {
  readonly run: number;
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly places: ReadonlyMap<string, Place>;
}

/** What a name was before a cell ran: its value at its new place, and the place it moved from. */
export interface Former {
  readonly present: boolean;
  readonly value: unknown;
  readonly moved: { readonly place: Place; readonly slot: unknown } | undefined;
}

/**
 * The variables that cells share. A name keeps its place when it is declared again, so that functions of earlier cells
 * see the new value. Where it has to move (a variable becomes an import, or an import a variable) its old place forwards
 * to the new one.
 */
export class CellScope {
  readonly #homes: Home[] = [];
  readonly #places = new Map<string, Place>();
  readonly #known = new Map<string, KnownName>();
  /** Names that functions use: their value may change at any call. */
  readonly #captured = new Set<string>();

  get known(): ReadonlyMap<string, KnownName> {
    return this.#known;
  }

  /** Where the value of a name is; undefined for what has none here. */
  place(name: string): Place | undefined {
    const known = this.#known.get(name);
    return known && isSharedValue(known.kind) ? this.#places.get(name) : undefined;
  }

  isCaptured(name: string): boolean {
    return this.#captured.has(name);
  }

  /** Where a cell that declares the name puts its value; `key` is the export it imports. */
  placeFor(name: string, key: string | undefined, run: number): Place {
    const place = this.#places.get(name);
    return place && place.key === key ? place : { home: run, key };
  }

  home(index: number): Home {
    let home = this.#homes[index];
    if (!home) {
      home = makeHome();
      this.#homes[index] = home;
    }
    return home;
  }

  /** Prepares the homes for a cell that is about to run; the answer is for `end`. */
  begin(change: ScopeChange, captured: Iterable<string>): ReadonlyMap<string, Former> {
    const former = new Map<string, Former>();
    for (const name of captured) this.#captured.add(name);
    for (const [name, place] of change.places) {
      const home = this.home(place.home);
      const old = this.#places.get(name);
      const moved = old && old !== place ? { place: old, slot: this.home(old.home)[name] } : undefined;
      former.set(name, { present: Object.hasOwn(home, name), value: home[name], moved });
      if (moved) this.#forward(name, moved.place, place);
      this.#places.set(name, place);
    }
    return former;
  }

  /** Makes known what the cell has declared; of one that did not reach its end, what it got to. */
  end(change: ScopeChange, former: ReadonlyMap<string, Former>, complete: boolean): void {
    for (const { name, kind, isType } of change.declarations.values()) {
      if (kind === "local") continue;
      const known: KnownName = { name, kind, isType, run: change.run };
      if (complete || !isSharedValue(kind)) {
        this.#known.set(name, known);
        continue;
      }
      const home = this.home(change.places.get(name)?.home ?? change.run);
      const before = former.get(name);
      const reached = Object.hasOwn(home, name);
      if (reached && !(before?.present && Object.is(before.value, home[name]))) this.#known.set(name, known);
      else if (!reached && before?.moved) {
        const { place, slot: value } = before.moved;
        this.#places.set(name, place);
        const attributes = { value, writable: true, configurable: true, enumerable: true };
        Object.defineProperty(this.home(place.home), name, attributes);
      }
    }
  }

  #forward(name: string, from: Place, to: Place): void {
    const target = this.home(to.home);
    const { key } = to;
    const access: PropertyDescriptor & { get(): unknown } =
      key === undefined
        ? {
            get: () => target[name],
            set: (value: unknown) => {
              target[name] = value;
            },
          }
        : { get: () => (target[name] as Home | undefined)?.[key] };
    const attributes = { ...access, configurable: true, enumerable: true };
    const home = this.home(from.home);
    if (from.key === undefined) Object.defineProperty(home, name, attributes);
    else home[name] = Object.defineProperty({}, from.key, attributes);
  }
}
