import type { StoredSeries } from '@forewarn/analysis';
import { printable } from '@forewarn/core';

/**
 * The command that prints everything of one result of a series, ready to be pasted into a shell.
 *
 * @param kind  the word behind `get`
 */
export const getCommandText = (kind: string, { series, partition }: StoredSeries): string =>
  `npx forewarn get ${kind} --metric ${shellWord(series.metric)} --partition ${shellWord(partition)}`;

/** A word as a POSIX shell reads it back; bash and zsh, where it has characters that a terminal would obey. */
function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (printable(text) === text) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${Array.from(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"), shellCharacter).join('')}'`;
}

function shellCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  const isPlain = character !== '\n' && character !== '\t' && printable(character) === character;
  return isPlain ? character : `\\U${code.toString(16).padStart(8, '0')}`;
}
