import { ForewarnError, type RecordBatch } from '@forewarn/core';

/** Where records stand that were being handled. */
export type RecordsInHand = Pick<RecordBatch, 'topic' | 'partition'> & {
  readonly firstOffset: number;
  readonly lastOffset: number;
};

/**
 * What a consumption ends with when its handler failed: a defect is told with the place of the records, since the one that
 * brings it about comes again at every start. All else stays as it is.
 */
export function failureOfHandling(thrown: unknown, where: RecordsInHand): ForewarnError {
  const error = ForewarnError.from(thrown);
  if (error.kind !== 'internal') return error;
  const { topic, partition, firstOffset, lastOffset } = where;
  const offsets =
    firstOffset === lastOffset ? `offset ${firstOffset}` : `offsets ${firstOffset} to ${lastOffset}`;
  const message = `a defect met the records at ${offsets} of partition ${partition} of ${topic}: ${error.message}`;
  return new ForewarnError('internal', message, {
    details: { topic, partition, firstOffset, lastOffset },
    cause: error.cause ?? error,
  });
}
