import { printable } from '@forewarn/core';
import Table from 'cli-table3';

/** Columns whose values stand on the right are numbers. */
export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
}

/**
 * A table with a head and a line around it, without colours.
 * Cells are made printable first: they hold labels and messages from elsewhere.
 *
 * @param columns  at least one
 * @param rows     one text per column
 * @returns        lines, the last one ended
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align ?? 'left'),
    // cli-table3 colours heads and borders by default, whatever the terminal.
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(row.map(printable));
  return `${table.toString()}\n`;
}
