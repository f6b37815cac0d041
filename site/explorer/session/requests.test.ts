import { describe, expect, it } from "vitest";
import { fit } from "../../../src/estimation/fit/maximum-likelihood";
import { truthAt } from "../../../src/model/path";
import { drawSample } from "../../../src/model/sample/draw-sample";
import { scenarioPath } from "../../../src/study/design/scenarios";
import { softmaxPath } from "../../../src/study/design/softmax-paths";
import { planSampleSize } from "../../../src/study/questions/sample-size-plan";
import { askerBy } from "../../testing/asker";
import { answer } from "../work/tasks";
import { GateRequest } from "./gate-request";
import { ModelSample } from "./model-sample";
import { PlanRequest } from "./plan-request";
import { Session } from "./session";

const turn = (): Promise<void> => new Promise((later) => setTimeout(later, 0));

/** A session whose plans, samples and gates wait until they are let go; other questions are never answered. */
function sessionOf(fragment: string) {
  const waiting: (() => void)[] = [];
  const asker = askerBy((request) =>
    ["plan", "sample", "gate"].includes(request.kind)
      ? new Promise((done, failed) => {
          waiting.push(() => {
            try {
              done(answer(request));
            } catch (error) {
              failed(error);
            }
          });
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

describe("the gate beside the density", () => {
  it("is the present state's; its estimate is the library's, asked for once it is seen, and gone when the state is another", async () => {
    const { session, answerAll, waiting } = sessionOf("#preset=S/gate-tilted&n=800&seed=3&beta=0:4:1/8");
    const request = new GateRequest(session, () => {});
    expect(request.truth?.beta[0]).toBeCloseTo(4 * 800 ** (-1 / 8), 12);
    expect(waiting).toHaveLength(0);
    request.look();
    expect(waiting).toHaveLength(1);
    await answerAll();
    const { path } = request;
    if (!path) throw new Error("no gate");
    const sample = drawSample(path.model, truthAt(path, 800), { seed: 3, path: "own/explorer", n: 800, replicate: 0 });
    expect(request.estimate).toEqual(fit(path.model, sample).estimate);
    session.update({ n: 900 });
    expect(request.estimate).toBeUndefined();
    await answerAll();
    session.update({ n: Number.NaN });
    expect([request.path, request.truth, request.estimate]).toEqual([undefined, undefined, undefined]);
  });

  it("is none of a constant gate's, and says why a fit failed", async () => {
    const { session, answerAll, waiting } = sessionOf("#preset=L/bias&n=800");
    const request = new GateRequest(session, () => {});
    request.look();
    expect([request.path, waiting.length]).toEqual([undefined, 0]);
    session.open("#preset=S/gate-tilted&n=50000");
    expect(request.path?.model).toEqual(softmaxPath("S/gate-tilted").path.model);
    await answerAll();
    await answerAll();
    expect(request.problem).toMatch(/cmoe study/);
  });
});
