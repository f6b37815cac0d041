import { type StudyRecord, summarize } from "contaminated-moe";
import { publishedStudies } from "contaminated-moe/node";
import { describe, expect, it } from "vitest";
import { readOnce } from "./read-once";

describe("a study that is read once", () => {
  it("has the same records however often they are wanted, from one reading", async () => {
    const [study] = publishedStudies();
    let readings = 0;
    const counted = {
      ...study,
      records: (): AsyncIterable<readonly StudyRecord[]> => {
        readings++;
        return study.records();
      },
    };
    const once = readOnce(counted);
    expect(readings).toBe(0);
    const together = await Promise.all([summarize(once, () => []), summarize(once, () => [])]);
    expect(readings).toBe(1);
    for (const summary of [...together, await summarize(once, () => [])]) {
      expect(summary).toStrictEqual(await summarize(study, () => []));
    }
    expect(readings).toBe(1);
  });
});
