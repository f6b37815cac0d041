import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { InstalledPackage } from "./installed-package";

/**
 * Installs the package once for the tests of a file, hands it over, and removes it after them. Where npm is offline they are
 * skipped, with the reason; never where CI is set.
 */
export function withInstalledPackage(use: (installed: InstalledPackage) => void): void {
  // npm and fresh processes take their time on a busy machine.
  vi.setConfig({ testTimeout: 900_000 });
  let made: InstalledPackage | undefined;
  beforeAll(() => {
    made = new InstalledPackage();
    use(made);
  }, 600_000);
  afterAll(() => made?.remove());
  beforeEach((context) => {
    if (made?.offline !== undefined) context.skip(made.offline);
  });
}
