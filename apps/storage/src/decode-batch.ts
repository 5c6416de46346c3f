import { decodeRecord, ForewarnError, type RecordBatch, type TopicContract } from '@forewarn/core';
import type { DeadLetter } from './dead-letters.js';
import { isPutAside } from './is-put-aside.js';

/** A value and where it was read. */
export interface DecodedItem<T> {
  readonly offset: number;
  readonly value: T;
}

/**
 * Sorts a batch into values and records that are none. A defect that a record brings about in the decoder puts that record aside,
 * too: decoding looks at nothing but the record, so it would meet the same defect each time, and its neighbours would never be stored.
 *
 * @returns  both in the order of the batch
 * @throws   {ForewarnError} that is neither the record's fault nor a defect
 */
export function decodeBatch<T>(
  batch: RecordBatch,
  contract: Pick<TopicContract<T>, 'decode'>,
): { items: DecodedItem<T>[]; letters: DeadLetter[] } {
  const items: DecodedItem<T>[] = [];
  const letters: DeadLetter[] = [];
  for (const record of batch.records) {
    try {
      items.push({ offset: record.offset, value: decodeRecord(contract, record) });
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (!isPutAside(error)) throw error;
      letters.push({ record, error });
    }
  }
  return { items, letters };
}
