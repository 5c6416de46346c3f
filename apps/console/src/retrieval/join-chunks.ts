import { isUnavailable } from '@forewarn/analysis';
import { canonicalSeries } from '@forewarn/core';
import type { StageResult, Timed } from './retrieval.js';

/**
 * Joins the consecutive chunks of one series to one result. Holds one series at a time.
 *
 * @param chunks   in the order of series, then time
 * @param concat   the columns of two neighbouring chunks as one
 */
export async function* joinChunks<Columns extends object>(
  chunks: AsyncIterable<StageResult<Timed<Columns>>>,
  concat: (parts: readonly Timed<Columns>[]) => Timed<Columns>,
): AsyncGenerator<StageResult<Timed<Columns>>> {
  let head: StageResult<Timed<Columns>> | undefined;
  let parts: Timed<Columns>[] = [];
  const joined = () => (head && parts.length > 1 ? { ...head, result: concat(parts) } : head);
  for await (const chunk of chunks) {
    if (!head || !isSameResult(head, chunk)) {
      const finished = joined();
      if (finished) yield finished;
      head = chunk;
      parts = [];
    }
    if (!isUnavailable(chunk.result)) parts.push(chunk.result);
  }
  const last = joined();
  if (last) yield last;
}

const isSameResult = (a: StageResult<object>, b: StageResult<object>): boolean =>
  a.window.endMs === b.window.endMs && canonicalSeries(a.series) === canonicalSeries(b.series);

/** Columns one after the other. */
export function concatColumns(columns: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(columns.reduce((length, column) => length + column.length, 0));
  let at = 0;
  for (const column of columns) {
    joined.set(column, at);
    at += column.length;
  }
  return joined;
}
