import { instant, longestWindowMs, window } from '@forewarn/contracts/rest';
import { alignDown, type TimeRange } from '@forewarn/core';
import { InvalidRequestError } from '@forewarn/http';
import { minuteMs } from '@forewarn/slo';
import { z } from 'zod';

/** A part of the past: `window` up to now, or `start` and `end`. */
export const rangeQuery = z.strictObject({
  window: window.optional().meta({ description: 'The last 1h, 3h, 12h, … up to 31d; the default is 12h' }),
  start: instant.optional().meta({ description: 'RFC 3339; with `end`, instead of `window`' }),
  end: instant.optional().meta({ description: 'RFC 3339; with `start`, instead of `window`' }),
});

const defaultWindowMs = 12 * 3_600_000;

/**
 * The range that a query asks for, [startMs, endMs), not beyond now.
 *
 * @param unlessSaidMs  the window where the query says nothing
 * @throws {InvalidRequestError} where the parameters contradict each other
 */
export function rangeOf(
  { window: windowMs, start, end }: z.output<typeof rangeQuery>,
  nowMs: number,
  unlessSaidMs = defaultWindowMs,
): TimeRange {
  if (start === undefined && end === undefined) return lastMinutes(windowMs ?? unlessSaidMs, nowMs);
  if (windowMs !== undefined) throw mistake('window', 'cannot be combined with start and end');
  if (start === undefined) throw mistake('start', 'is required with end');
  if (end === undefined) throw mistake('end', 'is required with start');
  if (start >= end) throw mistake('end', 'must be after start');
  if (start >= nowMs) throw mistake('start', 'must be in the past');
  if (end - start > longestWindowMs) throw mistake('end', 'must be at most 31 days after start');
  return { startMs: start, endMs: Math.min(end, nowMs) };
}

/** A window of whole minutes that are over, and the one that runs. */
export const lastMinutes = (windowMs: number, nowMs: number): TimeRange => ({
  startMs: alignDown(nowMs, minuteMs) - windowMs,
  endMs: nowMs,
});

/** The whole minutes of a range, which alone have a mean that does not change with where the range begins and ends. */
export function wholeMinutes({ startMs, endMs }: TimeRange): TimeRange {
  const firstMs = Math.ceil(startMs / minuteMs) * minuteMs;
  return { startMs: firstMs, endMs: Math.max(firstMs, alignDown(endMs, minuteMs)) };
}

const mistake = (path: string, message: string) => new InvalidRequestError([{ path, message }]);
