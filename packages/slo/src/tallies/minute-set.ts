import type { TimeRange } from '@forewarn/core';
import { minuteMs } from '../minute-means.js';

/** A day of UTC, the length of what is tallied at a time. */
export const dayMs = 86_400_000;

const minutesOfDay = dayMs / minuteMs;

/** Some minutes of a day: a bit for each, the first one the lowest of the first byte. `Uint8Array[180]` */
export type MinuteSet = Uint8Array;

/** No minute at all. */
export const noMinutes = (): MinuteSet => new Uint8Array(minutesOfDay / 8);

/** @param minute  of the day, 0 to 1,439 */
export const addMinute = (set: MinuteSet, minute: number): void => {
  set[minute >> 3]! |= 1 << (minute & 7);
};

/** @param minute  of the day, 0 to 1,439 */
export const hasMinute = (set: MinuteSet, minute: number): boolean =>
  (set[minute >> 3]! & (1 << (minute & 7))) !== 0;

/**
 * The minutes of a day that lie in some ranges.
 *
 * @param startMs  of the day, epoch milliseconds
 * @param ranges   of whole minutes
 */
export function minutesOfDayIn(startMs: number, ranges: readonly TimeRange[]): MinuteSet {
  const set = noMinutes();
  for (const range of ranges) {
    const from = Math.max(0, (range.startMs - startMs) / minuteMs);
    const to = Math.min(minutesOfDay, (range.endMs - startMs) / minuteMs);
    for (let minute = from; minute < to; minute += 1) addMinute(set, minute);
  }
  return set;
}

/** The minutes of any of two sets. */
export const union = (a: MinuteSet, b: MinuteSet): MinuteSet => a.map((byte, at) => byte | b[at]!);

/** The minutes of one set that another one does not have. */
export const without = (a: MinuteSet, b: MinuteSet): MinuteSet => a.map((byte, at) => byte & ~b[at]!);

/** The minutes of both sets. */
export const intersection = (a: MinuteSet, b: MinuteSet): MinuteSet => a.map((byte, at) => byte & b[at]!);

const bitsOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
});

/** How many minutes a set has. */
export function countMinutes(set: MinuteSet): number {
  let count = 0;
  for (const byte of set) count += bitsOf[byte]!;
  return count;
}

/** The first minute of a set, 0 to 1,439; undefined where it has none. */
export function firstMinute(set: MinuteSet): number | undefined {
  const at = set.findIndex((byte) => byte !== 0);
  if (at === -1) return undefined;
  const byte = set[at]!;
  return at * 8 + Math.log2(byte & -byte);
}
