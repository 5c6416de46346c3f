import type { LogRecord } from '@forewarn/core';
import type { IHeaders, KafkaMessage } from 'kafkajs';

/** A record as the port has it. A value of null, as other producers may write it, is empty here. */
export const toLogRecord = (message: KafkaMessage): LogRecord => ({
  key: message.key === null ? null : message.key.toString('utf8'),
  value: message.value ?? new Uint8Array(0),
  headers: toTexts(message.headers ?? {}),
  offset: Number(message.offset),
  timestampMs: Number(message.timestamp),
});

/** Of a header that is there more than once, the last one counts. */
function toTexts(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value[value.length - 1] : value;
    texts[name] = last === undefined ? '' : last.toString();
  }
  return texts;
}
