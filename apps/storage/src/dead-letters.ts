import {
  type ErrorKind,
  type EventLog,
  type ForewarnError,
  type LogRecord,
  type NewRecord,
  type RecordBatch,
  toRfc3339,
} from '@forewarn/core';

/** A record that can never be stored, and why. */
export interface DeadLetter {
  readonly record: LogRecord;
  readonly error: ForewarnError;
}

const hopelessKinds: ReadonlySet<ErrorKind> = new Set([
  'invalid-argument',
  'corrupt-data',
  'failed-precondition',
  'not-found',
]);

/** Whether a record that failed like this would fail each time. */
export const isHopeless = (error: ForewarnError): boolean => hopelessKinds.has(error.kind);

/** The topic of records of `topic` that cannot be stored. */
export const deadLetterTopicOf = (topic: string): string => `${topic}.dead-letter`;

/**
 * Appends records to the dead-letter topic as they were, with the reason and their origin in headers.
 * After a crash a record may be appended twice: its origin headers are then the same.
 */
export async function appendDeadLetters(
  eventLog: EventLog,
  batch: RecordBatch,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  const records = letters.map(
    ({ record, error }): NewRecord => ({
      key: record.key,
      value: record.value,
      headers: {
        ...record.headers,
        'dead-letter-code': error.code,
        'dead-letter-reason': error.message,
        'origin-topic': batch.topic,
        'origin-partition': String(batch.partition),
        'origin-offset': String(record.offset),
        'origin-timestamp': toRfc3339(record.timestampMs),
      },
    }),
  );
  await eventLog.append(deadLetterTopicOf(batch.topic), records, { signal: batch.signal });
}
