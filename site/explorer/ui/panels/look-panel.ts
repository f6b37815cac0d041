import { fromVector } from "../../../../src/model/by-parameter";
import { LARGEST_LOOK } from "../../session/look-now-and-then";
import type { Session } from "../../session/session";
import { parameterIndexOf } from "../../state/state-check";
import { profilePlot, samplePlot } from "../plots/sample-plots";
import { onceAFrame, part, showText, widthOf } from "./page-parts";

const HEIGHT = 280;
const HINT = `Step, or run, and see how data become a likelihood, an estimate and a dot above. (During a run: replicates of at most ${LARGEST_LOOK} observations.)`;

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
    { parameters: fromVector(experiment.path.model, truth), kind: "prompt", name: "true h" } as const,
    ...(record.estimate
      ? [
          {
            parameters: fromVector(experiment.path.model, record.estimate),
            kind: "estimate",
            name: "estimated h",
          } as const,
        ]
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

/** One replicate from its data to its dot. */
export function showLook(session: Session): void {
  session.on(
    ["look", "state"],
    onceAFrame(() => draw(session)),
  );
}
