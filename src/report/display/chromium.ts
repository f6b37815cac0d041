import { existsSync } from "node:fs";

/** Where Chromium and its relatives are found; CMOE_CHROMIUM names another one. */
const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Without a window, without a sandbox (which root cannot have), and without asking the network for anything. */
export const CHROMIUM_FLAGS: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser that draws static images and runs the browser tests; undefined on a machine without one. */
export function findChromium(): string | undefined {
  const named = process.env.CMOE_CHROMIUM;
  return [...(named ? [named] : []), ...CANDIDATES].find((path) => existsSync(path));
}
