import { ForewarnError, isRecordFaultKind, type RecordBatch, type TopicContract } from '@forewarn/core';
import type { DeadLetter } from './dead-letters.js';

/** A value and where it was read. */
export interface DecodedItem<T> {
  readonly offset: number;
  readonly value: T;
}

/**
 * Sorts a batch into values and records that are none.
 *
 * @returns  both in the order of the batch
 * @throws   {ForewarnError} `internal`: a defect, which is not the record's fault
 */
export function decodeBatch<T>(
  batch: RecordBatch,
  contract: Pick<TopicContract<T>, 'decode'>,
): { items: DecodedItem<T>[]; letters: DeadLetter[] } {
  const items: DecodedItem<T>[] = [];
  const letters: DeadLetter[] = [];
  for (const record of batch.records) {
    try {
      items.push({ offset: record.offset, value: contract.decode(record) });
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (!isRecordFaultKind(error.kind)) throw error;
      letters.push({ record, error });
    }
  }
  return { items, letters };
}
