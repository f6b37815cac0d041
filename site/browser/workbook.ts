/** What every page of the site can do: colours, search, folded code, figures that come alive when they are seen. */
import { foldCode } from "./code-folding";
import { offerLive } from "./live-button";
import { reviveFigures } from "./live-figures";
import { fitFormulasForPrint } from "./print-formulas";
import { addSearch } from "./search";
import { addThemeButton } from "./theme-button";
import { filterVerdicts } from "./verdict-filter";

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
