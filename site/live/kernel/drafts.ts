import { CellEngine } from "../../../src/jupyter/cell/engine";
import type { CellHost, CellRuntime } from "../../../src/jupyter/cell/host";
import type { CellDiagnostic } from "../../../src/jupyter/cell/types/diagnostics";
import type { Completion, Draft } from "../messages";

/** An engine and the cells whose names it knows. */
interface Context {
  readonly engine: CellEngine;
  readonly above: string[];
}

/**
 * Code that is being written: what may stand there, what it means, what is wrong with it. It is judged as if the cells above
 * it had run, whether they have or not; nothing of it is executed.
 */
export class Drafts {
  readonly #host: CellHost;
  readonly #load: CellRuntime["load"];
  /** One for the cell that is written, one for those below it: the former would be lost whenever these are looked at. */
  readonly #contexts = new Map<boolean, Context>();

  constructor(host: CellHost, load: CellRuntime["load"]) {
    this.#host = host;
    this.#load = load;
  }

  async complete(draft: Draft, position: number): Promise<Completion> {
    return (await this.#below(draft)).complete(draft.source, position);
  }

  async inspect(draft: Draft, position: number): Promise<string | undefined> {
    return (await this.#below(draft)).inspect(draft.source, position);
  }

  async diagnose(draft: Draft): Promise<readonly CellDiagnostic[]> {
    const engine = await this.#below(draft);
    const compiled = engine.compile(draft.source, "draft.ts");
    return "code" in compiled ? engine.check(compiled) : compiled;
  }

  /** An engine that knows the names of the cells above. */
  async #below({ above, focused }: Draft): Promise<CellEngine> {
    const found = this.#contexts.get(focused);
    const continued = found?.above.every((source, k) => source === above[k]) === true;
    const context = continued && found ? found : { engine: new CellEngine(this.#host), above: [] };
    this.#contexts.set(focused, context);
    for (const source of above.slice(context.above.length)) {
      await this.#declare(context.engine, source);
      context.above.push(source);
    }
    return context.engine;
  }

  /** Makes the names of a cell known without running it; one that is no code has none. */
  async #declare(engine: CellEngine, source: string): Promise<void> {
    const compiled = engine.compile(source, "above.ts");
    if (!("code" in compiled)) return;
    await engine.run(compiled, {
      load: (specifier, attributes) => {
        try {
          return this.#load(specifier, attributes);
        } catch {
          return {};
        }
      },
      call: () => undefined,
      interruption: () => undefined,
    });
    engine.settle(compiled, true);
  }
}
