import { PALETTE, QUIET } from "../../../../src/report/figures/style/palette";

/** Colours of exported pictures; those on the page are in styles/explorer.css, where they follow the theme. */
export const PRINT_STYLE = [
  "text{font:12px 'DejaVu Sans',Verdana,sans-serif;fill:#333}",
  ".title{font-size:14px;font-weight:600}.tick,.legend{font-size:11px}",
  `.grid{stroke:${QUIET.grid}}.frame{fill:none;stroke:#999}.window{fill:${QUIET.band}}`,
  `.curve{fill:none;stroke:${PALETTE.curve};stroke-width:2}`,
  `.guaranteed{fill:none;stroke:${PALETTE.guaranteed};stroke-width:2;stroke-dasharray:8 5}`,
  `.sharp{fill:none;stroke:${PALETTE.sharp};stroke-width:2;stroke-dasharray:2 4}`,
  `.guess{fill:none;stroke:${PALETTE.prompt};stroke-width:2;stroke-dasharray:10 3 2 3}`,
  `.bound{fill:none;stroke:${PALETTE.bound};stroke-width:2;stroke-dasharray:8 3 2 3}.bound-dot{stroke:${PALETTE.bound};stroke-width:6;stroke-linecap:round}`,
  ".dot,.mean{stroke-linecap:round;fill:none}.mean{stroke-width:8}.dot{stroke-width:3.4}",
  `.mean.cold,.whisker.cold{stroke:${PALETTE.estimate}}.dot.cold{stroke:${PALETTE.estimate};stroke-opacity:.35}.band.cold{fill:${PALETTE.estimate};fill-opacity:.15}`,
  `.mean.warm,.whisker.warm{stroke:${PALETTE.prompt}}.dot.warm{stroke:${PALETTE.prompt};stroke-opacity:.35}.band.warm{fill:${PALETTE.prompt};fill-opacity:.12}`,
  `.mean.published,.whisker.published{stroke:${PALETTE.pretrained}}.band.published{fill:${PALETTE.pretrained};fill-opacity:.15}`,
  `.dot.trouble{stroke:${PALETTE.trouble};stroke-width:5}.failed{fill:${PALETTE.trouble};font-weight:600}`,
  ".whisker{stroke-width:1.5}.plan{stroke:#333;stroke-dasharray:3 3}",
].join("");
