import { InvalidArgumentError } from "commander";
import { parseNumber } from "../../command";
import { parseNames } from "./data-options";

/** What a parameter is called, and a number for it. */
export interface Assignment {
  readonly parameter: string;
  readonly value: number;
}

/** 'b=0.1,a (dose)=2': names are as in reports or those of columns; a pair that holds a comma stands in quotes. */
export function parseAssignments(text: string, complaint: string): readonly Assignment[] {
  return parseNames(text).map((part) => {
    const at = part.lastIndexOf("=");
    if (at < 1) throw new InvalidArgumentError(`"${part}" ${complaint}`);
    return { parameter: part.slice(0, at).trim(), value: parseNumber(part.slice(at + 1)) };
  });
}
