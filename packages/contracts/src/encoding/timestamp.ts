import { isTimestampMs } from '@forewarn/core';
import type { Timestamp, Timestamp__Output } from '../generated/google/protobuf/Timestamp.js';

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
