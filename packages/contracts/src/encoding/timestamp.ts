import type { Timestamp, Timestamp__Output } from '../generated/google/protobuf/Timestamp.js';

/**
 * The times that a protobuf timestamp and RFC 3339 can both say: the years 1 to 9999.
 *
 * @source https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp
 */
const timestampRange = { firstMs: -62_135_596_800_000, lastMs: 253_402_300_799_999 } as const;

/** Whether a number is a time, in whole milliseconds. */
export const isTimestampMs = (ms: number): boolean =>
  Number.isInteger(ms) && ms >= timestampRange.firstMs && ms <= timestampRange.lastMs;

/** @param ms  epoch milliseconds, whole */
export function timestampToWire(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1_000);
  return { seconds, nanos: (ms - seconds * 1_000) * 1_000_000 };
}

/** @returns  epoch milliseconds, whole, finer parts cut off; NaN unless it is a time */
export function timestampFromWire({ seconds, nanos }: Timestamp__Output): number {
  const ms = seconds * 1_000 + Math.floor(nanos / 1_000_000);
  return nanos >= 0 && nanos < 1_000_000_000 && isTimestampMs(ms) ? ms : Number.NaN;
}
