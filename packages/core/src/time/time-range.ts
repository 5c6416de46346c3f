/** A range of time, both ends included, in epoch milliseconds UTC. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

/** The years 1 to 9999, which RFC 3339, protobuf and every database can say. @source https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp */
const firstTimeMs = -62_135_596_800_000;
const lastTimeMs = 253_402_300_799_999;

/** Whether a number is a time, in whole epoch milliseconds of the years 1 to 9999. */
export const isTimestampMs = (ms: number): boolean =>
  Number.isInteger(ms) && ms >= firstTimeMs && ms <= lastTimeMs;

const dayMs = 86_400_000;
const lastOfDay = 'hh:mm:ss.mmmZ'.length;
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** The day of the time that was written last, up to its `T`: an answer's times are mostly of one day. */
let written = { day: Number.NaN, text: '' };

/**
 * RFC 3339 in UTC, the form in which every time leaves Forewarn. Writes what `Date`'s `toISOString` does in a sixth of its time: a fifth of an
 * answer of twelve hours of violations went into that.
 *
 * @param ms  epoch milliseconds of the years 1 to 9999
 * @returns   such as `2026-01-02T03:04:05.678Z`
 * @throws    {RangeError} for what is no time
 */
export function toRfc3339(ms: number): string {
  const wholeMs = Math.trunc(ms);
  const day = Math.floor(wholeMs / dayMs);
  if (day !== written.day) written = { day, text: new Date(day * dayMs).toISOString().slice(0, -lastOfDay) };
  const inDayMs = wholeMs - day * dayMs;
  const seconds = Math.floor(inDayMs / 1_000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}`;
  return `${written.text}${clock}.${String(inDayMs % 1_000).padStart(3, '0')}Z`;
}

/**
 * The last multiple of `intervalMs` at or before `ms`, so that all processes cut time at the same places.
 *
 * @param ms          epoch milliseconds
 * @param intervalMs  > 0
 * @returns           a multiple of `intervalMs`, within (ms − intervalMs, ms]
 */
export const alignDown = (ms: number, intervalMs: number): number => Math.floor(ms / intervalMs) * intervalMs;
