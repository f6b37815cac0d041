import type { StudyRecord } from "contaminated-moe";
import type { PublishedStudy } from "contaminated-moe/node";

/** A study whose records are read from their file when first wanted, and from memory whenever wanted again. */
export function readOnce(study: PublishedStudy): PublishedStudy {
  let kept: Promise<readonly (readonly StudyRecord[])[]> | undefined;
  const read = async (): Promise<readonly (readonly StudyRecord[])[]> => {
    const batches: (readonly StudyRecord[])[] = [];
    for await (const batch of study.records()) batches.push(batch);
    return batches;
  };
  return {
    ...study,
    async *records() {
      kept ??= read();
      yield* await kept;
    },
  };
}
