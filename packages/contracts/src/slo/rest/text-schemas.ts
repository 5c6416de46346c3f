import { z } from 'zod';

/** The name of something that people define, as it stands in paths. */
export const resourceName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'must be lower-case letters, digits and hyphens, beginning with a letter or a digit, at most 63 characters',
  )
  .meta({ description: 'Lower-case letters, digits and hyphens, at most 63 characters' });

/**
 * What a terminal or a page takes for a command, or shows in another order than it stands there: control characters, line and paragraph
 * separators, marks of direction, halves of surrogate pairs.
 */
export const oneLine =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  /^[^\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]*$/u;

/** The same with line feeds. */
const lines =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]*$/u;

/** Text of several lines that can be shown anywhere. */
export const printableLines = z
  .string()
  .regex(lines, 'must have no control characters but line ends, nor those that turn the direction of text');

/** For people. */
export const description = printableLines.max(2_000, 'must be at most 2000 characters').default('');
