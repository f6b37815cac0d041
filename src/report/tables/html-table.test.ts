import { describe, expect, it } from "vitest";
import { readersHtml, tableHtml } from "./html-table";

describe("text of tables as HTML", () => {
  it.each([
    ["λ* ~ n^-1/4, gap ~ n^-1/16", "λ* ~ n<sup>−1/4</sup>, gap ~ n<sup>−1/16</sup>"],
    ["error of lambda ~ n^-e, e =", "error of λ ~ n<sup>−e</sup>, e ="],
    ["grows like λ^(−2/3) up to n^-0.25.", "grows like λ<sup>−2/3</sup> up to n<sup>−0.25</sup>."],
    ["λ = e^-1000, |e^τ̂ − e^τ*|", "λ = e<sup>−1000</sup>, |e<sup>τ̂</sup> − e<sup>τ*</sup>|"],
    ["d_H / D, Σ c_k f_k, c_1(far)", "d<sub>H</sub> / D, Σ c<sub>k</sub> f<sub>k</sub>, c<sub>1</sub>(far)"],
    ["a < b & 1e-3", "a &lt; b &amp; 10⁻³"],
  ])("%s", (plain, html) => {
    expect(readersHtml(plain)).toBe(html);
  });

  it.each(["held_out", "L/nu_x", "x^", "<sup>^2", "a_"])("adds no element to %s", (text) => {
    expect(readersHtml(text)).not.toMatch(/<(?:sup|sub)>/);
  });

  it("holds whatever a cell says as text", () => {
    const html = tableHtml({ head: ["<b>"], rows: [["n^(<i>)"]], caption: "<script>" });
    expect(html).not.toMatch(/<(?:b|i|script)>/);
  });
});
