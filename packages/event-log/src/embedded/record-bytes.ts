import { ForewarnError, type NewRecord } from '@forewarn/core';

/** As Kafka's `max.message.bytes` has it by default, so that what is accepted here is accepted there. */
const longestRecordBytes = 1024 * 1024;

/**
 * The bytes of a record's key, value and headers.
 *
 * @throws {ForewarnError} `event-log-rejected` when they are more than 1 MiB
 */
export function recordBytes(topic: string, { key, value, headers }: NewRecord): number {
  const texts = [key ?? '', ...Object.entries(headers).flat()];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), value.byteLength);
  if (bytes <= longestRecordBytes) return bytes;
  const message = `a record of ${bytes} bytes for ${topic} is over the limit of ${longestRecordBytes}; make it smaller`;
  throw new ForewarnError('event-log-rejected', message, {
    details: { topic, bytes, limit: longestRecordBytes },
  });
}
