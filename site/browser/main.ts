/** What every page of the site can do: colours, search, folded code, figures that come alive when they are seen. */

import { reviveFigures } from "./figures/live-figures";
import { foldCode } from "./pages/code-folding";
import { offerLive } from "./pages/live-button";
import { fitFormulasForPrint } from "./pages/print-formulas";
import { filterVerdicts } from "./pages/verdict-filter";
import { addSearch } from "./search/search";
import { addThemeButton } from "./theme-button";

const tools = document.getElementById("site-tools");
if (tools) {
  addSearch(tools);
  addThemeButton(tools);
}
foldCode();
offerLive();
reviveFigures();
filterVerdicts();
fitFormulasForPrint();
if (matchMedia("(max-width: 70rem)").matches) document.querySelector(".contents details")?.removeAttribute("open");
