import type { Design } from "../design/design";
import type { StudyRecord } from "./record";

/** A design and its records, wherever they lie. */
export interface Study {
  readonly design: Design;
  /** Batches of records in no particular order. */
  records(): AsyncIterable<readonly StudyRecord[]>;
}
