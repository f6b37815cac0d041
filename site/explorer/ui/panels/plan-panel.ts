import type { SampleSizePlan } from "../../../../src/study/questions/sample-size-plan";
import type { Session } from "../../session/session";
import { parameterIndexOf } from "../../state/state-check";
import { planKey, type StudyPicture } from "../plots/study-picture";
import { onPress, part } from "./page-parts";

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

/** The size at which the information curve gives the wanted error of the shown parameter. */
export function showPlan(session: Session, picture: StudyPicture): void {
  const place = part("plan-result");
  const say = (lines: readonly string[]): void => {
    place.replaceChildren(
      ...lines.map((line) => {
        const text = document.createElement("p");
        text.textContent = line;
        return text;
      }),
    );
  };
  onPress("plan", () => {
    const { pathJson: path, state, checked } = session;
    if (!path || checked.notes.some(({ field }) => field === "wanted")) {
      say(["Nothing to plan: see the notes beside the controls."]);
      return;
    }
    const key = planKey(session);
    const error = state.wanted;
    say(["Planning..."]);
    session.options.asker.ask({ kind: "plan", path, parameter: parameterIndexOf(state), error }).then(
      (plan) => {
        if (planKey(session) !== key) return;
        picture.plan = { key, error, n: plan.n };
        say(sentences(session, plan));
        session.emit("theory");
      },
      (failure: unknown) => {
        if (planKey(session) === key) say([failure instanceof Error ? failure.message : String(failure)]);
      },
    );
  });
  let shown = planKey(session);
  session.on(["state"], () => {
    const key = planKey(session);
    if (key === shown) return;
    shown = key;
    place.replaceChildren();
  });
}
