import type { Series, TimeRange } from '@forewarn/core';
import { type MinuteSamples, minuteMs, minutesWithin } from '../minute-means.js';
import { boundOfMinute, type MinuteRule } from '../violation.js';
import { overlapMs } from '../windows/objective-window.js';
import { badEventsOf, type EventTally } from './event-tally.js';
import {
  addMinute,
  countMinutes,
  dayMs,
  firstMinute,
  hasMinute,
  intersection,
  type MinuteSet,
  minutesOfDayIn,
  noMinutes,
  union,
  without,
} from './minute-set.js';

/**
 * What a day of one series came to for an objective: in half a kilobyte all that its compliance needs to know of it. Minutes are told
 * apart, so that maintenance that is planned later, and a window that begins within the day, take out what is theirs.
 */
export interface DayTally {
  /** The begin of the day in UTC, epoch milliseconds. */
  readonly startMs: number;
  /** Minutes with a sample, those of maintenance among them. */
  readonly known: MinuteSet;
  /** Those whose sample is outside the bounds. */
  readonly violated: MinuteSet;
  /** Of a ratio. */
  readonly events?: HourlyEvents;
}

/** Events of a day by the hour: minute by minute they would be ten times as much. */
export interface HourlyEvents {
  /** Events of each hour. `Float64Array[24]` */
  readonly total: Float64Array;
  /** Those that were bad. `Float64Array[24]` */
  readonly bad: Float64Array;
  /** Minutes of planned maintenance, whose events are not among them. */
  readonly leftOut: MinuteSet;
}

/** The tally of one series. */
export interface SeriesTally {
  readonly series: Series;
  readonly tally: DayTally;
}

const hoursOfDay = 24;
const minutesOfHour = 60;
const hourMs = minutesOfHour * minuteMs;

/**
 * Tallies a day.
 *
 * @param samples      one-minute samples; those of other days do not count
 * @param startMs      the day's begin in UTC, epoch milliseconds
 * @param maintenance  of that day: whole minutes
 */
export function tallyDay(
  samples: MinuteSamples,
  rule: MinuteRule,
  startMs: number,
  maintenance: readonly TimeRange[],
): DayTally {
  const ofDay = minutesWithin(samples, startMs, startMs + dayMs);
  const { timesMs, values, weights } = ofDay;
  const [known, violated] = [noMinutes(), noMinutes()];
  const leftOut = minutesOfDayIn(startMs, maintenance);
  const [total, bad] = [new Float64Array(hoursOfDay), new Float64Array(hoursOfDay)];
  for (const [at, timeMs] of timesMs.entries()) {
    const minute = (timeMs - startMs) / minuteMs;
    addMinute(known, minute);
    if (boundOfMinute(ofDay, at, rule)) addMinute(violated, minute);
    if (!weights || hasMinute(leftOut, minute)) continue;
    const hour = Math.floor(minute / minutesOfHour);
    total[hour]! += weights[at]!;
    bad[hour]! += badEventsOf(values[at]!, weights[at]!);
  }
  return { startMs, known, violated, ...(weights && { events: { total, bad, leftOut } }) };
}

/** What some days come to. */
export interface TallySum {
  readonly minutesWithData: number;
  readonly minutesViolated: number;
  /** Where any of the days has events. */
  readonly events?: EventTally;
}

/**
 * What days come to within a range, without maintenance. Events count by the hour: those of an hour that the range has whole, and of whose
 * minutes the same are maintenance as when they were tallied.
 *
 * @param range        whole minutes
 * @param maintenance  of the range: whole minutes
 */
export function sumOfDays(
  days: readonly DayTally[],
  range: TimeRange,
  maintenance: readonly TimeRange[],
): TallySum {
  let [minutesWithData, minutesViolated, total, bad] = [0, 0, 0, 0];
  let hasEvents = false;
  for (const day of days) {
    const counted = countedMinutes(day.startMs, range, maintenance);
    const of = (set: MinuteSet) => countMinutes(counted ? intersection(set, counted.minutes) : set);
    minutesWithData += of(day.known);
    minutesViolated += of(day.violated);
    if (!day.events) continue;
    hasEvents = true;
    for (let hour = 0; hour < hoursOfDay; hour += 1) {
      if (!hasWholeHour(day, hour, range) || !isLeftOutAlike(day.events, hour, counted?.leftOut)) continue;
      total += day.events.total[hour]!;
      bad += day.events.bad[hour]!;
    }
  }
  return { minutesWithData, minutesViolated, ...(hasEvents && { events: { total, bad } }) };
}

/** Which minutes of a day count; undefined where all do. */
function countedMinutes(
  startMs: number,
  range: TimeRange,
  maintenance: readonly TimeRange[],
): { readonly minutes: MinuteSet; readonly leftOut: MinuteSet } | undefined {
  const day = { startMs, endMs: startMs + dayMs };
  const touching = maintenance.filter((each) => overlapMs(each, day) > 0);
  if (touching.length === 0 && range.startMs <= day.startMs && range.endMs >= day.endMs) return undefined;
  const leftOut = minutesOfDayIn(startMs, touching);
  return { minutes: without(minutesOfDayIn(startMs, [range]), leftOut), leftOut };
}

const hasWholeHour = ({ startMs }: DayTally, hour: number, range: TimeRange): boolean =>
  startMs + hour * hourMs >= range.startMs && startMs + (hour + 1) * hourMs <= range.endMs;

function isLeftOutAlike({ leftOut }: HourlyEvents, hour: number, now: MinuteSet | undefined): boolean {
  for (let minute = hour * minutesOfHour; minute < (hour + 1) * minutesOfHour; minute += 1)
    if (hasMinute(leftOut, minute) !== (now !== undefined && hasMinute(now, minute))) return false;
  return true;
}

/** The minutes within a range, and outside of maintenance, in which any of some series has a sample. */
export function minutesKnownOfAny(
  days: readonly DayTally[],
  range: TimeRange,
  maintenance: readonly TimeRange[],
): number {
  const byDay = new Map<number, MinuteSet>();
  for (const { startMs, known } of days) {
    const before = byDay.get(startMs);
    byDay.set(startMs, before ? union(before, known) : known);
  }
  const merged = Array.from(byDay, ([startMs, known]) => ({ startMs, known, violated: noMinutes() }));
  return sumOfDays(merged, range, maintenance).minutesWithData;
}

/** The first minute with a sample from a time on, epoch milliseconds; undefined where there is none. */
export function firstKnownMs(days: readonly DayTally[], fromMs: number): number | undefined {
  for (const { startMs, known } of days.toSorted((a, b) => a.startMs - b.startMs)) {
    const range = { startMs: fromMs, endMs: startMs + dayMs };
    const minute = firstMinute(intersection(known, minutesOfDayIn(startMs, [range])));
    if (minute !== undefined) return startMs + minute * minuteMs;
  }
  return undefined;
}

/** Behind the newest of some days, epoch milliseconds; minus infinity where there is none. */
export const endOfDays = (days: readonly DayTally[]): number =>
  days.reduce((newest, { startMs }) => Math.max(newest, startMs + dayMs), Number.NEGATIVE_INFINITY);
