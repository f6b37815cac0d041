/** A thread of the library in a page: a web worker that a kernel's worker has started. */
import { type ThreadRequest, threadWork } from "./thread-work";

/** What comes back for a request. */
export type ThreadReply = { readonly answer: unknown } | { readonly error: string };

self.onmessage = ({ data }: MessageEvent<ThreadRequest>): void => {
  let reply: ThreadReply;
  try {
    reply = { answer: threadWork(data) };
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
};
