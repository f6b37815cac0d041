import type { Parameters } from "../../../../src/model/by-parameter";
import { forReaders } from "../../../../src/report/display/for-readers";
import { GateRequest } from "../../session/gate-request";
import type { Session } from "../../session/session";
import { onceAFrame, onceSeen, part, short, showText, widthOf } from "../panels/page-parts";
import { gatePlot } from "../plots/gate-plot";

type Gate = Parameters<"softmax">;

/** Narrower pictures are lower. */
const heightOf = (width: number): number => (width < 380 ? 128 : 170);

/** The slope of a gate in one number: beta itself over one covariate, its length over more. */
function slope({ beta }: Gate): { readonly name: string; readonly value: number } {
  if (beta.length === 1) return { name: "beta", value: beta[0] };
  return { name: "‖β‖", value: Math.sqrt(beta.reduce((sum, b) => sum + b * b, 0)) };
}

function sentence({ truth, estimate, problem }: GateRequest, { state }: Session): string {
  if (!truth) return "";
  const { name, value } = slope(truth);
  const true_ = `tau = ${short(truth.tau)}, ${name} = ${short(value)}`;
  if (problem !== "") return `True: ${true_}. ${problem}`;
  if (!estimate) return `True: ${true_}. Estimating from the first data set at n = ${state.n}...`;
  const found = `tau = ${short(estimate.tau)}, ${name} = ${short(slope(estimate).value)}`;
  return `True: ${true_}. Estimated from the first data set at n = ${state.n}: ${found}.`;
}

/** The third picture: pi(x) of the present state, true and as a cold fit finds it; a constant gate has none. */
export function showGate(session: Session): void {
  const place = part("gate");
  const request = new GateRequest(session, () => draw());
  const draw = onceAFrame(() => {
    const { truth, estimate, path } = request;
    part("gate-place").hidden = session.state.gate.kind === "constant";
    const text = forReaders(sentence(request, session));
    showText(part("gate-text"), text);
    if (!path || !truth) {
      place.replaceChildren();
      return;
    }
    const width = widthOf(place);
    const label = `The share of the prompt, by x. ${text}`;
    place.innerHTML = gatePlot(path.model.covariates, truth, estimate, width, heightOf(width), label);
  });
  session.on(["state"], draw);
  onceSeen(place, () => request.look());
  new ResizeObserver(draw).observe(place);
}
