/** A column of numbers that grows, outside of the JavaScript heap. */
export class ColumnStore {
  private values = new Float64Array(1024);
  private length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** The numbers; the store is empty afterwards. */
  take(): Float64Array {
    const taken = this.values.slice(0, this.length);
    this.values = new Float64Array(1024);
    this.length = 0;
    return taken;
  }
}
