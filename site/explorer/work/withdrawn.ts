/** A request was withdrawn before it was answered. */
export class Withdrawn extends Error {
  override readonly name = "Withdrawn";
}
