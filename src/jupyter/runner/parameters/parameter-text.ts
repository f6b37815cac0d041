import { InputError } from "../../../input-error";

/** The texts given for a notebook's parameters, by name, as written on the command line. */
export type ParameterTexts = ReadonlyMap<string, string>;

/** A value that a notebook can be given: what JSON holds, and the numbers and words it lacks. */
export type ParameterValue =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ParameterValue[]
  | { readonly [field: string]: ParameterValue };

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** What ECMAScript reserves in a module, and what cannot be declared at the top of one, CommonJS modules included. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends false finally for function " +
    "if import in instanceof new null return super switch this throw true try typeof var void while with " +
    "implements interface let package private protected public static yield await eval arguments " +
    "undefined NaN Infinity globalThis exports require"
  ).split(" "),
);

/**
 * Splits "name=value".
 * @throws InputError when the name cannot be a variable's
 */
export function parseParameter(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(at, 0)).trim();
  if (!IDENTIFIER.test(name)) {
    throw new InputError(`The parameter "${text}" is not of the form name=value with a variable's name.`);
  }
  if (RESERVED.has(name)) {
    throw new InputError(
      `The parameter "${text}" cannot be set: "${name}" is a word of the language; name a variable.`,
    );
  }
  return [name, text.slice(at + 1)];
}

const DIGITS = String.raw`\d+(?:_\d+)*`;
const DECIMAL = new RegExp(String.raw`^[+-]?(?:${DIGITS}\.?(?:${DIGITS})?|\.${DIGITS})(?:e[+-]?${DIGITS})?$`, "i");
const WITH_BASE = /^([+-]?)(0x[\da-f]+(?:_[\da-f]+)*|0o[0-7]+(?:_[0-7]+)*|0b[01]+(?:_[01]+)*)$/i;
const WHOLE = new RegExp(`^[+-]?${DIGITS}$`);
const BIG = new RegExp(`^([+-]?${DIGITS})n$`);
const NO_FINITE = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

/** Whether the text is a number in a form that JavaScript or Python knows: .5, 1., +5, 1e3, 1_000, 0x10, nan, -Infinity. */
export function isNumberText(text: string): boolean {
  return [DECIMAL, WITH_BASE, BIG, NO_FINITE].some((form) => form.test(text.trim()));
}

/** The number a text means, none when a number cannot hold it: an overflow, or a whole number above 2^53. */
function readNumber(text: string): number | undefined {
  const endless = NO_FINITE.exec(text);
  if (endless) {
    if (endless[2] !== undefined) return Number.NaN;
    return endless[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const based = WITH_BASE.exec(text);
  const plain = text.replaceAll("_", "");
  const value = based ? Number(plain.replace(/^[+-]/, "")) * (based[1] === "-" ? -1 : 1) : Number(plain);
  const exact = !(based || WHOLE.test(text)) || Number.isSafeInteger(value);
  return Number.isFinite(value) && exact ? value : undefined;
}

function readBig(text: string): bigint | undefined {
  const named = BIG.exec(text);
  const based = WITH_BASE.exec(text);
  if (!named && !based && !WHOLE.test(text)) return undefined;
  const digits = (named?.[1] ?? text).replaceAll("_", "");
  const size = BigInt(digits.replace(/^[+-]/, ""));
  return digits.startsWith("-") ? -size : size;
}

/** An array, an object or a quoted text of JSON. */
function readJson(text: string): ParameterValue | undefined {
  if (!/^["[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as ParameterValue;
  } catch {
    return undefined;
  }
}

const WORDS: ReadonlyMap<string, readonly ParameterValue[]> = new Map([
  ["true", [true]],
  ["True", [true]],
  ["false", [false]],
  ["False", [false]],
  ["null", [null, undefined]],
  ["None", [null, undefined]],
]);

/**
 * All that a text can mean, what papermill takes it for first and the text itself last. A declared type chooses among
 * them: 5 is a text where a text is declared.
 */
export function readings(text: string): readonly ParameterValue[] {
  const trimmed = text.trim();
  const words = WORDS.get(trimmed);
  if (words) return [...words, text];
  if (trimmed === "undefined") return [text, undefined];
  if (isNumberText(trimmed)) {
    const named = BIG.test(trimmed);
    const all = [named ? undefined : readNumber(trimmed), readBig(trimmed)];
    return [...all.filter((each) => each !== undefined), text];
  }
  const json = readJson(trimmed);
  return json === undefined ? [text] : [json, text];
}

/** U+2028 and U+2029 end a line, and with it a text, for older compilers. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (each) => (each === "\u2028" ? "\\u2028" : "\\u2029"));
}

/** The value as an expression of TypeScript. */
export function toSource(value: ParameterValue): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(toSource).join(", ")}]`;
  // Written plainly, the field __proto__ would be the object's prototype.
  const field = (name: string): string => (name === "__proto__" ? `["__proto__"]` : quote(name));
  const fields = Object.entries(value).map(([name, each]) => `${field(name)}: ${toSource(each)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
