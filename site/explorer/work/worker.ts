import { answer, type Request } from "./tasks";

/** What comes back for a request. */
export type Reply = { readonly answer: unknown } | { readonly error: string };

/** Answers requests, in a worker, until it is ended. */
export function serve(): void {
  self.onmessage = ({ data }: MessageEvent<Request>): void => {
    let reply: Reply;
    try {
      reply = { answer: answer(data) };
    } catch (error) {
      reply = { error: error instanceof Error ? error.message : String(error) };
    }
    self.postMessage(reply);
  };
}

declare global {
  /** The page's whole script as a function, so that a worker runs the same text: the library is there once. */
  var cmoeExplorer: (() => void) | undefined;
}

/** How workers are hired: from the page's own text, which pages from file:// may do as well. */
export function workersOfThisScript(): () => Worker {
  const text = `(${String(globalThis.cmoeExplorer)})()`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return () => new Worker(address);
}
