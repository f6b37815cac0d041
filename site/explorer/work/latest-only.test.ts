import { describe, expect, it } from "vitest";
import { LatestOnly } from "./latest-only";
import { Withdrawn } from "./withdrawn";

const turn = (): Promise<void> => new Promise((later) => setTimeout(later, 0));

describe("the latest question only", () => {
  it("asks one at a time, skips all but the newest, and reports failures with their question", async () => {
    const asked: number[] = [];
    const settle = new Map<number, { done: (answer: string) => void; failed: (error: Error) => void }>();
    const shown: string[] = [];
    const latest = new LatestOnly<number, string>(
      (question) =>
        new Promise((done, failed) => {
          asked.push(question);
          settle.set(question, { done, failed });
        }),
      (answer, question) => shown.push(`${question}: ${answer}`),
      (message, question) => shown.push(`${question} failed: ${message}`),
    );
    for (const question of [1, 2, 3, 4]) latest.request(question);
    expect(asked).toEqual([1]);
    settle.get(1)?.done("one");
    await turn();
    expect(asked).toEqual([1, 4]);
    settle.get(4)?.failed(new Error("no"));
    await turn();
    expect(shown).toEqual(["1: one", "4 failed: no"]);
    expect(latest.pending).toBe(false);
  });

  it("withdraws a question that takes long when another comes, without a word", async () => {
    const shown: string[] = [];
    const latest = new LatestOnly<number, number>(
      (question, signal) =>
        new Promise((done, failed) => {
          if (question === 2) done(2);
          signal.addEventListener("abort", () => failed(new Withdrawn()));
        }),
      (answer) => shown.push(`${answer}`),
      (message) => shown.push(message),
    );
    latest.request(1);
    await new Promise((later) => setTimeout(later, 450));
    latest.request(2);
    await turn();
    expect(shown).toEqual(["2"]);
  });
});
