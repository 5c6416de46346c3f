import type { StoredSeries } from '@forewarn/analysis';
import { type Column, renderTable } from '../format/table.js';
import { seriesHeading } from '../tables/series-heading.js';

/** For results of many rows: each series with a heading and a table of its own. */
export const tablePerSeries = <T extends StoredSeries>(render: (item: T) => string) =>
  async function* (items: AsyncIterable<T>): AsyncGenerator<string> {
    let separator = '';
    for await (const item of items) {
      yield `${separator}${seriesHeading(item)}${render(item)}`;
      separator = '\n';
    }
    if (separator === '') yield nothingFound;
  };

const mostSharedRows = 500;

/** For results of one row: all series in one table, begun anew after some hundred rows, so that memory stays bounded. */
export const sharedTable = <T extends StoredSeries>(
  columns: readonly Column[],
  row: (item: T) => readonly string[],
) =>
  async function* (items: AsyncIterable<T>): AsyncGenerator<string> {
    let rows: (readonly string[])[] = [];
    let isEmpty = true;
    for await (const item of items) {
      isEmpty = false;
      rows.push(row(item));
      if (rows.length < mostSharedRows) continue;
      yield renderTable(columns, rows);
      rows = [];
    }
    if (rows.length > 0) yield renderTable(columns, rows);
    if (isEmpty) yield nothingFound;
  };

const nothingFound = 'no analysed series matches\n';
