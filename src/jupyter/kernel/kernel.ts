import { randomUUID } from "node:crypto";
import { JupyterHandlerImpl, ZmqServer } from "tslab/dist/jupyter";
import type { Router } from "zeromq";
import { InputError } from "../../input-error";
import type { Connection } from "../connection";
import { decode, type Message, RejectedMessage } from "../wire";
import { Answers } from "./answers";
import { CellOutput } from "./cell-output";
import type { Evaluator } from "./evaluator";
import { Execution } from "./execution";
import { History } from "./history";
import { Outgoing, tune } from "./outgoing";
import { remark } from "./remark";

interface Waiting {
  readonly socket: Router;
  readonly message: Message;
}

/** What exists once the sockets do. */
interface Open {
  readonly outgoing: Outgoing;
  readonly output: CellOutput;
  readonly execution: Execution;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * tslab's server with Jupyter's protocol put right: signatures are checked before anything is read, shell requests are
 * served one after the other, and errors, results and counts are sent as the protocol says.
 */
export class Kernel extends ZmqServer {
  readonly #evaluator: Evaluator;
  readonly #root: string;
  readonly #answers: Answers;
  readonly #connection: Connection;
  readonly #history: History = new History();
  #queue: Waiting[] = [];
  #serving = false;
  #arrived = 0;
  #open: Open | undefined;

  constructor(evaluator: Evaluator, root: string, connection: Connection, connectionFile: string) {
    const handler = new JupyterHandlerImpl(evaluator.executor, false);
    super(handler, connectionFile);
    this.#answers = new Answers(handler, this.#history);
    this.#evaluator = evaluator;
    this.#root = root;
    this.#connection = connection;
    // tslab declares it private; it is the one place between the making of a socket and its use.
    Object.assign(this, { bindSocket: (socket: Router, port: number) => this.#bind(socket, port) });
  }

  async #bind(socket: Router, port: number): Promise<void> {
    tune(socket);
    const { transport, ip } = this.#connection;
    try {
      await socket.bind(`${transport}://${ip}:${port}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
        throw new InputError(`Port ${port} of ${ip} is already in use; start the kernel again on free ports.`);
      }
      throw new InputError(`The kernel cannot listen on ${ip}, port ${port}: ${(error as Error).message}.`);
    }
  }

  /** Opens the sockets; messages that arrive before the kernel is ready wait. */
  override async init(): Promise<void> {
    await super.init();
    const outgoing = new Outgoing(this.#connection.key, randomUUID(), this.iopub);
    const output = new CellOutput(outgoing);
    this.#open = { outgoing, output, execution: new Execution(this.#evaluator, output, this.#history, this.#root) };
    output.install();
    outgoing.publish("status", { execution_state: "starting" });
    this.#pump();
  }

  /** An error that no running cell can be blamed for. */
  reportStray(text: string): void {
    if (this.#open) this.#open.output.publish("stream", { name: "stderr", text });
    else remark(text);
  }

  /** tslab calls this for every message on shell and on control. */
  override async handleShellMessage(socket: Router, ...frames: Buffer[]): Promise<void> {
    try {
      const message = decode(this.#connection.key, frames);
      this.#arrived++;
      this.#queue.push({ socket, message });
    } catch (error) {
      if (!(error instanceof RejectedMessage)) throw error;
      remark(`${error.message}; it is ignored.`);
      return;
    }
    this.#pump();
  }

  /** Serves control at once and shell in order. */
  #pump(): void {
    const open = this.#open;
    if (!open) return;
    const urgent = this.#queue.filter((each) => each.socket === this.control);
    this.#queue = this.#queue.filter((each) => each.socket !== this.control);
    for (const each of urgent) void this.#serve(each, open);
    if (this.#serving) return;
    const next = this.#queue.shift();
    if (!next) return;
    this.#serving = true;
    void this.#serve(next, open).then(() => {
      this.#serving = false;
      this.#pump();
    });
  }

  async #serve(waiting: Waiting, open: Open): Promise<void> {
    const { message } = waiting;
    open.outgoing.publish("status", { execution_state: "busy" }, message);
    try {
      await this.#answer(waiting, open);
    } catch (error) {
      remark(`${message.header.msg_type} failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
    open.outgoing.publish("status", { execution_state: "idle" }, message);
    if (message.header.msg_type === "shutdown_request") await this.#end();
  }

  async #answer({ socket, message }: Waiting, open: Open): Promise<void> {
    const { msg_type: type } = message.header;
    const reply = (content: Readonly<Record<string, unknown>>): void =>
      open.outgoing.reply(socket, message, type.replace(/_request$/, "_reply"), content);
    switch (type) {
      case "execute_request": {
        const { reply: content, abortFollowers } = await open.execution.run(message);
        const aborted = abortFollowers ? await this.#takeFollowers() : [];
        reply(content);
        for (const each of aborted) this.#abort(each, open);
        return;
      }
      case "interrupt_request":
        this.#evaluator.interrupt();
        return reply({ status: "ok" });
      case "shutdown_request": {
        const content = { status: "ok", restart: message.content.restart === true };
        open.outgoing.publish("shutdown_reply", content, message);
        return reply(content);
      }
      default: {
        const content = this.#answers.answer(type, message.content);
        if (content) reply(content);
        else if (!type.startsWith("comm_")) remark(`it does not know the message "${type}"; it is ignored.`);
      }
    }
  }

  /**
   * The cells sent before the failure was told. A computing cell leaves them in the socket, so this waits until no more
   * come; whoever sends after having seen the failure is not concerned.
   */
  async #takeFollowers(): Promise<readonly Waiting[]> {
    for (let seen = -1; seen !== this.#arrived; ) {
      seen = this.#arrived;
      await pause(3);
    }
    const followers = this.#queue.filter((each) => each.message.header.msg_type === "execute_request");
    this.#queue = this.#queue.filter((each) => !followers.includes(each));
    return followers;
  }

  #abort({ socket, message }: Waiting, open: Open): void {
    open.outgoing.publish("status", { execution_state: "busy" }, message);
    const content = { status: "aborted", execution_count: open.execution.count };
    open.outgoing.reply(socket, message, "execute_reply", content);
    open.outgoing.publish("status", { execution_state: "idle" }, message);
  }

  /** Lets the last messages leave, then ends the process whatever still runs in it. */
  async #end(): Promise<void> {
    await pause(10);
    this.close();
    process.exit(0);
  }
}
