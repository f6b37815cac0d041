import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogLogData } from "../../findings/log-log-data";
import { logLogAxes, logLogPlot } from "./log-log-plot";
import { linearScale, logScale } from "./scale";

const positive = fc.double({ min: 1e-9, max: 1e6, noNaN: true });
const cell = fc.record({
  rmse: fc.option(positive),
  mcse: fc.option(positive),
  dots: fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 5 }),
  flagged: fc.array(positive, { maxLength: 2 }),
  failures: fc.nat({ max: 3 }),
  carriers: fc.constant({ fits: 2, atBound: 0 }),
  estimates: fc.constant(9),
});
const sizes = [1000, 10_000, 100_000];
const data: fc.Arbitrary<LogLogData> = fc.record({
  title: fc.string(),
  parameter: fc.constantFrom("lambda", "<b>"),
  sizes: fc.constant([sizes[0], sizes[2]] as const),
  curve: fc.constantFrom(
    [],
    sizes.map((n) => ({ n, value: n ** -0.25 })),
  ),
  former: fc.boolean(),
  pinned: fc.constantFrom([], [{ n: 2000, value: 3 }]),
  at: fc.option(fc.constantFrom(10, 5000, 1e7)),
  lines: fc.array(
    fc.record({
      kind: fc.constantFrom("guaranteed", "sharp", "guess"),
      exponent: fc.double({ min: 0, max: 2, noNaN: true }),
      text: fc.string(),
    }),
    { maxLength: 3 },
  ),
  series: fc.array(
    fc.record({
      kind: fc.constantFrom("cold", "warm", "published", "pinned"),
      name: fc.string(),
      cells: fc.tuple(cell, cell, cell).map((cells) => cells.map((one, k) => ({ n: sizes[k], ...one }))),
    }),
    { maxLength: 3 },
  ),
  bounds: fc.constantFrom([], [{ n: 1000, value: 0.01 }]),
  window: fc.constantFrom([1000, 100_000] as const, [1000, 10_000] as const),
  plan: fc.option(fc.record({ error: positive, n: fc.option(positive) })),
  highlight: fc.option(fc.record({ n: fc.constantFrom(...sizes), value: fc.double({ min: 0, max: 1, noNaN: true }) })),
});

describe("the log-log picture", () => {
  it("has only finite numbers, and every mark within its frame or margins", () => {
    fc.assert(
      fc.property(data, fc.integer({ min: 280, max: 900 }), (one, width) => {
        const svg = logLogPlot(one, width, 400);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        for (const [, x, y] of svg.matchAll(/M(-?[\d.]+) (-?[\d.]+)h0/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(0);
          expect(Number(x)).toBeLessThanOrEqual(width);
          expect(Number(y)).toBeGreaterThanOrEqual(0);
          expect(Number(y)).toBeLessThanOrEqual(400);
        }
      }),
    );
  });

  it("writes no markup of its data's", () => {
    fc.assert(
      fc.property(data, (one) => {
        const svg = logLogPlot({ ...one, title: `<img src=x onerror="alert(1)">${one.title}` }, 600, 400);
        expect(svg).not.toContain("<img");
        expect(svg).not.toContain("<b>");
      }),
    );
  });

  it("draws a line of the exponent's slope through the curve's last point", () => {
    const curve = sizes.map((n) => ({ n, value: n ** -0.5 }));
    const lines = [{ kind: "sharp", exponent: 0.25, text: "sharp" }] as const;
    const one: LogLogData = {
      ...{ title: "", parameter: "b", sizes: [1000, 100_000], curve, lines, series: [], bounds: [] },
      ...{ window: [1000, 100_000], plan: null, highlight: null, former: false, pinned: [], at: null },
    };
    const { x, y } = logLogAxes(one, 700, 400);
    const found = [
      ...logLogPlot(one, 700, 400).matchAll(/<line x1="(\S+)" y1="(\S+)" x2="(\S+)" y2="(\S+)" class="sharp"/g),
    ];
    // The last is the line itself; the first is its sign in the legend.
    const [x1, y1, x2, y2] = (found.at(-2) ?? []).slice(1).map(Number);
    const slope = (Math.log(y.from(y2)) - Math.log(y.from(y1))) / (Math.log(x.from(x2)) - Math.log(x.from(x1)));
    expect(slope).toBeCloseTo(-0.25, 2);
    const at = y.from(y1) * (1e5 / x.from(x1)) ** -0.25;
    expect(at / 1e5 ** -0.5).toBeCloseTo(1, 1);
  });

  it("reaches to the size that a wanted error needs", () => {
    fc.assert(
      fc.property(data, fc.integer({ min: 2, max: 1e9 }), (one, n) => {
        const { frame, x } = logLogAxes({ ...one, plan: { error: 0.1, n } }, 600, 400);
        expect(x.to(n)).toBeGreaterThanOrEqual(frame.left);
        expect(x.to(n)).toBeLessThanOrEqual(frame.right);
      }),
    );
  });

  it("has scales whose two ways are inverse", () => {
    fc.assert(
      fc.property(
        positive,
        fc.double({ min: 1.5, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (low, factor, part) => {
          for (const scale of [logScale(low, low * factor, 40, 640), linearScale(low, low * factor, 640, 40)]) {
            const pixel = 40 + 600 * part;
            expect(scale.to(scale.from(pixel))).toBeCloseTo(pixel, 6);
            for (const { value } of scale.ticks) {
              expect(value).toBeGreaterThanOrEqual(low * 0.99);
              expect(value).toBeLessThanOrEqual(low * factor * 1.01);
            }
          }
        },
      ),
    );
  });
});
