import type { LogRecord, NewRecord, RecordBatch } from '@forewarn/core';

/** What of a batch differs from the first of partition 0 of `requests`. */
export type BatchFields = Partial<Omit<RecordBatch, 'records'>> & { readonly firstOffset?: number };

/**
 * A batch as a consumer gets it, of records at consecutive offsets.
 *
 * @param records  at least one
 */
export function recordBatch(records: readonly NewRecord[], fields: BatchFields = {}): RecordBatch {
  const { firstOffset = 0, ...given } = fields;
  return {
    topic: 'requests',
    partition: 0,
    endOffset: firstOffset + records.length,
    signal: new AbortController().signal,
    records: records.map((record, i): LogRecord => ({ ...record, offset: firstOffset + i, timestampMs: 0 })),
    ...given,
  };
}
