const SOLUTION = /<details>\s*<summary>\s*Solutions?\b[^<]*<\/summary>([\s\S]*?)<\/details>[^\S\n]*\n*/gi;

/** A markdown cell without its solutions. */
export function withoutSolutions(source: string): string {
  return source.replace(SOLUTION, "").trim();
}

/** A markdown cell whose solutions are passed through `show`. */
export function mapSolutions(source: string, show: (solution: string) => string): string {
  return source.replace(SOLUTION, (_, solution: string) => show(solution.trim())).trim();
}
