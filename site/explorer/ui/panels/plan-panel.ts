import type { SampleSizePlan } from "../../../../src/study/questions/sample-size-plan";
import type { PlanAnswer, PlanRequest } from "../../session/plan-request";
import type { Session } from "../../session/session";
import { MANY_COVARIATES } from "../../work/tasks";
import { onPress, part, showText } from "./page-parts";

function sentences(session: Session, plan: SampleSizePlan): readonly string[] {
  const { parameter, wanted } = session.state;
  const [target] = plan.targets;
  const trusted =
    plan.trustedFrom === null
      ? "No n was found from which the curve can be trusted."
      : `The curve can be trusted from about n = ${plan.trustedFrom}.`;
  return [
    `An efficient estimator needs n = ${plan.n} for an RMSE of ${wanted} of ${parameter}.`,
    `No estimator at all has a mean absolute error below ${target.bound.toPrecision(3)} there both at this truth and at the one hardest to tell from it.`,
    trusted,
    `${plan.replications} replications at that n would show the RMSE to ${Math.round(100 * plan.precision)} %.`,
    ...plan.warnings.map((warning) => `Warning: ${warning}`),
  ];
}

function linesOf(session: Session, answer: PlanAnswer): readonly string[] {
  switch (answer.kind) {
    case "none":
      return [];
    case "impossible":
      return ["Nothing to plan: see the notes beside the controls."];
    case "asked":
      return [
        session.state.dimension > MANY_COVARIATES
          ? `Planning: over ${session.state.dimension} covariates it takes up to a minute...`
          : "Planning...",
      ];
    case "planned":
      return sentences(session, answer.plan);
    case "failed":
      return [answer.message];
  }
}

/** The size at which the information curve gives the wanted error of the shown parameter. */
export function showPlan(session: Session, request: PlanRequest): void {
  onPress("plan", () => request.ask());
  request.on(() => {
    part("plan-result").replaceChildren(
      ...linesOf(session, request.answer).map((line) => {
        const text = document.createElement("p");
        showText(text, line);
        return text;
      }),
    );
  });
}
