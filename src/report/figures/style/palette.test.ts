import { describe, expect, it } from "vitest";
import { COLOURS, SURROUNDINGS, THEMES, translucent } from "./palette";

type Rgb = readonly [number, number, number];

function linearRgb(hex: string): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.1 contrast of two colours. */
function contrast(one: string, other: string): number {
  const [dark, light] = [one, other].map((hex) => luminance(linearRgb(hex))).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), severity 1, in linear RGB. */
const SIGHT: Readonly<Record<string, readonly Rgb[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** CIELAB under D65. */
function lab(rgb: Rgb): Rgb {
  const [r, g, b] = rgb.map((value) => Math.min(1, Math.max(0, value)));
  const x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))];
}

function difference(left: string, right: string, matrix: readonly Rgb[]): number {
  const seen = (hex: string): Rgb => {
    const rgb = linearRgb(hex);
    const row = (m: Rgb): number => m[0] * rgb[0] + m[1] * rgb[1] + m[2] * rgb[2];
    return lab([row(matrix[0]), row(matrix[1]), row(matrix[2])]);
  };
  const [a, b] = [seen(left), seen(right)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const meanings = Object.entries(COLOURS);

describe.each(THEMES)("the palette, %s", (theme) => {
  const paper = SURROUNDINGS.paper[theme];

  it.each(meanings)("%s is visible on its paper: a contrast of at least 3", (_, colour) => {
    expect(contrast(colour[theme], paper)).toBeGreaterThanOrEqual(3);
  });

  it("text is readable: a contrast of at least 7, of quiet text 4.5", () => {
    expect(contrast(SURROUNDINGS.text[theme], paper)).toBeGreaterThan(7);
    expect(contrast(SURROUNDINGS.quiet[theme], paper)).toBeGreaterThan(4.5);
  });

  it("grid lines and areas stay behind every series", () => {
    const behind = Math.max(contrast(SURROUNDINGS.grid[theme], paper), contrast(SURROUNDINGS.band[theme], paper));
    for (const [name, colour] of meanings) expect(contrast(colour[theme], paper), name).toBeGreaterThan(1.5 * behind);
  });

  it.each(Object.entries(SIGHT))("no two colours look alike with %s", (_, matrix) => {
    for (const [i, [one, left]] of meanings.entries()) {
      for (const [other, right] of meanings.slice(i + 1)) {
        expect(difference(left[theme], right[theme], matrix), `${one} and ${other}`).toBeGreaterThan(10);
      }
    }
  });
});

describe("translucent colours", () => {
  it("are written as CSS", () => {
    expect(translucent("#0072B2", 0.5)).toBe("rgba(0,114,178,0.5)");
  });
});
