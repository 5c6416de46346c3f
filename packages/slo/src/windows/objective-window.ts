import type { TimeRange } from '@forewarn/core';
import { DateTime, IANAZone } from 'luxon';
import { minuteMs } from '../minute-means.js';

/** Periods of the calendar that an objective may be about. Weeks begin on Monday. */
export const calendarPeriods = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** See {@link calendarPeriods}. */
export type CalendarPeriod = (typeof calendarPeriods)[number];

/** A period of the calendar, as the clocks of a time zone have it. */
export interface CalendarWindow {
  readonly period: CalendarPeriod;
  /** Of the IANA database: `Europe/Berlin`. */
  readonly timeZone: string;
}

/** Which minutes an objective is about: the last so many, or those of a period of the calendar. */
export type ObjectiveWindow = { readonly rollingMs: number } | { readonly calendar: CalendarWindow };

/** The minutes of a window. */
export interface WindowSpan {
  readonly startMs: number;
  /** Behind the newest whole minute. */
  readonly endMs: number;
  /** End of the period; of a rolling window `endMs`, since it moves along. */
  readonly untilMs: number;
}

/** Whether the IANA database, as the runtime has it, knows a time zone by this name. */
export const isTimeZone = (name: string): boolean => IANAZone.isValidZone(name);

/**
 * Where a window begins and ends. A period of the calendar is the one that holds the newest whole minute, so that it has a minute at least:
 * at the turn it is still the one that has ended.
 *
 * @param endMs  behind the newest whole minute: a multiple of a minute, epoch milliseconds
 */
export function windowSpan(window: ObjectiveWindow, endMs: number): WindowSpan {
  if ('rollingMs' in window) {
    const minutes = Math.max(1, Math.floor(window.rollingMs / minuteMs));
    return { startMs: endMs - minutes * minuteMs, endMs, untilMs: endMs };
  }
  const { period, timeZone } = window.calendar;
  const start = DateTime.fromMillis(endMs - minuteMs, { zone: timeZone }).startOf(period);
  return { startMs: start.toMillis(), endMs, untilMs: start.plus({ [period]: 1 }).toMillis() };
}

const nominalDays: Readonly<Record<CalendarPeriod, number>> = {
  day: 1,
  week: 7,
  month: 31,
  quarter: 92,
  year: 366,
};

/** The length of a rolling window; of a period of the calendar as long as one may be by its days. */
export const nominalWindowMs = (window: ObjectiveWindow): number =>
  'rollingMs' in window ? window.rollingMs : nominalDays[window.calendar.period] * 86_400_000;

/** As much as is read from the source at each look; the days of longer windows are tallied. */
const longestReadMs = 31 * 86_400_000;

/** Whether a window is so long that its days are tallied, rather than read at each look. */
export const isLongWindow = (window: ObjectiveWindow): boolean => nominalWindowMs(window) > longestReadMs;

/** Whole minutes of a range that begins and ends with one. */
export const minutesIn = ({ startMs, endMs }: TimeRange): number => (endMs - startMs) / minuteMs;

/** How much two ranges have in common, milliseconds. */
export const overlapMs = (a: TimeRange, b: TimeRange): number =>
  Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));

/** The whole minutes of a range that some ranges hold, which lie apart from each other. */
export const minutesHeld = (ranges: readonly TimeRange[], within: TimeRange): number =>
  ranges.reduce((sum, range) => sum + overlapMs(range, within) / minuteMs, 0);
