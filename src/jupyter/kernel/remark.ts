import fs from "node:fs";

// As it is before cells' writing to descriptors is redirected.
const { writeSync } = fs;

/** The kernel's own remarks go to the terminal it was started from, never into a cell. */
export function remark(text: string): void {
  writeSync(2, `contaminated-moe kernel: ${text}\n`);
}
