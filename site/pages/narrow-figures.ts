import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeStaticImages, renderPng } from "#dist/report/display/static-image";
import { fitted, type StoredFigure } from "../browser/figures/fitted-figure";
import type { Asset, NotebookPage } from "./notebook-page";

/** A phone's page of 390 pixels without its margins and the figure's border. */
const WIDTH = 356;
/** Pixels of the image per pixel of the figure: phones have two or three. */
const SCALE = 2;

/** The image of a figure at a phone's width, from the shelf where the same figure was drawn before. */
async function narrowImage(
  figure: StoredFigure,
  shelf: string,
): Promise<{ readonly content: Uint8Array; readonly height: number } | undefined> {
  const { data, layout } = fitted(figure, WIDTH);
  const height = Math.ceil(Number(layout.height));
  const key = createHash("sha256")
    .update(JSON.stringify([data, layout, SCALE]))
    .digest("hex")
    .slice(0, 24);
  const file = join(shelf, `${key}.png`);
  if (existsSync(file)) return { content: readFileSync(file), height };
  const content = await renderPng({ data, layout }, { width: WIDTH, height }, SCALE);
  if (content === undefined) return undefined;
  mkdirSync(shelf, { recursive: true });
  writeFileSync(file, content);
  return { content, height };
}

/**
 * The page with a second image of every figure that is wider than a phone: panels below each other, letters as large as
 * on the wide page. Where no Chromium is installed the wide images stand alone.
 * @param shelf folder that keeps images between builds
 */
export async function withNarrowFigures(page: NotebookPage, shelf: string): Promise<NotebookPage> {
  const assets: Asset[] = [...page.assets];
  let { html } = page;
  for (const [id, figure] of Object.entries(page.figures)) {
    const wide = `src="assets/${page.name}-${id}.png"`;
    const tag = new RegExp(`<img [^>]*${wide}[^>]*>`).exec(html)?.[0];
    if (tag === undefined || !(Number(figure.layout.width) > WIDTH)) continue;
    const narrow = await narrowImage(figure, shelf);
    if (narrow === undefined) continue;
    const file = `assets/${page.name}-${id}-narrow.png`;
    assets.push({ file, content: Buffer.from(narrow.content) });
    const source = `<source media="(max-width: 30rem)" srcset="${file}" width="${WIDTH}" height="${narrow.height}">`;
    html = html.replace(tag, () => `<picture>${source}${tag}</picture>`);
  }
  return { ...page, html, assets };
}

/** The pages, one after the other: the browser draws one figure at a time. */
export async function allWithNarrowFigures(
  pages: readonly NotebookPage[],
  shelf: string,
): Promise<readonly NotebookPage[]> {
  const done: NotebookPage[] = [];
  for (const page of pages) done.push(await withNarrowFigures(page, shelf));
  await closeStaticImages();
  return done;
}
