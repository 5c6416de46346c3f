import type { CommandEntry, Values } from './command-tree.js';

/** How one shell says what may come; each is one statement. */
export interface ShellWords {
  choices(words: readonly string[]): string;
  readonly files: string;
}

/** The arms of `case "$where:$before"`: what comes behind an option that takes a value. */
export const valueArms = (tree: readonly CommandEntry[], shell: ShellWords): string =>
  tree
    .flatMap(({ path, options }) =>
      options
        .filter(({ values }) => values.kind !== 'none')
        .map(({ flag, values }) => `    '${path}:${flag}') ${statement(values, shell)} return ;;\n`),
    )
    .join('');

/** The arms of `case "$where"`: what comes behind a command. */
export const commandArms = (tree: readonly CommandEntry[], shell: ShellWords): string =>
  tree
    .map(({ path, words, options, argument }) => {
      const all = [...words.map(({ word }) => word), ...options.map(({ flag }) => flag)];
      return `    '${path}') ${shell.choices(all)};${argument.kind === 'file' ? ` ${shell.files};` : ''}${argument.kind === 'choices' ? ` ${shell.choices(argument.choices)};` : ''} ;;\n`;
    })
    .join('');

/** A pattern of every command but the program itself. */
export const pathPattern = (tree: readonly CommandEntry[]): string =>
  tree.flatMap(({ path }) => (path === '' ? [] : `'${path}'`)).join('|');

function statement(values: Values, shell: ShellWords): string {
  if (values.kind === 'choices') return `${shell.choices(values.choices)};`;
  return values.kind === 'file' ? `${shell.files};` : '';
}
