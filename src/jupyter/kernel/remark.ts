import { writeSync } from "node:fs";

/** The kernel's own remarks go to the terminal it was started from, never into a cell. */
export function remark(text: string): void {
  writeSync(2, `contaminated-moe kernel: ${text}\n`);
}
