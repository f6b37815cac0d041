import type { Asker } from "../explorer/asker";
import { type Answer, answer, type Request } from "../explorer/tasks";

/** An asker that answers by a function: in this thread, in any order, late, or never. */
export function askerBy(handle: (request: Request, signal: AbortSignal | undefined) => Promise<unknown>): Asker {
  return {
    ask: <K extends Request["kind"]>(
      request: Extract<Request, { kind: K }>,
      options?: { readonly signal?: AbortSignal },
    ) => handle(request, options?.signal) as Promise<Answer<K>>,
  };
}

/** Answers what the page's workers answer, in this thread. */
export const directAsker: Asker = askerBy(async (request) => answer(request));
