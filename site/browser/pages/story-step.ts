/** One step of the story: a text, a question with a few answers, and the state of the explorer that shows it. */
export interface StoryStep {
  readonly title: string;
  readonly text: string;
  readonly question: string;
  /** Exponents, as in "1/4" or "0.37". */
  readonly choices: readonly string[];
  /** The one of the choices that the library computes. */
  readonly right: string;
  readonly why: string;
  /** A link to the explorer, embedded. */
  readonly link: string;
}
