import { printableJson } from '@forewarn/core';
import { type CsvCell, csvRecord } from './csv.js';

/** How things are printed: tables for people, JSON Lines and CSV for programs. */
export const outputFormats = ['table', 'json', 'csv'] as const;

/** One of {@link outputFormats}. */
export type OutputFormat = (typeof outputFormats)[number];

/** How one kind of thing reads in each format. */
export interface Printable<T> {
  /** One document, printed on one line. */
  toJson(item: T): object;
  readonly csvColumns: readonly string[];
  /** Records as wide as `csvColumns`. */
  csvRows(item: T): Iterable<readonly CsvCell[]>;
  /** Complete tables, each as lines. */
  tables(items: AsyncIterable<T>): AsyncIterable<string>;
}

/** The texts to print, in order, as the items arrive. */
export function printed<T>(
  kind: Printable<T>,
  items: AsyncIterable<T>,
  format: OutputFormat,
): AsyncIterable<string> {
  switch (format) {
    case 'table':
      return kind.tables(items);
    case 'json':
      return jsonLines(kind, items);
    case 'csv':
      return csvRecords(kind, items);
  }
}

async function* jsonLines<T>(kind: Printable<T>, items: AsyncIterable<T>): AsyncGenerator<string> {
  for await (const item of items) yield `${printableJson(JSON.stringify(kind.toJson(item)))}\n`;
}

async function* csvRecords<T>(kind: Printable<T>, items: AsyncIterable<T>): AsyncGenerator<string> {
  yield csvRecord(kind.csvColumns);
  for await (const item of items) yield* csvBlocks(kind.csvRows(item));
}

const blockSize = 16 * 1024;

/** Joins the records of one item to few texts, so that a row does not cost a system call; nothing waits for the next item. */
function* csvBlocks(rows: Iterable<readonly CsvCell[]>): Generator<string> {
  let block = '';
  for (const row of rows) {
    block += csvRecord(row);
    if (block.length < blockSize) continue;
    yield block;
    block = '';
  }
  if (block) yield block;
}
