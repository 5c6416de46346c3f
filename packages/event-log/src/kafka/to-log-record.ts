import type { LogRecord } from '@forewarn/core';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { unreadableRecordsOf } from './batches/unreadable-batch.js';

/**
 * A record as the port has it, whoever wrote it. What other producers may write and the port has no word for is read as the
 * nearest that it has: a value of null and a header of null are empty, bytes that are no UTF-8 become U+FFFD in key and headers.
 *
 * @returns  never throws
 */
export function toLogRecord(message: KafkaMessage): LogRecord {
  const unreadable = unreadableRecordsOf(message);
  return {
    key: message.key?.toString('utf8') ?? null,
    value: message.value ?? new Uint8Array(0),
    headers: toTexts(message.headers ?? {}),
    offset: Number(message.offset),
    timestampMs: Number(message.timestamp),
    ...(unreadable && { unreadable }),
  };
}

/** Of a header that is there more than once, the last one counts. Its name may be any, also `__proto__`. */
const toTexts = (headers: IHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, toText(value)]));

/** kafkajs' types do not say that a header can be null. */
function toText(value: IHeaders[string] | null): string {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last?.toString() ?? '';
}
