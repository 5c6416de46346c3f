import type { Command, Option } from 'commander';

/** What can stand behind an option, or for an argument. */
export type Values =
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  | { readonly kind: 'file' }
  | { readonly kind: 'choices'; readonly choices: readonly string[] };

/** An option as a shell completes it. */
export interface OptionEntry {
  /** `--format` */
  readonly flag: string;
  readonly values: Values;
  readonly description: string;
}

/** A word that leads to a further command. */
interface WordEntry {
  readonly word: string;
  readonly description: string;
}

/** A command as a shell completes it. */
export interface CommandEntry {
  /** The words that lead to it, each behind a space: ` get series`; empty for the program. */
  readonly path: string;
  readonly words: readonly WordEntry[];
  readonly options: readonly OptionEntry[];
  /** Of its first argument. */
  readonly argument: Values;
}

/** Every command of a program that help shows, the program first. */
export function commandTree(command: Command, path = ''): CommandEntry[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const [argument] = command.registeredArguments;
  const entry: CommandEntry = {
    path,
    words: commands.map((each) => ({ word: each.name(), description: each.description() })),
    options: help.visibleOptions(command).flatMap(optionEntry),
    argument: argument ? valuesOf(argument.name(), argument.argChoices) : { kind: 'none' },
  };
  const below = command.commands.filter((each) => commands.includes(each));
  return [entry, ...below.flatMap((each) => commandTree(each, `${path} ${each.name()}`))];
}

function optionEntry({ long, flags, argChoices, required, description }: Option): OptionEntry[] {
  if (!long) return [];
  // Behind a value that may be left out anything else may stand, too.
  const values: Values = required ? valuesOf(flags, argChoices) : { kind: 'none' };
  return [{ flag: long, values, description }];
}

function valuesOf(name: string, choices: readonly string[] | undefined): Values {
  if (choices) return { kind: 'choices', choices };
  return /\b(file|directory)\b/.test(name) ? { kind: 'file' } : { kind: 'any' };
}
