import type { Content, Message } from "../wire";
import { type CellError, describeFailure, describeThrown, type TracebackContext, tellStack } from "./errors/cell-error";
import type { Evaluator } from "./evaluator";
import type { History } from "./history";
import type { CellOutput } from "./output/cell-output";
import { checkBundle, encodeBundle, type MimeBundle, toMimeBundle } from "./output/mime-bundle";
import type { StandardInput } from "./standard-input";

/** What a front end asks when it sends a cell, with the protocol's defaults filled in. */
interface Request {
  readonly code: string;
  readonly silent: boolean;
  readonly remember: boolean;
  readonly stopOnError: boolean;
  readonly expressions: Content;
  /** Whether the front end answers questions. */
  readonly allowInput: boolean;
}

function readRequest(content: Content): Request {
  const silent = content.silent === true;
  const expressions = content.user_expressions;
  return {
    code: typeof content.code === "string" ? content.code : "",
    silent,
    remember: !silent && content.store_history !== false,
    stopOnError: content.stop_on_error !== false,
    expressions: typeof expressions === "object" && expressions !== null ? (expressions as Content) : {},
    allowInput: content.allow_stdin === true,
  };
}

export interface Executed {
  readonly reply: Content;
  /** Whether the cells already waiting must not run. */
  readonly abortFollowers: boolean;
}

/** The counter of cells and the running of one, from execute_request to the content of its reply. */
export class Execution {
  readonly #evaluator: Evaluator;
  readonly #output: CellOutput;
  readonly #history: History;
  readonly #input: StandardInput;
  readonly #stackContext: Omit<TracebackContext, "number">;
  #count = 0;

  constructor(evaluator: Evaluator, output: CellOutput, history: History, input: StandardInput, root: string) {
    this.#evaluator = evaluator;
    this.#output = output;
    this.#history = history;
    this.#input = input;
    this.#stackContext = { root, modules: evaluator.modules.maps, cell: (number) => evaluator.cell(number) };
    output.rewrite = (text) => this.#tell(text);
  }

  get count(): number {
    return this.#count;
  }

  async run(message: Message): Promise<Executed> {
    const request = readRequest(message.content);
    if (request.remember) this.#count++;
    const number = this.#count;
    this.#output.startCell(message, request.silent);
    this.#input.startCell(request.allowInput);
    this.#output.publish("execute_input", { code: request.code, execution_count: number });
    // Cells that are not counted have no number in stack traces that a later one could share.
    const result = await this.#evaluate(request.code, request.remember ? number : 0);
    if ("error" in result) {
      this.#output.publish("error", { ...result.error });
      if (request.remember) this.#history.add(number, request.code, null);
      return {
        reply: { status: "error", execution_count: number, ...result.error },
        abortFollowers: request.stopOnError,
      };
    }
    if (result.bundle) {
      this.#output.publish("execute_result", { execution_count: number, data: result.bundle, metadata: {} });
    }
    if (request.remember) this.#history.add(number, request.code, plainText(result.bundle));
    const expressions = await this.#expressions(request.expressions);
    this.#output.flush();
    return {
      reply: { status: "ok", execution_count: number, payload: [], user_expressions: expressions },
      abortFollowers: false,
    };
  }

  async #evaluate(code: string, number: number): Promise<{ bundle: MimeBundle | undefined } | { error: CellError }> {
    const context: TracebackContext = { ...this.#stackContext, number };
    const outcome = await this.#evaluator.run(code, number, async ({ hasValue, value }) => {
      if (!hasValue) return undefined;
      const bundle = encodeBundle(await toMimeBundle(value));
      checkBundle(bundle);
      return bundle;
    });
    this.#input.endCell();
    const error = describeFailure(outcome, code, context);
    if (error) return { error };
    const bundle = outcome.kind === "done" ? outcome.result : undefined;
    return { bundle: bundle && this.#readable(bundle) };
  }

  /** An error that comes after its cell has ended. */
  reportStray(reason: unknown): void {
    const { traceback } = describeThrown(reason, { ...this.#stackContext, number: this.#count });
    this.#output.write("stderr", `Uncaught after the cell had ended: ${traceback.join("\n")}\n`);
  }

  /** Stack traces that are printed or are results are told like those of errors. */
  #tell(text: string): string {
    return /cell-\d+\.ts:\d/.test(text) ? tellStack(text, { ...this.#stackContext, number: 0 }) : text;
  }

  #readable(bundle: MimeBundle): MimeBundle {
    const text = bundle["text/plain"];
    return typeof text === "string" ? { ...bundle, "text/plain": this.#tell(text) } : bundle;
  }

  /** Expressions a front end wants evaluated after the cell; one that fails does not fail the cell. */
  async #expressions(wanted: Content): Promise<Content> {
    const answers: Record<string, unknown> = {};
    for (const [name, expression] of Object.entries(wanted)) {
      const result = await this.#evaluate(String(expression), 0);
      answers[name] =
        "error" in result
          ? { status: "error", ...result.error }
          : { status: "ok", data: result.bundle ?? { "text/plain": "undefined" }, metadata: {} };
    }
    return answers;
  }
}

function plainText(bundle: MimeBundle | undefined): string | null {
  const text = bundle?.["text/plain"];
  return typeof text === "string" ? text : null;
}
