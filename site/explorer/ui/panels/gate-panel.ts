import { inVectorOrder } from "../../../../src/model/by-parameter";
import { vectorNames } from "../../../../src/model/parameters";
import { forReaders } from "../../../../src/report/display/for-readers";
import { SOFTMAX_PATHS, softmaxPath } from "../../../../src/study/design/softmax-paths";
import { GateRequest } from "../../session/gate-request";
import type { Session } from "../../session/session";
import { gatePlot } from "../plots/gate-plot";
import { onceAFrame, onceSeen, part, short, showText, widthOf } from "./page-parts";

const HEIGHT = 260;

function sentence(request: GateRequest, session: Session): string {
  const { truth, estimate, problem, id } = request;
  if (!truth) return "Nothing to show at this n: see the notes beside the controls.";
  const { path, description } = softmaxPath(id);
  const names = vectorNames(path.model);
  const gate = names.slice(0, 1 + truth.beta.length);
  const listed = (values: readonly number[]): string =>
    gate.map((name, j) => `${name} = ${short(values[j])}`).join(", ");
  const found =
    problem !== ""
      ? problem
      : estimate
        ? `Estimated from the first data set at n = ${session.state.n}, seed ${session.state.seed}: ${listed(inVectorOrder(estimate))}.`
        : "Estimating...";
  return `${description} True gate: ${listed(inVectorOrder(truth))}. ${found}`;
}

/** A gate that depends on x: pi(x) of a named path, and the one that a cold fit finds at the page's n. */
export function showGate(session: Session): void {
  const place = part("gate");
  const select = part<HTMLSelectElement>("gate-path");
  select.replaceChildren(...SOFTMAX_PATHS.map(({ id, title }) => new Option(forReaders(`${id}: ${title}`), id)));
  const request = new GateRequest(session, () => draw());
  const draw = onceAFrame(() => {
    const text = forReaders(sentence(request, session));
    showText(part("gate-text"), text);
    const { truth, estimate, id } = request;
    if (!truth) place.replaceChildren();
    else {
      const { covariates } = softmaxPath(id).path.model;
      place.innerHTML = gatePlot(
        covariates,
        truth,
        estimate,
        widthOf(place, 560),
        HEIGHT,
        `The share of the prompt. ${text}`,
      );
    }
  });
  select.addEventListener("change", () => {
    request.choose(select.value);
    draw();
  });
  session.on(["state"], draw);
  onceSeen(place, () => request.look());
  new ResizeObserver(draw).observe(place);
}
