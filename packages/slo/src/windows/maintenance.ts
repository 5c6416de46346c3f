import type { TimeRange } from '@forewarn/core';
import { type CronExpression, CronExpressionParser } from 'cron-parser';
import { LRUCache } from 'lru-cache';
import { type MinuteSamples, minuteMs } from '../minute-means.js';
import { overlapMs } from './objective-window.js';

/** Maintenance that happens once. */
export type SingleMaintenance = TimeRange;

/** Maintenance that begins by the clocks of a time zone, again and again. */
export interface RecurringMaintenance {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  readonly durationMs: number;
  /** Of the IANA database: `Europe/Berlin`. */
  readonly timeZone: string;
}

/** Planned maintenance, whose minutes count neither for nor against an SLA. */
export type Maintenance = SingleMaintenance | RecurringMaintenance;

/** Maintenance of SLAs, as ranges of time. */
export interface MaintenanceCalendar {
  /**
   * Maintenance of which a part lies in a range, in whole minutes: a minute of which a part is maintenance counts as maintenance.
   *
   * @returns  ascending, apart from each other, from their own begins to their own ends
   */
  within(all: readonly Maintenance[], range: TimeRange): readonly TimeRange[];
}

/** Recurrences are computed for so long at a time: a window that moves on, and the days of one, share what was computed. */
const chunkMs = 32 * 86_400_000;

/** @param most  chunks of a recurrence that are kept in memory. Default 20,000, a kilobyte each at most. */
export function createMaintenanceCalendar(most = 20_000): MaintenanceCalendar {
  const kept = new LRUCache<string, readonly number[]>({ max: most });

  const beginningsIn = (recurring: RecurringMaintenance, chunk: number): readonly number[] => {
    const key = JSON.stringify([recurring.cron, recurring.timeZone, chunk]);
    const known = kept.get(key);
    if (known) return known;
    const computed = [...beginningsWithin(recurring, chunk * chunkMs, (chunk + 1) * chunkMs)];
    kept.set(key, computed);
    return computed;
  };

  const occurrencesOf = (recurring: RecurringMaintenance, range: TimeRange): readonly TimeRange[] => {
    const found: TimeRange[] = [];
    const first = Math.floor((range.startMs - recurring.durationMs) / chunkMs);
    for (let chunk = first; chunk * chunkMs < range.endMs; chunk += 1)
      for (const startMs of beginningsIn(recurring, chunk))
        found.push({ startMs, endMs: startMs + recurring.durationMs });
    return found;
  };

  return {
    within(all, range) {
      const ranges = all.flatMap((each) => ('cron' in each ? occurrencesOf(each, range) : [each]));
      return merged(ranges.map(toWholeMinutes), range);
    },
  };
}

const toWholeMinutes = ({ startMs, endMs }: TimeRange): TimeRange => ({
  startMs: Math.floor(startMs / minuteMs) * minuteMs,
  endMs: Math.ceil(endMs / minuteMs) * minuteMs,
});

/** Ranges in their order, those that touch as one, without those that lie apart from `within`. */
function merged(ranges: readonly TimeRange[], within: TimeRange): TimeRange[] {
  const result: TimeRange[] = [];
  const touching = ranges.filter((range) => overlapMs(range, within) > 0);
  for (const range of touching.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = result.at(-1);
    if (last && range.startMs <= last.endMs)
      result[result.length - 1] = {
        startMs: last.startMs,
        endMs: Math.max(last.endMs, range.endMs),
      };
    else result.push(range);
  }
  return result;
}

/** From one time on, before another. A time that the clocks skip is that much later; one that they have twice is the first of both. */
function* beginningsWithin(
  recurring: Pick<RecurringMaintenance, 'cron' | 'timeZone'>,
  startMs: number,
  endMs: number,
): Generator<number> {
  for (const beginsMs of beginnings(recurring, startMs - 1_000)) {
    if (beginsMs >= endMs) return;
    yield beginsMs;
  }
}

