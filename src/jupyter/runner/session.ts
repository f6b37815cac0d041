import type { Content, Message } from "../wire";
import { type KernelEnd, KernelProcess } from "./kernel-process";
import type { KernelSpec } from "./kernel-spec";
import { parentId, WireClient } from "./wire-client";

/** How a request for a cell ended. */
export type CellEnd =
  | { readonly kind: "replied"; readonly reply: Content }
  | { readonly kind: "died"; readonly end: KernelEnd }
  | { readonly kind: "timed out"; readonly killed: boolean };

/** The kernel did not come up. */
export class KernelFailed extends Error {
  override readonly name = "KernelFailed";
}

interface Pending {
  reply: Content | undefined;
  idle: boolean;
  readonly finish: (reply: Content) => void;
}

const START_SECONDS = 60;
/** How long an interrupted cell may take to end before its kernel is killed. */
const GRACE_SECONDS = 5;
/** How long a kernel may take to end when it is asked to. */
const SHUTDOWN_SECONDS = 2;
const POLL_MS = 100;

function sleep(milliseconds: number): { readonly done: Promise<undefined>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const done = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return { done, cancel: () => clearTimeout(timer) };
}

/** One kernel and the conversation with it. */
export class Session {
  readonly #process: KernelProcess;
  readonly #client: WireClient;
  readonly #pending = new Map<string, Pending>();
  readonly #onBroadcast: (request: string, message: Message) => void;
  #broadcastSeen = false;
  #info: Content | undefined;

  private constructor(process: KernelProcess, onBroadcast: (request: string, message: Message) => void) {
    this.#process = process;
    this.#onBroadcast = onBroadcast;
    this.#client = new WireClient(process.connection);
    this.#client.listen(
      (message) => this.#replied(message),
      (message) => this.#broadcast(message),
    );
  }

  /** Starts a kernel and waits until it answers; a port taken meanwhile is met by trying others. */
  static async open(
    spec: KernelSpec,
    workingDirectory: string,
    onBroadcast: (request: string, message: Message) => void,
  ): Promise<Session> {
    let said = "";
    for (let attempt = 0; attempt < 3; attempt++) {
      const session = new Session(await KernelProcess.start(spec, workingDirectory), onBroadcast);
      const end = await session.#ready();
      if (end === undefined) return session;
      await session.close();
      said = end.said;
      if (!said.includes("already in use")) break;
    }
    const reason = said === "" ? "it ended without a word" : said;
    throw new KernelFailed(`The kernel "${spec.name}" did not start: ${reason}`);
  }

  /** What the kernel says of its language. */
  get languageInfo(): unknown {
    return this.#info?.language_info;
  }

  async #ready(): Promise<KernelEnd | undefined> {
    let ended: KernelEnd | undefined;
    void this.#process.ended.then((end) => {
      ended = end;
    });
    const limit = Date.now() + START_SECONDS * 1000;
    // Broadcasts are lost until the subscription has arrived: ask until an answer and a broadcast are seen.
    while (!this.#info || !this.#broadcastSeen) {
      await this.#client.send("shell", this.#client.request("kernel_info_request", {}));
      const until = Date.now() + POLL_MS;
      while (Date.now() < until && !(this.#info && this.#broadcastSeen)) await sleep(5).done;
      if (ended) return ended;
      if (Date.now() > limit) return { code: null, signal: null, said: `it gave no answer in ${START_SECONDS} s` };
    }
    this.#process.hideConnection();
    return undefined;
  }

  #replied(message: Message): void {
    if (message.header.msg_type === "kernel_info_reply") this.#info = message.content;
    const pending = this.#pending.get(parentId(message) ?? "");
    if (!pending || message.header.msg_type !== "execute_reply") return;
    pending.reply = message.content;
    if (pending.idle) pending.finish(pending.reply);
  }

  #broadcast(message: Message): void {
    this.#broadcastSeen = true;
    const request = parentId(message);
    if (request === undefined) return;
    this.#onBroadcast(request, message);
    if (message.header.msg_type !== "status" || message.content.execution_state !== "idle") return;
    const pending = this.#pending.get(request);
    if (!pending) return;
    pending.idle = true;
    if (pending.reply) pending.finish(pending.reply);
  }

  /**
   * Runs one cell. After `timeoutSeconds` it is interrupted, and when that does not end it the kernel is killed.
   * `onSent` hears the request's id before any broadcast about it.
   */
  async execute(code: string, timeoutSeconds: number, onSent: (request: string) => void): Promise<CellEnd> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const message = this.#client.request("execute_request", { ...content, stop_on_error: true });
    const request = message.header.msg_id;
    onSent(request);
    const replied = new Promise<Content>((finish) => {
      this.#pending.set(request, { reply: undefined, idle: false, finish });
    }).then((reply): CellEnd => ({ kind: "replied", reply }));
    await this.#client.send("shell", message);
    const died = this.#process.ended.then((end): CellEnd => ({ kind: "died", end }));
    const limit = Number.isFinite(timeoutSeconds) ? sleep(timeoutSeconds * 1000) : undefined;
    const first = await Promise.race([replied, died, ...(limit ? [limit.done] : [])]);
    limit?.cancel();
    if (first) return first;
    this.#process.interrupt();
    const grace = sleep(GRACE_SECONDS * 1000);
    const second = await Promise.race([replied, died, grace.done]);
    grace.cancel();
    if (!second) this.#process.kill();
    return { kind: "timed out", killed: !second };
  }

  /** Ends the kernel: it is asked to, so that it can tidy up, and killed when it does not. */
  async close(): Promise<void> {
    const limit = sleep(SHUTDOWN_SECONDS * 1000);
    const asked = this.#client.send("control", this.#client.request("shutdown_request", { restart: false }));
    await Promise.race([asked.then(() => this.#process.ended), limit.done]).catch(() => undefined);
    limit.cancel();
    this.#client.close();
    this.#process.kill();
  }
}
