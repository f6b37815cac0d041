import { leadingGap } from "../state/ideas/ideas";
import { lawPlaces } from "../state/laws";
import { type ExplorerState, parameterNamesOf } from "../state/state";
import type { Ascents } from "../work/ascent";
import { LatestOnly } from "../work/latest-only";
import type { OtherParameters, Spot, Surface, SurfaceSubject } from "../work/surface";
import { SeenRequest } from "./seen-request";
import type { Session } from "./session";

interface Climb {
  readonly subject: SurfaceSubject;
  readonly start: Spot;
  readonly window: Spot;
}

/** Where both methods start unless the reader says so, in shares of the window. */
const FIRST_START: Spot = [0.9, 0.3];

/** The likelihood surface of the present state, and both methods' ways from a start: asked for once it is looked at. */
export class SurfaceRequest {
  ascents: Ascents | undefined;
  others: OtherParameters = "best";
  /** The axes that the reader chose, by name; those that do not exist in a state do not count. */
  private chosen: readonly [string, string] | undefined;
  private wantedStart: Spot | undefined;
  private climbProblem = "";
  private readonly surfaces: SeenRequest<SurfaceSubject, Surface>;
  private readonly climbs: LatestOnly<Climb, Ascents>;

  constructor(
    private readonly session: Session,
    private readonly changed: () => void,
  ) {
    const { asker } = session.options;
    this.surfaces = new SeenRequest<SurfaceSubject, Surface>(
      session,
      (subject, signal) => asker.ask({ kind: "surface", ...subject }, { signal }),
      () => this.subject(session.state),
      (what) => {
        if (what === "asked") {
          this.ascents = undefined;
          this.climbProblem = "";
        }
        if (what === "answered") this.climb();
        changed();
      },
    );
    this.climbs = new LatestOnly<Climb, Ascents>(
      (climb, signal) => asker.ask({ kind: "ascents", ...climb }, { signal }),
      (ascents, { subject }) => {
        if (!this.surfaces.isPresent(subject)) return;
        this.ascents = ascents;
        changed();
      },
      (message, { subject }) => {
        if (!this.surfaces.isPresent(subject)) return;
        this.climbProblem = message;
        changed();
      },
    );
  }

  get surface(): Surface | undefined {
    return this.surfaces.answer;
  }

  /** Why there is no surface, or no way over it; empty otherwise. */
  get problem(): string {
    return this.surfaces.problem || this.climbProblem;
  }

  /** The names on the axes: the reader's choice, else the gate's first and what sets the pace of merging. */
  get axes(): readonly [string, string] {
    const { state, experiment } = this.session;
    const names = parameterNamesOf(state);
    if (this.chosen?.every((name) => names.includes(name))) return this.chosen;
    const lead = experiment && leadingGap(state, experiment);
    const place = lead === undefined ? -1 : lawPlaces(state).indexOf(lead);
    return [names[0], names[place] ?? names[1]];
  }

  /** An axis is given another parameter; the other axis gives way where it had it. */
  choose(side: 0 | 1, name: string): void {
    const [first, second] = this.axes;
    const other = side === 0 ? second : first;
    const free = other === name ? (side === 0 ? first : second) : other;
    this.chosen = side === 0 ? [name, free] : [free, name];
    this.wantedStart = undefined;
    this.surfaces.refresh();
  }

  treat(others: OtherParameters): void {
    this.others = others;
    this.surfaces.refresh();
  }

  /** Where both methods start: inside the window. */
  get start(): Spot | undefined {
    const { surface, wantedStart } = this;
    if (!surface) return undefined;
    const [x, y] = surface.axes.map(({ low, high }, side) => {
      const value = wantedStart?.[side] ?? low + FIRST_START[side] * (high - low);
      return Math.min(high, Math.max(low, value));
    });
    return [x, y];
  }

  startAt(spot: Spot): void {
    this.wantedStart = spot;
    this.climb();
    this.changed();
  }

  look(): void {
    this.surfaces.look();
  }

  private subject(state: ExplorerState): SurfaceSubject | undefined {
    const { pathJson: path, checked } = this.session;
    if (!path || checked.notes.some(({ field }) => field === "n")) return undefined;
    const names = parameterNamesOf(state);
    const [x, y] = this.axes.map((name) => names.indexOf(name));
    return { path, seed: state.seed, n: state.n, axes: [x, y], others: this.others };
  }

  private climb(): void {
    const { surface, start } = this;
    const subject = this.subject(this.session.state);
    if (!surface || !start || !subject) return;
    const [width, height] = surface.axes.map(({ low, high }) => high - low);
    this.climbs.request({ subject, start, window: [width, height] });
  }
}
