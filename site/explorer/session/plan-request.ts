import type { SampleSizePlan } from "../../../src/study/questions/sample-size-plan";
import { parameterIndexOf } from "../state/state-check";
import type { Session } from "./session";

/** What the reader's question for a sample size has come to. */
export type PlanAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "impossible" }
  | { readonly kind: "asked" }
  | { readonly kind: "planned"; readonly plan: SampleSizePlan }
  | { readonly kind: "failed"; readonly message: string };

/** The wanted error, and where the curve reaches it: what the log-log panel marks. */
export interface PlanMark {
  readonly error: number;
  readonly n: number | null;
}

/** A plan belongs to one path, parameter and error. */
function planKey({ pathJson, state }: Session): string {
  return JSON.stringify([pathJson, state.parameter, state.wanted]);
}

/** The reader's question for a sample size, forgotten when path, parameter or wanted error change. */
export class PlanRequest {
  answer: PlanAnswer = { kind: "none" };
  private key: string;
  private marked: (PlanMark & { readonly key: string }) | undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly session: Session) {
    this.key = planKey(session);
    session.on(["state"], () => {
      const key = planKey(session);
      if (key === this.key) return;
      this.key = key;
      this.become({ kind: "none" });
    });
  }

  on(tell: () => void): void {
    this.listeners.push(tell);
  }

  /** The last plan, while it is one for what is shown. */
  get mark(): PlanMark | undefined {
    return this.marked?.key === planKey(this.session) ? this.marked : undefined;
  }

  ask(): void {
    const { session } = this;
    const { pathJson: path, state, checked } = session;
    if (!path || checked.notes.some(({ field }) => field === "wanted")) {
      this.become({ kind: "impossible" });
      return;
    }
    const key = planKey(session);
    const error = state.wanted;
    this.become({ kind: "asked" });
    session.options.asker.ask({ kind: "plan", path, parameter: parameterIndexOf(state), error }).then(
      (plan) => {
        if (planKey(session) !== key) return;
        this.marked = { key, error, n: plan.n };
        this.become({ kind: "planned", plan });
        session.emit("theory");
      },
      (failure: unknown) => {
        if (planKey(session) !== key) return;
        this.become({ kind: "failed", message: failure instanceof Error ? failure.message : String(failure) });
      },
    );
  }

  private become(answer: PlanAnswer): void {
    this.answer = answer;
    for (const tell of this.listeners) tell();
  }
}
