import { isTimestampMs } from '@forewarn/core';
import { LRUCache } from 'lru-cache';
import { type Maintenance, type RecurringMaintenance, whyNotRecurring } from './maintenance.js';
import { isTimeZone } from './objective-window.js';

/** What may be planned for an SLA. */
export const maintenanceLimits = {
  mostEntries: 10,
  cronLength: 200,
  leastDurationMs: 60_000,
  mostDurationMs: 7 * 86_400_000,
} as const;

/** Which crons can recur costs 4 to 30 ms to find out, and everybody asks of the same ones, each minute. */
const known = new LRUCache<string, { readonly problem: string | undefined }>({ max: 10_000 });

/**
 * Why maintenance that comes from elsewhere cannot be had, by the same limits as where it is planned.
 *
 * @returns  for people, to stand behind what it is said of: `is no expression of cron: …`; undefined where it can be had
 */
export function whyNotMaintenance(each: Maintenance): string | undefined {
  if ('cron' in each) return whyNotSo(each);
  const { startMs, endMs } = each;
  if (!isTimestampMs(startMs) || !isTimestampMs(endMs)) return 'is not between times of the years 1 to 9999';
  return startMs < endMs ? undefined : 'ends before it has begun';
}

function whyNotSo(recurring: RecurringMaintenance): string | undefined {
  const { cron, durationMs, timeZone } = recurring;
  const { cronLength, leastDurationMs, mostDurationMs } = maintenanceLimits;
  if (cron.length > cronLength) return `has a cron of more than ${cronLength} characters`;
  if (!(Number.isInteger(durationMs) && durationMs >= leastDurationMs && durationMs <= mostDurationMs))
    return `lasts ${durationMs} ms, not from a minute to seven days`;
  if (!isTimeZone(timeZone)) return 'has a time zone that the IANA database does not know';
  const key = JSON.stringify([cron, durationMs, timeZone]);
  const remembered = known.get(key) ?? { problem: whyNotRecurring(recurring) };
  known.set(key, remembered);
  return remembered.problem;
}
