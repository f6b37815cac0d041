import { fromVector } from "../../../src/model/contaminated-moe";
import type { Session } from "../session";
import { parameterIndexOf } from "../state-check";
import { onceAFrame, part, widthOf } from "./page-parts";
import { profilePlot, samplePlot } from "./sample-plots";

const HEIGHT = 280;
/** While a study runs, a replicate is looked into this often, and none larger than this. */
const EVERY = 1200;
const LARGEST = 25_000;

function draw(session: Session): void {
  const { look, experiment, state } = session;
  const [data, profile] = [part("look-data"), part("look-profile")];
  if (!look || !experiment) {
    data.replaceChildren();
    profile.replaceChildren();
    part("look-text").textContent = "Step, or run, and see how data become a likelihood, an estimate and a dot above.";
    return;
  }
  const { record, truth, cloud } = look;
  const j = parameterIndexOf(state);
  const prompts = [
    { parameters: fromVector(truth), kind: "prompt", name: "true h" } as const,
    ...(record.estimate
      ? [{ parameters: fromVector(record.estimate), kind: "estimate", name: "estimated h" } as const]
      : []),
  ];
  data.innerHTML = samplePlot(experiment.path, cloud, prompts, widthOf(data, 480), HEIGHT, "look-data-plot");
  profile.innerHTML = profilePlot(look, j, state.parameter, widthOf(profile, 480), HEIGHT);
  const address = `Replicate ${record.replicate} at n = ${record.n}`;
  if (record.estimate === null) {
    part("look-text").textContent = `${address}: the fit failed. ${record.reason}`;
    return;
  }
  const [estimate, target] = [record.estimate[j], truth[j]];
  const cost = `${record.iterations} iterations, ${record.passes?.toFixed(1)} passes over the data, ${record.optima} local maxima`;
  part("look-text").textContent =
    `${address}: the estimate of ${state.parameter} is ${estimate.toPrecision(4)}, the truth ${target.toPrecision(4)}, so |error| = ` +
    `${Math.abs(estimate - target).toPrecision(3)}: the ringed dot above. ${cost}; ${record.reason}.`;
}

/** One replicate from its data to its dot: after every step, and now and then while a study runs. */
export function showLook(session: Session): void {
  const redraw = onceAFrame(() => draw(session));
  session.on(["look", "state"], redraw);
  let last = 0;
  let looking = false;
  session.on(["records"], () => {
    const { run } = session;
    const now = performance.now();
    if (run?.state !== "running" || looking || now - last < EVERY) return;
    const records = run.records(run.plan.starts[0]).filter(({ n }) => n <= LARGEST);
    const newest = records[records.length - 1];
    if (!newest) return;
    looking = true;
    last = now;
    const target = records[Math.floor(records.length / 2)] ?? newest;
    session
      .lookInto(target.n, target.replicate)
      .catch(() => {})
      .finally(() => {
        looking = false;
      });
  });
}
