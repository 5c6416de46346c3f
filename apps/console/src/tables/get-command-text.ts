import type { StoredSeries } from '@forewarn/analysis';

/**
 * The command that prints everything of one result of a series, ready to be pasted into a shell.
 *
 * @param kind  the word behind `get`
 */
export const getCommandText = (kind: string, { series, partition }: StoredSeries): string =>
  `npx forewarn get ${kind} --metric ${shellWord(series.metric)} --partition ${shellWord(partition)}`;

/** A word as a POSIX shell reads it back. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