/** How often maintenance may recur beside a window of a year, all of which is computed at the first look. */
const mostADay = 3;
const countedDays = 28;

/** Whether maintenance recurs too often, all of it together, to be computed for a long window. */
export function recursTooOften(all: readonly Maintenance[]): boolean {
  let count = 0;
  for (const each of all) {
    if (!('cron' in each)) continue;
    for (const _ of beginningsWithin(each, triedFromMs, triedFromMs + countedDays * 86_400_000)) {
      count += 1;
      if (count > mostADay * countedDays) return true;
    }
  }
  return false;
}

/** Ends where the expression names no further time, for which the library throws. */
function* beginnings(
  { cron, timeZone }: Pick<RecurringMaintenance, 'cron' | 'timeZone'>,
  afterMs: number,
): Generator<number> {
  const expression = CronExpressionParser.parse(cron, { currentDate: new Date(afterMs), tz: timeZone });
  for (let next = nextOf(expression); next !== undefined; next = nextOf(expression)) yield next;
}

function nextOf(expression: CronExpression): number | undefined {
  try {
    return expression.next().getTime();
  } catch {
    return undefined;
  }
}

const names = /\b(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT)\b/gi;
const fields = /^[\d*,/#L-]+(?: +[\d*,/#L-]+){4}$/;

/** Seldom enough that two months of it are computed in a moment. */
const leastGapMs = 6 * 3_600_000;

/** A time that seldom comes, such as a Monday that is 29 February, costs 7 ms to find; ten show how others follow each other. */
const triedOccurrences = 10;
const triedFromMs = Date.UTC(2026, 0);

/** Why maintenance cannot recur so, by what its first occurrences would be; undefined where it can. */
export function whyNotRecurring(recurring: RecurringMaintenance): string | undefined {
  const { cron, durationMs } = recurring;
  // Seconds, random times and names for whole expressions are extensions of the library.
  if (!fields.test(cron.replace(names, '1')))
    return 'must be five fields of cron: minute, hour, day of the month, month, day of the week, such as 0 2 * * SUN';
  try {
    let lastMs = Number.NEGATIVE_INFINITY;
    let tried = 0;
    for (const beginsMs of beginnings(recurring, triedFromMs)) {
      if (beginsMs - lastMs < leastGapMs) return 'must not begin more often than every six hours';
      if (beginsMs - lastMs < durationMs)
        return 'begins again before it has ended: choose a shorter duration, or let it begin more seldom';
      lastMs = beginsMs;
      tried += 1;
      if (tried >= triedOccurrences) break;
    }
    return tried > 0 ? undefined : 'names no time that there ever is';
  } catch (thrown) {
    return `is no expression of cron: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
}

/**
 * The samples outside of ranges.
 *
 * @param ranges  of whole minutes, ascending, apart from each other
 */
export function withoutRanges(samples: MinuteSamples, ranges: readonly TimeRange[]): MinuteSamples {
  if (ranges.length === 0) return samples;
  const { timesMs, values, weights } = samples;
  const kept = new Uint8Array(timesMs.length);
  let next = 0;
  for (let at = 0; at < timesMs.length; at += 1) {
    while (next < ranges.length && ranges[next]!.endMs <= timesMs[at]!) next += 1;
    if (!(ranges[next] && timesMs[at]! >= ranges[next]!.startMs)) kept[at] = 1;
  }
  const isKept = (_: number, at: number) => kept[at] === 1;
  return {
    timesMs: timesMs.filter(isKept),
    values: values.filter(isKept),
    ...(weights && { weights: weights.filter(isKept) }),
  };
}

/** The range of some in which a time lies. */
export const rangeAt = (timeMs: number, ranges: readonly TimeRange[]): TimeRange | undefined =>
  ranges.find(({ startMs, endMs }) => timeMs >= startMs && timeMs < endMs);
