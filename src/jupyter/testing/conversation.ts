import { findKernelSpec, PROJECT_ROOT } from "../runner/kernel-spec";
import { Displays, type Output, OutputLog } from "../runner/output-log";
import { type CellEnd, Session } from "../runner/session";
import type { Content, Message } from "../wire";

/** What came of one cell. */
export interface Turn {
  readonly end: CellEnd;
  readonly reply: Content;
  readonly outputs: readonly Output[];
  readonly milliseconds: number;
}

/** A kernel to talk to in tests, one cell after the other. */
export class Conversation {
  readonly session: Session;
  readonly #logs: Map<string, OutputLog>;
  readonly #displays = new Displays();

  private constructor(session: Session, logs: Map<string, OutputLog>) {
    this.session = session;
    this.#logs = logs;
  }

  static async open(directory: string = PROJECT_ROOT): Promise<Conversation> {
    const logs = new Map<string, OutputLog>();
    const hear = (request: string, message: Message): void => logs.get(request)?.add(message);
    return new Conversation(await Session.open(findKernelSpec("contaminated-moe"), directory, hear), logs);
  }

  async say(code: string, timeoutSeconds: number = 30): Promise<Turn> {
    const started = performance.now();
    const log = new OutputLog(this.#displays);
    const onSent = (request: string): void => {
      this.#logs.set(request, log);
    };
    const end = await this.session.execute(code, { timeoutSeconds, onSent });
    const milliseconds = performance.now() - started;
    return { end, reply: end.kind === "replied" ? end.reply : {}, outputs: log.outputs, milliseconds };
  }

  /** The text a cell's result is shown as. */
  async ask(code: string): Promise<unknown> {
    const turn = await this.say(code);
    const result = turn.outputs.find((each) => each.output_type === "execute_result");
    return (result?.data as Content | undefined)?.["text/plain"] ?? JSON.stringify(turn.outputs);
  }
}
