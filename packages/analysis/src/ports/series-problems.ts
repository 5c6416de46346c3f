import type { Page, PageRequest, TopicStore } from '@forewarn/core';
import type { SeriesProblem, SeriesProblemReport } from '../series-problem.js';

/** Which problems to read. */
export interface SeriesProblemQuery {
  /** Only those of this code. */
  readonly code?: string;
  /** Problems that are over by now, or that nobody reports any more, are left out. Epoch milliseconds. */
  readonly nowMs: number;
}

/** Reads how the problems of series stand. */
export interface SeriesProblemReader {
  /** In the order of their names (bytes of UTF-8), a selector's before those of a series of that name. */
  listProblems(query: SeriesProblemQuery, page: PageRequest): Promise<Page<SeriesProblem>>;
}

/**
 * Writes how the problems of series stand: one row a kind and name, of which an older report does not replace a newer one. Pruning
 * deletes those that expired before the time given.
 */
export type SeriesProblemWriter = TopicStore<SeriesProblemReport>;
