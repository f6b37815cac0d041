import { resolve } from "node:path";

/** The folder of this package, whether its code runs from src/ or from dist/. */
export const PACKAGE_ROOT: string = resolve(__dirname, "..");
