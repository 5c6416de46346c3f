import type { TimeRange } from '@forewarn/core';
import type { Timestamp, Timestamp__Output } from '../generated/google/protobuf/Timestamp.js';
import { timestampFromWire, timestampToWire } from './timestamp.js';

/** A range of time as the fields `start` and `end`. */
export const rangeToWire = ({ startMs, endMs }: TimeRange): { start: Timestamp; end: Timestamp } => ({
  start: timestampToWire(startMs),
  end: timestampToWire(endMs),
});

/** @returns  NaN for a time that is missing or none */
export const rangeFromWire = ({
  start,
  end,
}: {
  readonly start: Timestamp__Output | null;
  readonly end: Timestamp__Output | null;
}): TimeRange => ({ startMs: timeOf(start), endMs: timeOf(end) });

const timeOf = (wire: Timestamp__Output | null): number => (wire ? timestampFromWire(wire) : Number.NaN);
