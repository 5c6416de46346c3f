import type { AnalysisQuery, StoredSeries } from '@forewarn/analysis';
import type { CallOptions } from '@forewarn/core';
import { type OutputFormat, printed } from '../format/printed.js';
import type { Retrieval } from '../retrieval/retrieval.js';
import type { ResultKind } from './result-kind.js';

/** Of a call, and whom to tell of its results. */
interface PrintOptions extends CallOptions {
  /** Called for each result. */
  readonly onResult?: () => void;
}

/** A kind of result with its type put away, so that kinds can stand in one list. */
export interface ResultPrinter {
  readonly name: string;
  readonly summary: string;
  /** The texts to print, in order, as the results arrive. */
  print(
    retrieval: Retrieval,
    query: AnalysisQuery,
    format: OutputFormat,
    options: PrintOptions,
  ): AsyncIterable<string>;
}

/** The printer of a kind of result. */
export const resultPrinter = <T extends StoredSeries>(kind: ResultKind<T>): ResultPrinter => ({
  name: kind.name,
  summary: kind.summary,
  print: (retrieval, query, format, { onResult, ...options }) =>
    printed(kind, told(kind.fetch(retrieval, query, options), onResult), format),
});

async function* told<T>(items: AsyncIterable<T>, onItem: (() => void) | undefined): AsyncGenerator<T> {
  for await (const item of items) {
    onItem?.();
    yield item;
  }
}
