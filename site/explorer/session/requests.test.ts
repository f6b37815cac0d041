import { describe, expect, it } from "vitest";
import { truthAt } from "../../../src/model/path";
import { drawSample } from "../../../src/model/sample/draw-sample";
import { scenarioPath } from "../../../src/study/design/scenarios";
import { planSampleSize } from "../../../src/study/questions/sample-size-plan";
import { askerBy } from "../../testing/asker";
import { answer } from "../work/tasks";
import { ModelSample } from "./model-sample";
import { PlanRequest } from "./plan-request";
import { Session } from "./session";

const turn = (): Promise<void> => new Promise((later) => setTimeout(later, 0));

/** A session whose plans and samples wait until they are let go; other questions are never answered. */
function sessionOf(fragment: string) {
  const waiting: (() => void)[] = [];
  const asker = askerBy((request) =>
    request.kind === "plan" || request.kind === "sample"
      ? new Promise((done) => {
          waiting.push(() => done(answer(request)));
        })
      : new Promise(() => {}),
  );
  const session = new Session({ asker, workers: 1, published: [], onLink: () => {} }, fragment);
  const answerAll = async (): Promise<void> => {
    for (const go of waiting.splice(0)) go();
    await turn();
  };
  return { session, answerAll, waiting };
}

const { path } = scenarioPath("L/slope");

describe("the reader's question for a sample size", () => {
  it("has the library's plan, marks it, and forgets it when the question is another", async () => {
    const { session, answerAll } = sessionOf("#preset=L/slope&parameter=b&wanted=0.1");
    const request = new PlanRequest(session);
    const told: string[] = [];
    request.on(() => told.push(request.answer.kind));
    request.ask();
    expect(request.mark).toBeUndefined();
    await answerAll();
    const planned = { model: path.model, truthAt: (n: number) => truthAt(path, n), fixed: false };
    const plan = planSampleSize(planned, [{ parameter: "b", error: 0.1 }]);
    expect(request.answer).toEqual({ kind: "planned", plan });
    expect(request.mark).toMatchObject({ error: 0.1, n: plan.n });
    session.update({ wanted: 0.2 });
    expect(request.mark).toBeUndefined();
    expect(told).toEqual(["asked", "planned", "none"]);
  });

  it("drops an answer that comes after the question changed, and asks nothing of an unsound state", async () => {
    const { session, answerAll, waiting } = sessionOf("#preset=L/slope&wanted=0.1");
    const request = new PlanRequest(session);
    request.ask();
    session.update({ wanted: 0.2 });
    await answerAll();
    expect(request.answer.kind).toBe("none");
    session.update({ nu0: -1 });
    request.ask();
    expect(request.answer.kind).toBe("impossible");
    expect(waiting).toHaveLength(0);
  });
});

describe("the sample beside the density", () => {
  it("is the library's, asked for once per path, seed and n, and gone when n is another", async () => {
    const { session, answerAll, waiting } = sessionOf("#preset=L/slope&n=500&seed=3");
    const sample = new ModelSample(session, () => {});
    sample.ask();
    sample.ask();
    expect(waiting).toHaveLength(1);
    expect(sample.current).toBeUndefined();
    await answerAll();
    const { y } = drawSample(path.model, truthAt(path, 500), { seed: 3, path: path.id, n: 500, replicate: 0 });
    expect(sample.current?.cloud.y).toEqual(Array.from(y.slice(0, sample.current?.cloud.y.length)));
    expect(sample.current?.n).toBe(500);
    session.update({ n: 600 });
    expect(sample.current).toBeUndefined();
  });
});
