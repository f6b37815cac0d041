import type { Page } from "playwright-core";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where an element stands, in pixels of the window. A picture that is drawn anew has no place for a moment, between the old element
 * and the new one; so one that has none is asked again, until the patience (milliseconds) is over.
 */
export async function whenPlaced(
  name: string,
  look: () => Promise<Box | null | undefined>,
  patience = 30_000,
): Promise<Box> {
  for (const end = Date.now() + patience; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const box = await look();
    if (box) return box;
    if (Date.now() > end) throw new Error(`${name} has no place on the page`);
  }
}

/** Where the first element that a selector names stands on a page of Chromium. */
export async function placeOf(page: Page, selector: string): Promise<Box> {
  return whenPlaced(selector, () => page.locator(selector).first().boundingBox());
}
