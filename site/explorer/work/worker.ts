import { answer, type Request } from "./tasks";

/** What comes back for a request. */
export type Reply = { readonly answer: unknown } | { readonly error: string };

self.onmessage = ({ data }: MessageEvent<Request>): void => {
  let reply: Reply;
  try {
    reply = { answer: answer(data) };
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
};
