import { ForewarnError, parseDuration } from '@forewarn/core';
import { z } from 'zod';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Longest window of a question. */
export const longestWindowMs = 31 * dayMs;

/** Longest window of an objective. */
const longestObjectiveMs = 366 * dayMs;

/** A point in time as it leaves the server: RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso
  .datetime()
  .meta({ description: 'RFC 3339, UTC', examples: ['2026-11-21T12:00:00.000Z'] });

/** A point in time as it arrives: RFC 3339 with any offset, to epoch milliseconds. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-21T12:00:00Z' })
  .transform((text) => Date.parse(text));

/**
 * A duration such as 10m, 3h or 7d, to milliseconds.
 *
 * @param leastMs  and `mostMs`: the limits, both allowed
 */
export const duration = (leastMs: number, mostMs: number, limits: string) =>
  z.string().transform((text, context): number => {
    try {
      const ms = parseDuration(text);
      if (ms >= leastMs && ms <= mostMs) return ms;
      context.addIssue({ code: 'custom', message: `must be ${limits}` });
    } catch (thrown) {
      context.addIssue({ code: 'custom', message: ForewarnError.from(thrown).message });
    }
    return z.NEVER;
  });

const wholeMinutes = (mostMs: number, limits: string) =>
  duration(minuteMs, mostMs, limits).refine((ms) => ms % minuteMs === 0, 'must be whole minutes');

/** A window in which minutes are counted, to milliseconds. */
export const window = wholeMinutes(longestWindowMs, 'from 1m to 31d');

/** The window of an objective, to milliseconds. */
export const longWindow = wholeMinutes(longestObjectiveMs, 'from 1m to 366d');
