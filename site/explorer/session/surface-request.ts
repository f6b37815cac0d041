import { leadingGap } from "../state/ideas";
import { type ExplorerState, parameterNamesOf } from "../state/state";
import type { Ascents } from "../work/ascent";
import { LatestOnly } from "../work/latest-only";
import type { OtherParameters, Spot, Surface, SurfaceSubject } from "../work/surface";
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
  surface: Surface | undefined;
  ascents: Ascents | undefined;
  /** Why there is no surface; empty otherwise. */
  problem = "";
  others: OtherParameters = "best";
  /** The axes that the reader chose, by name; those that do not exist in a state do not count. */
  private chosen: readonly [string, string] | undefined;
  private wantedStart: Spot | undefined;
  private looking = false;
  private asked = "";
  private readonly surfaces: LatestOnly<SurfaceSubject, Surface>;
  private readonly climbs: LatestOnly<Climb, Ascents>;

  constructor(
    private readonly session: Session,
    private readonly changed: () => void,
  ) {
    const { asker } = session.options;
    const present = (subject: SurfaceSubject): boolean => JSON.stringify(subject) === this.asked;
    this.surfaces = new LatestOnly<SurfaceSubject, Surface>(
      (subject, signal) => asker.ask({ kind: "surface", ...subject }, { signal }),
      (surface, subject) => {
        if (!present(subject)) return;
        this.surface = surface;
        this.climb();
        changed();
      },
      (message, subject) => {
        if (!present(subject)) return;
        this.problem = message;
        changed();
      },
    );
    this.climbs = new LatestOnly<Climb, Ascents>(
      (climb, signal) => asker.ask({ kind: "ascents", ...climb }, { signal }),
      (ascents, { subject }) => {
        if (!present(subject)) return;
        this.ascents = ascents;
        changed();
      },
      (message, { subject }) => {
        if (!present(subject)) return;
        this.problem = message;
        changed();
      },
    );
    session.on(["state"], () => this.ask());
  }

  /** The names on the axes: the reader's choice, else lambda and what sets the pace of merging. */
  get axes(): readonly [string, string] {
    const { state, experiment } = this.session;
    const names = parameterNamesOf(state);
    if (this.chosen?.every((name) => names.includes(name))) return this.chosen;
    const lead = experiment && leadingGap(state, experiment);
    return ["lambda", typeof lead === "number" ? names[lead + 1] : lead === "nu" ? lead : names[1]];
  }

  /** An axis is given another parameter; the other axis gives way where it had it. */
  choose(side: 0 | 1, name: string): void {
    const [first, second] = this.axes;
    const other = side === 0 ? second : first;
    const free = other === name ? (side === 0 ? first : second) : other;
    this.chosen = side === 0 ? [name, free] : [free, name];
    this.wantedStart = undefined;
    this.ask();
  }

  treat(others: OtherParameters): void {
    this.others = others;
    this.ask();
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

  /** The reader sees it: from now on it is computed. */
  look(): void {
    this.looking = true;
    this.ask();
  }

  private subject(state: ExplorerState): SurfaceSubject | undefined {
    const { pathJson: path, checked } = this.session;
    if (!path || checked.notes.some(({ field }) => field === "n")) return undefined;
    const names = parameterNamesOf(state);
    const [x, y] = this.axes.map((name) => names.indexOf(name));
    return { path, seed: state.seed, n: state.n, axes: [x, y], others: this.others };
  }

  private ask(): void {
    if (!this.looking) return;
    const subject = this.subject(this.session.state);
    const key = subject ? JSON.stringify(subject) : "";
    if (key === this.asked) return;
    this.asked = key;
    this.problem = "";
    this.surface = undefined;
    this.ascents = undefined;
    if (subject) this.surfaces.request(subject);
    this.changed();
  }

  private climb(): void {
    const { surface, start } = this;
    const subject = this.subject(this.session.state);
    if (!surface || !start || !subject) return;
    const [width, height] = surface.axes.map(({ low, high }) => high - low);
    this.climbs.request({ subject, start, window: [width, height] });
  }
}
