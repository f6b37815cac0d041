/** In place of src/report/display/static-image: a page draws its figures itself. */
import type { renderPng as inNode } from "../../../src/report/display/static-image";

export type { ImageSize, PlotlyFigure } from "../../../src/report/display/static-image";

/** Nothing needs to be said about the image that is left out: the figure is seen. */
export const WITHOUT_IMAGE = "";

export const renderPng: typeof inNode = async () => undefined;

export async function closeStaticImages(): Promise<void> {}
