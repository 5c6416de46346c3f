import { narrowed } from '@forewarn/access';
import type { AnalysisReader, DickeyFuller, StageOutcome, StoredResult } from '@forewarn/analysis';
import {
  RetrievalError,
  type Selector__Output,
  selectorFromWire,
  storedDickeyFullerToWire,
} from '@forewarn/contracts';
import type { Caller, ForewarnError } from '@forewarn/core';
import { readPages } from '@forewarn/grpc';

const mostResults = 1_000;

/** The tests that a request selects, in one message. @throws {ForewarnError} `too-many-results` */
export async function getDickeyFuller(
  reader: AnalysisReader,
  { selector }: { readonly selector: Selector__Output | null },
  signal: AbortSignal,
  caller: Caller,
): Promise<{ results: ReturnType<typeof storedDickeyFullerToWire>[] }> {
  const query = narrowed(caller, selectorFromWire(selector));
  const results: StoredResult<StageOutcome<DickeyFuller>>[] = [];
  // One more than may be: that there are too many shows without reading the rest.
  const pages = readPages((page) => reader.listDickeyFuller(query, page), mostResults + 1, signal);
  for await (const items of pages) {
    results.push(...items);
    if (results.length > mostResults) throw tooManyResults();
  }
  return { results: results.map(storedDickeyFullerToWire) };
}

const tooManyResults = (): ForewarnError =>
  new RetrievalError(
    'too-many-results',
    `the selector matches more than ${mostResults} tests: narrow it by metric, partition, labels or a shorter time range`,
    { details: { mostResults } },
  );
