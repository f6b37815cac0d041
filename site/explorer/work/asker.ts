import type { Answer, Request } from "./tasks";

export interface AskOptions {
  /** What the reader looks at; true unless told. A study's replicates are not. */
  readonly urgent?: boolean;
  readonly signal?: AbortSignal;
}

/** Who answers requests. */
export interface Asker {
  ask<K extends Request["kind"]>(request: Extract<Request, { kind: K }>, options?: AskOptions): Promise<Answer<K>>;
}
