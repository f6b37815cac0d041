import type { Content, Message } from "../../wire";
import { compose, encode } from "../../wire";

interface Sends {
  send(frames: Buffer[]): Promise<void>;
}

/** What a kernel sends: replies to one client, broadcasts on iopub, all signed with the connection's key. */
export class Outgoing {
  readonly #key: string;
  readonly #session: string;
  readonly #iopub: Sends;

  constructor(key: string, session: string, iopub: Sends) {
    this.#key = key;
    this.#session = session;
    this.#iopub = iopub;
  }

  reply(socket: Sends, request: Message, type: string, content: Content): void {
    this.#send(socket, compose(this.#session, type, content, request));
  }

  /** Broadcasts; the request says which cell it belongs to. */
  publish(type: string, content: Content, request?: Message): void {
    const message = compose(this.#session, type, content, request);
    this.#send(this.#iopub, { ...message, identities: [Buffer.from(type)] });
  }

  /**
   * Tells who has subscribed that broadcasts arrive from now on: those sent before are lost, and nobody could tell
   * (the protocol's `iopub_welcome`).
   */
  welcome(topic: string): void {
    const message = compose(this.#session, "iopub_welcome", { subscription: topic });
    this.#send(this.#iopub, { ...message, identities: [Buffer.from(topic)] });
  }

  #send(socket: Sends, message: Message): void {
    // A socket that is being closed is no failure of the cell.
    socket.send(encode(this.#key, message)).catch(() => {});
  }
}

/**
 * Output is never dropped because a front end reads slowly, and nobody waits long for one that is gone. Without a send
 * timeout zeromq.js hands every message over at once; with one it waits for the event loop after 512 of them and refuses
 * all that a computing cell prints after those.
 */
export function tune(socket: object): void {
  const wanted = { sendTimeout: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 1000 };
  // Not every kind of socket has every option.
  for (const [option, value] of Object.entries(wanted)) {
    if (option in socket) Object.assign(socket, { [option]: value });
  }
}
