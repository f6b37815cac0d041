import { answer, type Request } from "./tasks";

/** A request with its number, and the answer to it. */
export interface Ask {
  readonly id: number;
  readonly request: Request;
}
export type Reply = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };

self.onmessage = ({ data }: MessageEvent<Ask>): void => {
  const { id, request } = data;
  let reply: Reply;
  try {
    reply = { id, answer: answer(request) };
  } catch (error) {
    reply = { id, error: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
};
