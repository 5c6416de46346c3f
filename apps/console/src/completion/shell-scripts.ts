import type { CommandEntry, OptionEntry } from './command-tree.js';
import { commandArms, pathPattern, valueArms } from './posix-cases.js';

/** Writes the script that completes a program in one shell. Names are plain words; only descriptions need quotes. */
export type CompletionScript = (program: string, tree: readonly CommandEntry[]) => string;

const functionName = (program: string): string => `_${program.replaceAll('-', '_')}`;

const bash: CompletionScript = (program, tree) => {
  const shell = {
    choices: (words: readonly string[]) => `COMPREPLY+=($(compgen -W '${words.join(' ')}' -- "$current"))`,
    files: `compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$current"))`,
  };
  return `# Completion of ${program} for bash: source <(${program} completion bash)
${functionName(program)}() {
  local IFS=$' \\t\\n' where='' at
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  # Readline takes --option=value apart.
  if [ "$before" = '=' ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$current" = '=' ]; then current=''; fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$where \${COMP_WORDS[at]}" in
      ${pathPattern(tree)}) where="$where \${COMP_WORDS[at]}" ;;
    esac
  done
  COMPREPLY=()
  case "$where:$before" in
${valueArms(tree, shell)}  esac
  case "$where" in
${commandArms(tree, shell)}  esac
}
complete -F ${functionName(program)} ${program}
`;
};

const zsh: CompletionScript = (program, tree) => {
  const shell = { choices: (words: readonly string[]) => `compadd -- ${words.join(' ')}`, files: '_files' };
  return `#compdef ${program}
# Completion of ${program} for zsh: source <(${program} completion zsh), behind compinit
${functionName(program)}() {
  local where='' word before="\${words[CURRENT-1]}"
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$where $word" in
      ${pathPattern(tree)}) where="$where $word" ;;
    esac
  done
  case "$where:$before" in
${valueArms(tree, shell)}  esac
  case "$where" in
${commandArms(tree, shell)}  esac
}
compdef ${functionName(program)} ${program}
`;
};

const fishText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const fish: CompletionScript = (program, tree) => {
  const isAt = `_${functionName(program)}_is_at`;
  const when = (path: string) => `complete -c ${program} -n "${isAt} '${path}'"`;
  const option = (path: string, { flag, values, description }: OptionEntry) => {
    const takes = { none: '', any: ' -x', file: ' -r -F', choices: ' -x' }[values.kind];
    const choices = values.kind === 'choices' ? ` -a ${fishText(values.choices.join(' '))}` : '';
    return `${when(path)} -l ${flag.slice(2)}${takes}${choices} -d ${fishText(description)}\n`;
  };
  const lines = tree.flatMap(({ path, words, options, argument }) => [
    ...words.map(({ word, description }) => `${when(path)} -a ${word} -d ${fishText(description)}\n`),
    ...(argument.kind === 'choices' ? [`${when(path)} -a ${fishText(argument.choices.join(' '))}\n`] : []),
    ...(argument.kind === 'file' ? [`${when(path)} -F\n`] : []),
    ...options.map((each) => option(path, each)),
  ]);
  return `# Completion of ${program} for fish: ${program} completion fish | source
function ${isAt}
  set -l where ''
  for word in (commandline -opc)[2..-1]
    switch "$where $word"
      case ${pathPattern(tree).replaceAll('|', ' ')}
        set where "$where $word"
    end
  end
  test "$where" = "$argv[1]"
end
complete -c ${program} -f
${lines.join('')}`;
};

/** The shells that can be completed in. */
export const completionScripts = { bash, zsh, fish } as const satisfies Record<string, CompletionScript>;
