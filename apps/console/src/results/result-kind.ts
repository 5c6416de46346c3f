import type { AnalysisQuery, StoredSeries } from '@forewarn/analysis';
import type { CallOptions } from '@forewarn/core';
import type { Printable } from '../format/printed.js';
import type { Retrieval } from '../retrieval/retrieval.js';

/** One kind of stored result: how it is fetched, and how it reads in each format, in JSON with the field names of the event. */
export interface ResultKind<T extends StoredSeries> extends Printable<T> {
  /** The word behind `get`. */
  readonly name: string;
  /** One line of help. */
  readonly summary: string;
  fetch(retrieval: Retrieval, query: AnalysisQuery, options: CallOptions): AsyncIterable<T>;
}
