import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import type { Connection } from "../connection";
import { type Content, compose, decode, encode, type Message, RejectedMessage } from "../wire";

type Receive = (message: Message) => void;

/** A front end's side of the wire: sends requests, hands on what the kernel answers and broadcasts. */
export class WireClient {
  readonly #key: string;
  readonly #session: string = randomUUID();
  readonly #shell: Dealer = new Dealer({ linger: 0 });
  readonly #control: Dealer = new Dealer({ linger: 0 });
  readonly #iopub: Subscriber = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });

  #sent: Promise<void> = Promise.resolve();

  constructor(connection: Connection) {
    this.#key = connection.key;
    const address = (port: number): string => `${connection.transport}://${connection.ip}:${port}`;
    this.#shell.connect(address(connection.shell_port));
    this.#control.connect(address(connection.control_port));
    this.#iopub.connect(address(connection.iopub_port));
    this.#iopub.subscribe();
  }

  /** Hands every reply and every broadcast on until the client is closed. */
  listen(onReply: Receive, onBroadcast: Receive): void {
    void this.#receive(this.#shell, onReply);
    void this.#receive(this.#control, onReply);
    void this.#receive(this.#iopub, onBroadcast);
  }

  async #receive(socket: Dealer | Subscriber, hand: Receive): Promise<void> {
    for await (const frames of socket) {
      try {
        hand(decode(this.#key, frames));
      } catch (error) {
        if (!(error instanceof RejectedMessage)) throw error;
      }
    }
  }

  /** A request to be sent; its id, by which answers refer to it, is known before the first of them can come. */
  request(type: string, content: Content): Message {
    return compose(this.#session, type, content);
  }

  /** Sends, one message after the other: a socket takes the next one only when the last has left. */
  send(channel: "shell" | "control", message: Message): Promise<void> {
    const socket = channel === "shell" ? this.#shell : this.#control;
    const sent = this.#sent.then(() => socket.send(encode(this.#key, message)));
    this.#sent = sent.catch(() => {});
    return sent;
  }

  close(): void {
    this.#shell.close();
    this.#control.close();
    this.#iopub.close();
  }
}

/** The id of the request a message answers. */
export function parentId(message: Message): string | undefined {
  const id = (message.parent as Content).msg_id;
  return typeof id === "string" ? id : undefined;
}
