import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** The frame that separates routing identities from the message proper. */
const DELIMITER = Buffer.from("<IDS|MSG>");

/** The version of Jupyter's messaging protocol both ends speak. */
export const PROTOCOL_VERSION = "5.3";

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A JSON object of unknown shape: what the other end sent. */
export type Content = Readonly<Record<string, unknown>>;

/** One message of Jupyter's wire protocol. */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parent: Header | Content;
  readonly metadata: Content;
  readonly content: Content;
}

/** A message that must be ignored: unsigned, wrongly signed or malformed. */
export class RejectedMessage extends Error {
  override readonly name = "RejectedMessage";
}

function sign(key: string, frames: readonly Buffer[]): string {
  if (key === "") return "";
  const hash = createHmac("sha256", key);
  for (const frame of frames) hash.update(frame);
  return hash.digest("hex");
}

function sameText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseObject(frame: Buffer, part: string): Content {
  let value: unknown;
  try {
    value = JSON.parse(frame.toString("utf8"));
  } catch {
    throw new RejectedMessage(`a message's ${part} is not JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RejectedMessage(`a message's ${part} is not a JSON object`);
  }
  return value as Content;
}

/**
 * Reads the frames of one message. Nothing of it is parsed before its signature is found right, so an unsigned message
 * can do no more than be counted. An empty key means, as in Jupyter, that messages are not signed.
 */
export function decode(key: string, frames: readonly Buffer[]): Message {
  const at = frames.findIndex((frame) => frame.equals(DELIMITER));
  if (at < 0) throw new RejectedMessage("a message has no <IDS|MSG> delimiter");
  const signature = frames[at + 1]?.toString("utf8");
  const body = frames.slice(at + 2);
  const [header, parent, metadata, content] = body;
  if (signature === undefined || !header || !parent || !metadata || !content) {
    throw new RejectedMessage(`a message has ${frames.length - at - 1} frames after its delimiter instead of 5`);
  }
  if (!sameText(signature, sign(key, body))) {
    throw new RejectedMessage(signature === "" ? "a message is not signed" : "a message has a bad signature");
  }
  const head = parseObject(header, "header");
  if (typeof head.msg_type !== "string" || typeof head.msg_id !== "string") {
    throw new RejectedMessage("a message's header lacks msg_type or msg_id");
  }
  return {
    identities: frames.slice(0, at),
    header: head as unknown as Header,
    parent: parseObject(parent, "parent header"),
    metadata: parseObject(metadata, "metadata"),
    content: parseObject(content, "content"),
  };
}

/**
 * JSON without lone surrogates, which other languages can neither encode nor write to a file: JSON.stringify escapes
 * them, and here the escape becomes that of U+FFFD. An escaped backslash before "ud8.." is text, not an escape.
 */
function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, (found) =>
    found === "\\\\" ? found : "\\ufffd",
  );
}

/** The signed frames of a message, ready to be sent. */
export function encode(key: string, message: Message): Buffer[] {
  const body = [message.header, message.parent, message.metadata, message.content].map((part) =>
    Buffer.from(toJson(part), "utf8"),
  );
  return [...message.identities, DELIMITER, Buffer.from(sign(key, body)), ...body];
}

/** A new message of a session; `parent` is the request it answers. */
export function compose(session: string, type: string, content: Content, parent?: Message): Message {
  return {
    identities: parent?.identities ?? [],
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session,
      username: parent?.header.username ?? "cmoe",
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    },
    parent: parent?.header ?? {},
    metadata: {},
    content,
  };
}
