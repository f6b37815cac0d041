import { describe, expect, it } from "vitest";
import { densities, errorCurve, sentence } from "../browser/pages/melting";
import { landingPage, melting, repositoryAddress } from "./landing-page";

/** The inverse of a 3 x 3 matrix's first entry. */
function firstOfInverse(m: readonly (readonly number[])[]): number {
  const minor = m[1][1] * m[2][2] - m[1][2] * m[2][1];
  const determinant =
    m[0][0] * minor -
    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  return minor / determinant;
}

/**
 * sqrt of the inverse information's entry of lambda in (1 - s) N(0, 1) + s N(gap, 1), all of (lambda, mean, variance) unknown,
 * by the trapezoidal rule: with centred covariates and equal slopes the slope's score is orthogonal to the others.
 */
function deviationByTrapezoid(share: number, gap: number): number {
  const information = [0, 0, 0].map(() => [0, 0, 0]);
  const step = 0.001;
  for (let y = -12; y <= 12 + gap; y += step) {
    const phi = (mean: number): number => Math.exp(-0.5 * (y - mean) ** 2) / Math.sqrt(2 * Math.PI);
    const [f0, f] = [phi(0), phi(gap)];
    const p = (1 - share) * f0 + share * f;
    const r = y - gap;
    const scores = [(f - f0) / p, (share * f * r) / p, (share * f * (r * r - 1)) / (2 * p)];
    scores.forEach((left, i) => {
      scores.forEach((right, j) => {
        information[i][j] += step * p * left * right;
      });
    });
  }
  return Math.sqrt(firstOfInverse(information));
}

describe("the first page's picture", () => {
  const data = melting();

  it("has the errors that a second quadrature gives", () => {
    for (const k of [0, 20, 40, 60, data.gaps.length - 1]) {
      const expected = deviationByTrapezoid(data.share, data.gaps[k]) / Math.sqrt(data.n);
      expect(data.errors[k] / expected).toBeCloseTo(1, 4);
      expect(data.needed[k] / ((expected * Math.sqrt(data.n)) / (0.1 * data.share)) ** 2).toBeCloseTo(1, 2);
    }
  });

  it("rises as the prompt melts, from what a labelled sample would give to more than the share", () => {
    for (let k = 1; k < data.errors.length; k++) expect(data.errors[k]).toBeGreaterThan(data.errors[k - 1]);
    const labelled = Math.sqrt((data.share * (1 - data.share)) / data.n);
    expect(data.errors[0]).toBeGreaterThan(labelled);
    expect(data.errors[0]).toBeLessThan(2 * labelled);
    expect(data.errors.at(-1)).toBeGreaterThan(data.share);
  });

  it("draws finite numbers at every stop", () => {
    for (let k = 0; k < data.gaps.length; k++) {
      const all = densities(data, k) + errorCurve(data, k) + sentence(data, k);
      expect(all).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe("the link to the repository", () => {
  it.each([
    ["git+https://example.org/them/it.git", "https://example.org/them/it"],
    ["https://example.org/them/it", "https://example.org/them/it"],
    ["git+ssh://git@example.org/them/it.git", "https://example.org/them/it"],
    ["github:them/it", "https://github.com/them/it"],
    ["them/it", "https://github.com/them/it"],
    [undefined, undefined],
    ["no address", undefined],
  ])("reads %s", (url, address) => {
    expect(repositoryAddress(url === undefined ? {} : { repository: { url } })).toBe(address);
    expect(repositoryAddress(url === undefined ? {} : { repository: url })).toBe(address);
  });

  it("is on the first page where there is one, else that to an archive of the sources", () => {
    expect(landingPage([], "1.0.0").body).not.toMatch(/The repository|The sources/);
    expect(landingPage([], "1.0.0", { kind: "repository", address: "https://example.org/them/it" }).body).toContain(
      '<a href="https://example.org/them/it">The repository</a>',
    );
    expect(landingPage([], "1.0.0", { kind: "archive", file: "it-1.tar.gz", bytes: 16_600_000 }).body).toContain(
      '<a href="it-1.tar.gz" download>The sources</a> (tar.gz, 17 MB)',
    );
  });
});
