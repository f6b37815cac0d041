/** What is asked of Node that a page in a browser cannot do. */
export class NotInABrowser extends Error {
  override readonly name: string = "NotInABrowser";
}

/** The sentence for it, with what to do instead. */
export function notHere(what: string): NotInABrowser {
  return new NotInABrowser(`${what} Download the notebook and run it in Jupyter.`);
}

/**
 * A module that has these parts and no others: what else is taken from it is a function that says, when it is called,
 * why a browser has no such thing.
 */
export function partOf(name: string, parts: object, why: string): object {
  return new Proxy(
    { ...parts },
    {
      get(target, key) {
        if (Reflect.has(target, key) || typeof key === "symbol" || key === "default" || key === "then") {
          return Reflect.get(target, key);
        }
        if (key === "__esModule") return true;
        return () => {
          throw notHere(`${name}.${key} cannot be used in a page: ${why}`);
        };
      },
    },
  );
}
