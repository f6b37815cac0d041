import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import UPNG from "upng-js";
import { InputError } from "../../input-error";
import { requirePart } from "../../optional-part";
import { CHROMIUM_FLAGS, findChromium } from "./chromium";

/** A figure as plotly takes it. */
export interface PlotlyFigure {
  readonly data: readonly unknown[];
  readonly layout: object;
  readonly config?: object;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** What a figure without its image says. */
export const WITHOUT_IMAGE = "\n(static image left out: no Chromium is installed)";

/** Pixels of the image per pixel of the figure. */
const SCALE = 1.5;

interface Studio {
  readonly browser: Browser;
  readonly page: Page;
}

let studio: Promise<Studio | undefined> | undefined;

async function openStudio(executablePath: string): Promise<Studio> {
  requirePart("images");
  // Loaded when the first image is drawn: most runs of the package draw none.
  const { chromium } = await import("playwright-core");
  const scratch = mkdtempSync(join(tmpdir(), "cmoe-chromium-"));
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, TMPDIR: scratch },
    args: [...CHROMIUM_FLAGS, "--force-color-profile=srgb", "--font-render-hinting=none"],
    // Signals belong to the kernel: an interrupted cell must not take the browser with it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  // Chromium leaves files behind when it is ended with the process; this runs after playwright's own handler.
  const tidy = (): void => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  process.once("exit", tidy);
  browser.once("disconnected", tidy);
  const page = await browser.newPage();
  await page.setContent("<!doctype html><div id=figure></div>");
  await page.addScriptTag({ path: require.resolve("plotly.js-dist") });
  return { browser, page };
}

/** Runs in the page: draws the figure away from sight and returns a data URL. */
const DRAW = `async ([figure, size, scale]) => {
  const layout = { ...figure.layout, width: size.width, height: size.height, autosize: false };
  return Plotly.toImage({ data: figure.data, layout }, { format: "png", scale, ...size });
}`;

/**
 * The figure as the bytes of a PNG, the same for the same figure on the same machine; undefined where no browser is
 * installed or where it does not start. `scale` pixels per pixel of the figure. The browser stays open for the next figure
 * until `closeStaticImages`.
 */
export async function renderPng(
  figure: PlotlyFigure,
  size: ImageSize,
  scale: number = SCALE,
): Promise<Uint8Array | undefined> {
  const executable = findChromium();
  if (executable === undefined) return undefined;
  studio ??= openStudio(executable).catch((error: unknown) => {
    const why = error instanceof InputError ? error.message : `${executable} does not start: ${String(error)}`;
    process.emitWarning(`Figures get no static image. ${why}`);
    return undefined;
  });
  const open = await studio;
  if (!open) return undefined;
  const argument = JSON.stringify([figure, size, scale]);
  const url = await open.page.evaluate<string>(`(${DRAW})(${argument})`);
  return withPalette(Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
}

/** The image with a palette of 256 colours: a figure loses nothing to the eye and three quarters of its bytes. */
function withPalette(png: Buffer): Uint8Array {
  const image = UPNG.decode(new Uint8Array(png).buffer);
  return new Uint8Array(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, 256));
}

/** Closes the browser, so that a program which drew images can end. */
export async function closeStaticImages(): Promise<void> {
  const open = studio;
  studio = undefined;
  await (await open)?.browser.close();
}
