import type { Asker } from "../explorer/work/asker";
import type { Answer, Request } from "../explorer/work/tasks";

/** An asker that answers by a function: in this thread, in any order, late, or never. */
export function askerBy(handle: (request: Request, signal: AbortSignal | undefined) => Promise<unknown>): Asker {
  return {
    ask: <K extends Request["kind"]>(
      request: Extract<Request, { kind: K }>,
      options?: { readonly signal?: AbortSignal },
    ) => handle(request, options?.signal) as Promise<Answer<K>>,
  };
}
