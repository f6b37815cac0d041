import { describe, expect, it } from "vitest";
import { askerBy } from "../../testing/asker";
import { PRESETS, presetState, withFrozen } from "../state/state";
import type { Asker } from "../work/asker";
import { answer, type Request } from "../work/tasks";
import { Session } from "./session";

const turn = (milliseconds = 0): Promise<void> => new Promise((later) => setTimeout(later, milliseconds));

/** Answers in this thread, lower bounds apart: they take seconds, and these tests are not about them. */
const quick = askerBy((request) =>
  request.kind === "bound" ? new Promise(() => {}) : Promise.resolve().then(() => answer(request)),
);

function sessionOf(fragment: string, asker: Asker = quick) {
  const links: string[] = [];
  const session = new Session({ asker, workers: 2, published: [], onLink: (link) => links.push(link) }, fragment);
  return { session, links };
}

/** Holds every request until it is let go, in any order. */
function held() {
  const waiting: { readonly request: Request; readonly go: () => void; readonly fail: (message: string) => void }[] =
    [];
  const asker = askerBy(
    (request) =>
      new Promise((done, failed) => {
        waiting.push({ request, go: () => done(answer(request)), fail: (message) => failed(new Error(message)) });
      }),
  );
  const take = (kind: Request["kind"]) => {
    const place = waiting.findIndex(({ request }) => request.kind === kind);
    if (place < 0) throw new Error(`nobody asked for ${kind}`);
    return waiting.splice(place, 1)[0];
  };
  return {
    asker,
    take,
    count: (kind: Request["kind"]) => waiting.filter(({ request }) => request.kind === kind).length,
  };
}

const SMALL = "#preset=D/vanishing&from=300&to=600&count=2&replications=2";

describe("the session", () => {
  it("shows a curve only with the state it belongs to, there and back", async () => {
    const { asker, take, count } = held();
    const { session } = sessionOf(SMALL, asker);
    session.begin();
    take("curve").go();
    await turn();
    expect(session.theory.curve?.sizes.at(-1)).toBe(600);
    session.update({ to: 900 });
    expect(session.theory.curve).toBeUndefined();
    session.update({ to: 600 });
    expect(session.theory.curve?.sizes.at(-1)).toBe(600);
    take("curve").go(); // of the state that was left
    await turn();
    expect(session.theory.curve?.sizes.at(-1)).toBe(600);
    session.update({ to: 900 });
    take("curve").fail("no curve there");
    await turn();
    expect(session.theory.curveProblem).toBe("no curve there");
    session.update({ to: 600 });
    expect(session.theory.curveProblem).toBe("");
    take("curve").go(); // it was forgotten with the failure: asked anew
    await turn();
    expect(session.theory.curve?.sizes.at(-1)).toBe(600);
    expect(count("curve")).toBe(0);
  });

  it("steps once at a time; a step that is cancelled or belongs to another parameter shows nothing false", async () => {
    const { asker, take, count } = held();
    const { session } = sessionOf(SMALL, asker);
    session.begin();
    const steps = [session.step(), session.step()];
    expect(count("look")).toBe(1);
    session.update({ parameter: "b" });
    take("look").go();
    await Promise.all(steps);
    expect([session.run?.done, session.look]).toEqual([1, undefined]);
    const late = session.step();
    session.cancelRun();
    take("look").go();
    await late;
    expect([session.run?.done, session.run?.state]).toEqual([1, "cancelled"]);
    const broken = session.step();
    take("look").fail("the worker died");
    await broken;
    expect(session.lookProblem).toBe("the worker died");
  });

  it("runs what its link says, and forgets the run when the study changes", async () => {
    const { session, links } = sessionOf(`${SMALL}&ran=1`);
    session.begin();
    for (let wait = 0; session.run?.state !== "done" && wait < 200; wait++) await turn(10);
    expect(session.run?.done).toBe(4);
    session.update({ parameter: "nu" });
    expect(session.run?.done).toBe(4);
    session.update({ seed: 7 });
    expect([session.run, session.state.ran]).toEqual([undefined, false]);
    expect(links.at(-1)).toMatch(/seed=7/);
    expect(links.at(-1)).not.toMatch(/ran/);
  });

  it("measures slopes over all sizes when the sizes change, as they are rounded", () => {
    const { session } = sessionOf("");
    session.update({ from: 1234, to: 5678, count: 3 });
    expect(session.state.window).toEqual([1230, 5680]);
    expect(sessionOf("#from=1234&to=5678&count=3").session.state.window).toEqual([1230, 5680]);
  });

  it("lets a law follow the frozen value it merges into, even through an empty field", () => {
    const { session } = sessionOf("#preset=L/bias");
    session.update(withFrozen(session.state, session.state.eta0, Number.NaN));
    expect(session.checked.sound).toBe(false);
    session.update(withFrozen(session.state, session.state.eta0, 2));
    expect([session.state.nu0, session.state.nu.limit]).toEqual([2, 2]);
    expect(session.checked.sound).toBe(true);
  });

  it("shows every preset as it is, whatever was shown before", () => {
    for (const before of PRESETS) {
      for (const after of PRESETS) {
        const { session } = sessionOf(`#preset=${before}`, held().asker);
        session.update(presetState(after));
        expect(session.state).toEqual(presetState(after));
      }
    }
  });

  it("forgets a guess with the parameter or the study it was made for", () => {
    const { session } = sessionOf("#preset=S/slope&guessing=1&guess=0.3");
    expect(session.state.guess).toBe(0.3);
    session.update({ parameter: "a" });
    expect(session.state.guess).toBeNull();
    session.update({ guess: 0.4 });
    session.update({ ...presetState("L/bias"), guessing: true });
    expect([session.state.guess, session.state.guessing]).toEqual([null, true]);
  });
});
