import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of this package, whether its code runs from src/ or from dist/. */
export const PACKAGE_ROOT: string = resolve(__dirname, "..");

/** Whether this is the project itself: a package has neither the sources nor the published records. */
export const IS_CHECKOUT: boolean = existsSync(join(PACKAGE_ROOT, "src"));

/** The notebooks: with their outputs in the project, without in a package. */
export const NOTEBOOKS: string = join(PACKAGE_ROOT, IS_CHECKOUT ? "notebooks" : "dist/notebooks");
