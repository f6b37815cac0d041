import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import type { Router } from "zeromq";
import type { Connection } from "../connection";
import { decode, type Message, RejectedMessage } from "../wire";
import { Answers } from "./answers";
import type { Evaluator } from "./evaluator";
import { Execution } from "./execution";
import { History } from "./history";
import { CellOutput } from "./output/cell-output";
import { InheritedOutput } from "./output/inherited-output";
import { remark } from "./remark";
import { refuseInput } from "./standard-input";
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
  readonly execution: Execution;
}

/** The kernel knows no target of comms: whoever opens one is told that it is closed. */
function closed(content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { comm_id: typeof content.comm_id === "string" ? content.comm_id : "", data: {} };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * The server of Jupyter's protocol: signatures are checked before anything is read, shell requests are served one after
 * the other, control requests at once.
 */
export class Kernel {
  readonly #evaluator: Evaluator;
  readonly #root: string;
  readonly #answers: Answers;
  readonly #connection: Connection;
  readonly #history: History = new History();
  #queue: Waiting[] = [];
  #serving = false;
  #arrived = 0;
  #open: Open | undefined;

  constructor(evaluator: Evaluator, root: string, connection: Connection) {
    this.#evaluator = evaluator;
    this.#root = root;
    this.#connection = connection;
    this.#answers = new Answers(evaluator, this.#history);
  }

  /** Opens the sockets; messages that arrive before the kernel is ready wait. */
  async init(): Promise<void> {
    const sockets = await openSockets(this.#connection, (socket, frames) => this.#receive(socket, frames));
    const outgoing = new Outgoing(this.#connection.key, randomUUID(), sockets.iopub);
    const output = new CellOutput(outgoing);
    const execution = new Execution(this.#evaluator, output, this.#history, this.#root);
    this.#open = { sockets, outgoing, output, execution };
    output.install();
    refuseInput();
    const inherited = new InheritedOutput((name, text) => output.write(name, text));
    inherited.install();
    output.collect = () => inherited.collect();
    this.#evaluator.modules.onLoad = () => output.adoptTslab();
    outgoing.publish("status", { execution_state: "starting" });
    this.#pump();
    this.#warm();
  }

  /** Reads what the first cell will need, once nobody waits for an answer. */
  #warm(): void {
    setTimeout(() => {
      if (this.#serving || this.#queue.length > 0) return this.#warm();
      this.#evaluator.ask((engine) => engine.warm('import "contaminated-moe"; console.log(1);'));
    }, 30);
  }

  /** An error that no running cell can be blamed for. */
  reportStray(reason: unknown): void {
    if (this.#open) this.#open.execution.reportStray(reason);
    else remark(inspect(reason));
  }

  /** A message on shell or on control. */
  #receive(socket: Router, frames: Buffer[]): void {
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

  #abort({ socket, message }: Waiting, open: Open): void {
    open.outgoing.publish("status", { execution_state: "busy" }, message);
    const content = { status: "aborted", execution_count: open.execution.count };
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
