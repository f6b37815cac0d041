import { CellEngine } from "../../../src/jupyter/cell/engine";
import type { CellHost, CellRuntime } from "../../../src/jupyter/cell/host";
import type { CellDiagnostic } from "../../../src/jupyter/cell/types/diagnostics";
import type { Completion, Draft } from "../messages";

/**
 * Code that is being written: what may stand there, what it means, what is wrong with it. It is judged as if the cells above
 * it had run, whether they have or not; nothing of it is executed.
 */
export class Drafts {
  readonly #host: CellHost;
  readonly #load: CellRuntime["load"];
  #engine: CellEngine;
  #above: readonly string[] = [];

  constructor(host: CellHost, load: CellRuntime["load"]) {
    this.#host = host;
    this.#load = load;
    this.#engine = new CellEngine(host);
  }

  async complete({ above, source }: Draft, position: number): Promise<Completion> {
    return (await this.#below(above)).complete(source, position);
  }

  async inspect({ above, source }: Draft, position: number): Promise<string | undefined> {
    return (await this.#below(above)).inspect(source, position);
  }

  async diagnose({ above, source }: Draft): Promise<readonly CellDiagnostic[]> {
    const engine = await this.#below(above);
    const compiled = engine.compile(source, "draft.ts");
    return "code" in compiled ? engine.check(compiled) : compiled;
  }

  /** An engine that knows the names of these cells. */
  async #below(above: readonly string[]): Promise<CellEngine> {
    const continued = this.#above.every((source, k) => source === above[k]);
    if (!continued) {
      this.#engine = new CellEngine(this.#host);
      this.#above = [];
    }
    for (const source of above.slice(this.#above.length)) await this.#declare(source);
    this.#above = above;
    return this.#engine;
  }

  /** Makes the names of a cell known without running it; one that is no code has none. */
  async #declare(source: string): Promise<void> {
    const compiled = this.#engine.compile(source, "above.ts");
    if (!("code" in compiled)) return;
    await this.#engine.run(compiled, {
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
    this.#engine.settle(compiled, true);
  }
}
