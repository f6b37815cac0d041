import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import type { Router } from "zeromq";
import type { Connection } from "../connection";
import { decode, type Message, RejectedMessage } from "../wire";
import type { Evaluator } from "./evaluator";
import { KERNEL_INFO } from "./kernel-info";
import { type Cells, loadCells } from "./load-cells";
import { CellOutput } from "./output/cell-output";
import { InheritedOutput } from "./output/inherited-output";
import { remark } from "./remark";
import { StandardInput } from "./standard-input";
import { Outgoing } from "./wire/outgoing";
import { closeSockets, openSockets, type Sockets } from "./wire/sockets";

interface Waiting {
  readonly socket: Router;
  readonly message: Message;
}

/** What exists once the sockets do. */
interface Open {
  readonly sockets: Sockets;
  readonly outgoing: Outgoing;
  readonly output: CellOutput;
  readonly input: StandardInput;
}

/** What the first cell likely needs beside the language's library. */
const LIKELY = 'import "contaminated-moe";';
/** The compiler is loaded when nobody has asked for so long, */
const QUIET_MS = 30;
/** and when the front end has been answered and listens; or after this time, if nobody comes. */
const PATIENCE_MS = 300;

/** The kernel knows no target of comms: whoever opens one is told that it is closed. */
function closed(content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { comm_id: typeof content.comm_id === "string" ? content.comm_id : "", data: {} };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * The server of Jupyter's protocol: signatures are checked before anything is read, shell requests are served one after
 * the other, control requests at once. It answers before the compiler is loaded, which takes longer than all the rest.
 */
export class Kernel {
  readonly #connection: Connection;
  readonly #root: string;
  readonly #load: () => Promise<Evaluator>;
  #loading: Promise<Cells> | undefined;
  #cells: Cells | undefined;
  #queue: Waiting[] = [];
  #serving = false;
  #arrived = 0;
  #greeted = false;
  #open: Open | undefined;

  /** `load` brings the compiler, when it is needed. */
  constructor(connection: Connection, root: string, load: () => Promise<Evaluator>) {
    this.#connection = connection;
    this.#root = root;
    this.#load = load;
  }

  /** Opens the sockets; messages that arrive before the kernel is ready wait. */
  async init(): Promise<void> {
    const sockets = await openSockets(this.#connection, {
      receive: (socket, frames) => this.#receive(socket, frames),
      subscribed: (topic) => {
        this.#greeted = true;
        this.#open?.outgoing.welcome(topic);
      },
    });
    const outgoing = new Outgoing(this.#connection.key, randomUUID(), sockets.iopub);
    const output = new CellOutput(outgoing);
    const input = new StandardInput((prompt) => {
      output.flush();
      const { request } = output;
      if (request) outgoing.reply(sockets.stdin, request, "input_request", { prompt, password: false });
    });
    this.#open = { sockets, outgoing, output, input };
    output.install();
    input.install();
    const inherited = new InheritedOutput((name, text) => output.write(name, text));
    inherited.install();
    output.collect = () => inherited.collect();
    outgoing.publish("status", { execution_state: "starting" });
    this.#pump();
    this.#warm(performance.now() + PATIENCE_MS);
  }

  /** Loads the compiler and reads what the first cell will need, once nobody waits for an answer. */
  #warm(limit: number): void {
    setTimeout(async () => {
      const busy = this.#serving || this.#queue.length > 0;
      const awaited = !(this.#greeted && this.#arrived > 0) && performance.now() < limit;
      if (busy || awaited) return this.#warm(limit);
      const { evaluator } = await this.#withCells();
      // Who has asked meanwhile comes first.
      setTimeout(() => {
        if (!this.#serving) evaluator.ask((engine) => engine.warm(LIKELY));
      }, QUIET_MS);
    }, QUIET_MS);
  }

  /** The part that needs the compiler, which is loaded and has read the language's library: a cell can begin. */
  #withCells(): Promise<Cells> {
    this.#loading ??= this.#loadCells();
    return this.#loading;
  }

  async #loadCells(): Promise<Cells> {
    if (!this.#open) throw new Error("The sockets are not open yet.");
    this.#cells = await loadCells(this.#load, this.#open.output, this.#open.input, this.#root);
    return this.#cells;
  }

  /** An error that comes from outside the flow of a cell: it fails the running one. */
  fail(reason: unknown): void {
    if (this.#cells?.evaluator.fail(reason)) return;
    if (this.#cells) this.#cells.execution.reportStray(reason);
    else remark(inspect(reason));
  }

  /** Ends the running cell. */
  interrupt(): void {
    this.#cells?.evaluator.interrupt();
  }

  /** A message on shell, control or stdin. */
  #receive(socket: Router, frames: Buffer[]): void {
    try {
      const message = decode(this.#connection.key, frames);
      if (socket === this.#open?.sockets.stdin) {
        if (message.header.msg_type === "input_reply") this.#open.input.answer(String(message.content.value));
        return;
      }
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
    const urgent = this.#queue.filter((each) => each.socket === open.sockets.control);
    this.#queue = this.#queue.filter((each) => each.socket !== open.sockets.control);
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
      const content = { status: "error", ename: "KernelError", evalue: String(error), traceback: [String(error)] };
      open.outgoing.reply(waiting.socket, message, message.header.msg_type.replace(/_request$/, "_reply"), content);
    }
    open.outgoing.publish("status", { execution_state: "idle" }, message);
    if (message.header.msg_type === "shutdown_request") await this.#end(open);
  }

  async #answer({ socket, message }: Waiting, open: Open): Promise<void> {
    const { msg_type: type } = message.header;
    const reply = (content: Readonly<Record<string, unknown>>): void =>
      open.outgoing.reply(socket, message, type.replace(/_request$/, "_reply"), content);
    switch (type) {
      case "execute_request": {
        const { execution } = await this.#withCells();
        const { reply: content, abortFollowers } = await execution.run(message);
        const aborted = abortFollowers ? await this.#takeFollowers() : [];
        reply(content);
        for (const each of aborted) this.#abort(each, open, execution.count);
        return;
      }
      case "kernel_info_request":
        return reply(KERNEL_INFO);
      case "interrupt_request":
        this.interrupt();
        return reply({ status: "ok" });
      case "shutdown_request": {
        const content = { status: "ok", restart: message.content.restart === true };
        open.outgoing.publish("shutdown_reply", content, message);
        return reply(content);
      }
      default: {
        const { answers } = await this.#withCells();
        const content = answers.answer(type, message.content);
        if (content) reply(content);
        else if (type === "comm_open") open.outgoing.publish("comm_close", closed(message.content), message);
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

  #abort({ socket, message }: Waiting, open: Open, count: number): void {
    open.outgoing.publish("status", { execution_state: "busy" }, message);
    const content = { status: "aborted", execution_count: count };
    open.outgoing.reply(socket, message, "execute_reply", content);
    open.outgoing.publish("status", { execution_state: "idle" }, message);
  }

  /** Lets the last messages leave, then ends the process whatever still runs in it. */
  async #end(open: Open): Promise<void> {
    await pause(10);
    closeSockets(open.sockets);
    process.exit(0);
  }
}
