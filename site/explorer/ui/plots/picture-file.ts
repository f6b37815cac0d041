import { fileSvgStyle } from "../../../../src/report/figures/style/svg-style";
import type { LogLogData } from "../../findings/log-log-data";
import { logLogPlot } from "./log-log-plot";

/** Size of exported pictures, whatever the window's: equal states give equal files. */
const [WIDTH, HEIGHT] = [800, 480];
/** Pixels of the PNG per unit of the SVG. */
const DENSITY = 2;

/** The log-log panel as a file of its own, colours included. */
export function pictureFile(data: LogLogData): string {
  const svg = logLogPlot({ ...data, highlight: null }, WIDTH, HEIGHT);
  return svg.replace(/>/, `><style>${fileSvgStyle()}</style><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`);
}

/** The same as pixels. @throws when the browser draws no PNG. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH * DENSITY;
  canvas.height = HEIGHT * DENSITY;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser draws no PNG; save the SVG instead.");
  context.scale(DENSITY, DENSITY);
  context.drawImage(image, 0, 0, WIDTH, HEIGHT);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) =>
      blob ? done(blob) : failed(new Error("The PNG could not be made; save the SVG instead.")),
    ),
  );
}
