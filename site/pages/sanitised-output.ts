import sanitizeHtml from "sanitize-html";

const SAFE_VALUE = [/^[\w\s.,#%()-]+$/];

/**
 * HTML of a notebook's output without anything that runs, loads or leaves its place: text, tables, lists and folds, a
 * few styles of text; no script, no event handler, no frame, no form, no image, no link but to http(s) and the page.
 */
export function sanitisedOutput(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [
      ...["p", "div", "span", "b", "strong", "i", "em", "code", "pre", "br", "hr", "sub", "sup", "a", "small"],
      ...["table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li", "details", "summary"],
      ...["h3", "h4", "h5", "progress"],
    ],
    allowedAttributes: {
      a: ["href"],
      progress: ["value", "max"],
      th: ["scope", "colspan"],
      td: ["colspan"],
      "*": ["style"],
    },
    allowedSchemes: ["http", "https"],
    allowProtocolRelative: false,
    allowedStyles: {
      "*": { "text-align": SAFE_VALUE, "font-weight": SAFE_VALUE, "white-space": SAFE_VALUE, "min-width": SAFE_VALUE },
    },
    transformTags: {
      table: (tagName, attribs) => ({ tagName, attribs }),
    },
  });
}
