import { printableLines } from '@forewarn/core';

/** What a cell may hold; null is an empty field. */
export type CsvCell = string | number | boolean | null;

/**
 * One CSV record, quoted as RFC 4180 says, ended by a line feed alone as Unix tools expect.
 * Numbers keep full double precision; NaN prints as an empty field, as spreadsheets and SQL loaders read "no value".
 * Control characters and what turns text are shown by their codes, as in tables, but for line feeds; JSON has all of them exactly.
 * (csv-stringify would do the same and more; quoting one field is all that is needed.)
 *
 * @source https://www.rfc-editor.org/rfc/rfc4180#section-2
 */
export const csvRecord = (cells: readonly CsvCell[]): string => `${cells.map(field).join(',')}\n`;

function field(cell: CsvCell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (typeof cell !== 'string') return String(cell);
  const shown = printableLines(cell);
  return /[",\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
