import { fromVector } from "../../../../src/model/by-parameter";
import type { Session } from "../../session/session";
import { parameterIndexOf } from "../../state/state-check";
import { profilePlot, samplePlot } from "../plots/sample-plots";
import { onceAFrame, part, showText, widthOf } from "./page-parts";

const HEIGHT = 280;
/** While a study runs, a replicate is looked into this often (milliseconds), and none larger than this. */
const EVERY = 1200;
const LARGEST = 25_000;
const HINT = `Step, or run, and see how data become a likelihood, an estimate and a dot above. (During a run: replicates of at most ${LARGEST} observations.)`;

function lookText({ look, lookProblem, state }: Session): string {
  if (lookProblem !== "") return `The replicate could not be looked into: ${lookProblem}`;
  if (!look) return HINT;
  const { record, truth, note } = look;
  const j = parameterIndexOf(state);
  const address = `Replicate ${record.replicate} at n = ${record.n}`;
  if (record.estimate === null) return `${address}: the fit failed. ${record.reason}`;
  const [estimate, target] = [record.estimate[j], truth[j]];
  return [
    `${address}: the estimate of ${state.parameter} is ${estimate.toPrecision(4)}, the truth ${target.toPrecision(4)},`,
    `so |error| = ${Math.abs(estimate - target).toPrecision(3)}: the ringed dot above.`,
    `${record.iterations} iterations, ${record.passes?.toFixed(1)} passes over the data, local maxima found: ${record.optima};`,
    `${record.reason}. ${note}`,
  ].join(" ");
}

function draw(session: Session): void {
  const { look, experiment, state } = session;
  const [data, profile] = [part("look-data"), part("look-profile")];
  showText(part("look-text"), lookText(session));
  if (!look || !experiment) {
    data.replaceChildren();
    profile.replaceChildren();
    return;
  }
  const { record, truth, cloud } = look;
  const prompts = [
    { parameters: fromVector(truth), kind: "prompt", name: "true h" } as const,
    ...(record.estimate
      ? [{ parameters: fromVector(record.estimate), kind: "estimate", name: "estimated h" } as const]
      : []),
  ];
  data.innerHTML = samplePlot(experiment.path, cloud, prompts, widthOf(data, 480), HEIGHT, "look-data-plot");
  const estimate = record.estimate?.[parameterIndexOf(state)];
  if (estimate === undefined || look.profile.length === 0) profile.replaceChildren();
  else {
    const marks = { estimate, truth: truth[parameterIndexOf(state)] };
    profile.innerHTML = profilePlot(look.profile, marks, state.parameter, widthOf(profile, 480), HEIGHT);
  }
}

/** One replicate from its data to its dot: after every step, and now and then while a study runs. */
export function showLook(session: Session): void {
  session.on(
    ["look", "state"],
    onceAFrame(() => draw(session)),
  );
  let last = 0;
  let looking = false;
  session.on(["records"], () => {
    const { run } = session;
    const now = performance.now();
    if (run?.state !== "running" || looking || now - last < EVERY) return;
    const records = run.records(run.plan.starts[0]).filter(({ n }) => n <= LARGEST);
    const middle = records[Math.floor(records.length / 2)];
    if (!middle) return;
    looking = true;
    last = now;
    void session.lookInto(middle.n, middle.replicate).finally(() => {
      looking = false;
    });
  });
}
