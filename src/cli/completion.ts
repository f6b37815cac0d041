import { Argument, type Command } from "commander";
import type { Register } from "./command";

/** What may follow a command line's first words: subcommands and options, each with its description. */
interface Completions {
  /** The words after "cmoe", as in "study status"; "" for cmoe itself. */
  readonly words: string;
  readonly next: readonly (readonly [word: string, description: string])[];
}

function completionsOf(command: Command, words: readonly string[] = []): readonly Completions[] {
  const help = command.createHelp();
  const subcommands = help
    .visibleCommands(command)
    .map((each) => [each.name(), each.summary() || each.description()] as const);
  const options = help
    .visibleOptions(command)
    .flatMap((option) => (option.long ? [[option.long, option.description] as const] : []));
  const inner = command.commands.flatMap((each) => completionsOf(each, [...words, each.name()]));
  return [{ words: words.join(" "), next: [...subcommands, ...options] }, ...inner];
}

const quoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

/** Bash: the words typed so far choose the list; where nothing fits, file names. */
function bashScript(all: readonly Completions[]): string {
  const cases = all.map(
    ({ words, next }) => `    ${quoted(words)}) list=${quoted(next.map(([word]) => word).join(" "))} ;;`,
  );
  return `# cmoe completion for bash: source <(cmoe completion bash)
_cmoe() {
  local current=\${COMP_WORDS[COMP_CWORD]} words='' word list
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && break
    case "$words\${words:+ }$word" in
      ${all
        .filter(({ words }) => words !== "")
        .map(({ words }) => quoted(words))
        .join("|")}) words="$words\${words:+ }$word" ;;
    esac
  done
  case "$words" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$list" -- "$current"))
  [[ \${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _cmoe cmoe
`;
}

/** Zsh: the same lists with their descriptions. */
function zshScript(all: readonly Completions[]): string {
  const entry = ([word, description]: readonly [string, string]): string =>
    quoted(`${word}:${description.replace(/:/g, "\\:")}`);
  const cases = all.map(({ words, next }) => `    ${quoted(words)}) list=(${next.map(entry).join(" ")}) ;;`);
  return `#compdef cmoe
# cmoe completion for zsh: source <(cmoe completion zsh)
_cmoe() {
  local -a list
  local typed='' word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] && break
    case "$typed\${typed:+ }$word" in
      (${all
        .filter(({ words }) => words !== "")
        .map(({ words }) => quoted(words))
        .join("|")}) typed="$typed\${typed:+ }$word" ;;
    esac
  done
  case "$typed" in
${cases.join("\n")}
  esac
  _describe 'cmoe' list
  [[ $PREFIX == -* ]] || _files
}
compdef _cmoe cmoe
`;
}

/** `cmoe completion`: a script that the shell sources, written from the commands themselves. */
export const registerCompletion: Register = (program, all) => {
  program
    .command("completion")
    .description("a script that completes commands and options in bash or zsh")
    .addArgument(new Argument("<shell>", "the shell").choices(["bash", "zsh"]))
    .addHelpText("after", "\nExample (in ~/.bashrc):\n  source <(cmoe completion bash)")
    .action(async (shell: string) => {
      const completions = completionsOf(await all());
      process.stdout.write(shell === "bash" ? bashScript(completions) : zshScript(completions));
    });
};
