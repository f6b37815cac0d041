import { activate } from "../../../../src/model/activation";
import { expertValue } from "../../../../src/model/expert";
import { truthAt } from "../../../../src/model/path";
import type { Session } from "../../session/session";
import { directionOf, withShift } from "../../state/ideas/ideas";
import { checkState } from "../../state/state-check";
import { part } from "../panels/page-parts";
import { type DensityFrame, densityFrame } from "../plots/density-plot";

/** One press of an arrow key, as a share of the picture's width. */
const STEP = 0.01;

interface Grip {
  readonly frame: DensityFrame;
  /** Where the handle was held, from its place, in units of y. */
  readonly offset: number;
}

/**
 * The prompt's curve and its gap, moved in the picture: a handle on the prompt's mean (on a variance path, one standard
 * deviation beside it) follows the pointer or the arrow keys, and so does a press anywhere on the prompt's curve.
 * Returns the axes that the picture keeps while it is dragged, else undefined, and what puts the handle in its place.
 */
export function joinGapHandle(session: Session, size: () => readonly [number, number]) {
  const handle = part<HTMLButtonElement>("gap-handle");
  const picture = part("density");
  let grip: Grip | undefined;

  const place = () => {
    const { experiment, state } = session;
    if (!experiment) return undefined;
    const truth = truthAt(experiment.path, state.n);
    const x = new Float64Array(state.dimension);
    x[0] = state.at;
    const mean = expertValue(experiment.path.model.prompt.expert, x, truth.eta);
    const beside = directionOf(state, experiment) === "variance" ? Math.sqrt(truth.nu) : 0;
    const u = truth.eta[0] * state.at + (state.prompt.bias ? truth.eta[truth.eta.length - 1] : 0);
    const sigma = new Float64Array(3);
    activate(state.prompt.activation, u, sigma);
    const frozen = expertValue(experiment.path.model.pretrained.expert, x, experiment.path.model.pretrained.eta);
    return { experiment, truth, at: mean + beside, slope: sigma[1], gap: mean - frozen };
  };
  const frameNow = (): DensityFrame | undefined => {
    const here = place();
    return here && densityFrame(here.experiment.path, here.truth, session.state.at, ...size());
  };
  const moveTo = (y: number): void => {
    const here = place();
    if (!here) return;
    const { state } = session;
    const patch = withShift(state, here.experiment, { n: state.n, x: state.at, shift: y - here.at, slope: here.slope });
    if (patch && checkState({ ...state, ...patch }).sound) session.update(patch);
  };
  const valueAt = (frame: DensityFrame, event: PointerEvent): number =>
    frame.x.from(event.clientX - picture.getBoundingClientRect().left);

  const begin = (event: PointerEvent, held: HTMLElement): void => {
    const [frame, here] = [frameNow(), place()];
    if (!frame || !here || event.button !== 0) return;
    event.preventDefault();
    grip = { frame, offset: valueAt(frame, event) - here.at };
    held.setPointerCapture(event.pointerId);
  };
  const follow = (event: PointerEvent): void => {
    if (grip) moveTo(valueAt(grip.frame, event) - grip.offset);
  };
  const end = (): void => {
    if (!grip) return;
    grip = undefined;
    session.emit("state");
  };
  for (const held of [handle, picture]) {
    held.addEventListener("pointerdown", (event) => {
      const onCurve = event.target instanceof Element && event.target.closest(".prompt-area, .prompt") !== null;
      if (held === handle || onCurve) begin(event, held);
    });
    held.addEventListener("pointermove", follow);
    held.addEventListener("pointerup", end);
    held.addEventListener("pointercancel", end);
  }
  handle.addEventListener("keydown", (event) => {
    const sign = ["ArrowRight", "ArrowUp"].includes(event.key)
      ? 1
      : ["ArrowLeft", "ArrowDown"].includes(event.key)
        ? -1
        : 0;
    const [frame, here] = [frameNow(), place()];
    if (sign === 0 || !frame || !here) return;
    event.preventDefault();
    moveTo(here.at + sign * STEP * (frame.x.high - frame.x.low));
  });

  /** Puts the handle onto the curve that is drawn. */
  const settle = (frame: DensityFrame, top: (y: number) => number): void => {
    const here = place();
    handle.hidden = !here;
    if (!here) return;
    const inside = Math.min(frame.x.high, Math.max(frame.x.low, here.at));
    handle.style.left = `${frame.x.to(inside)}px`;
    handle.style.top = `${frame.y.to(top(inside))}px`;
    handle.setAttribute("aria-valuenow", here.gap.toFixed(3));
    handle.setAttribute("aria-valuetext", `${here.gap.toFixed(2)} from the frozen mean`);
  };
  return { kept: (): DensityFrame | undefined => grip?.frame, settle };
}
