import { readFileSync } from 'node:fs';
import { alignDown, type TimeRange } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { type Compliance, complianceOf } from './compliance.js';
import { type MinuteSamples, minuteMs, minutesWithin } from './minute-means.js';
import { boundsOfRatio } from './sla.js';
import { type DayTally, tallyDay } from './tallies/day-tally.js';
import { dayMs } from './tallies/minute-set.js';
import { createMaintenanceCalendar, type Maintenance } from './windows/maintenance.js';
import {
  type CalendarPeriod,
  isLongWindow,
  type ObjectiveWindow,
  windowSpan,
} from './windows/objective-window.js';

/** What pandas says, of ../golden/generate.py. */
interface GoldenCase {
  readonly window:
    | { readonly rollingMinutes: number }
    | { readonly calendar: CalendarPeriod; readonly timeZone: string };
  readonly end: string;
  readonly salt: number;
  readonly maintenance: readonly (
    | { readonly start: string; readonly end: string }
    | {
        readonly hour: number;
        readonly minute: number;
        readonly minutes: number;
        readonly timeZone: string;
        /** 0 is Monday. */
        readonly weekday?: number;
      }
  )[];
  readonly kind: 'bounds' | 'events';
  readonly max?: number;
  readonly target: number;
  readonly expected: {
    readonly startMs: number;
    readonly untilMs: number;
    readonly minutes: number;
    readonly minutesInMaintenance: number;
    readonly minutesWithData: number;
    readonly compliance: number;
    readonly targetMet: boolean;
    readonly allowedMs: number;
    readonly remainingMs: number;
    readonly events: { readonly total: number; readonly bad: number } | null;
  };
}

const cases = JSON.parse(
  readFileSync(new URL('../golden/compliance.json', import.meta.url), 'utf8'),
) as GoldenCase[];

/** The minutes of a salt, as the generator makes them. */
function samplesOf({ salt, kind, expected }: GoldenCase): MinuteSamples {
  const timesMs: number[] = [];
  const values: number[] = [];
  const weights: number[] = [];
  const [first, last] = [expected.startMs, expected.untilMs].map((ms) => ms / minuteMs) as [number, number];
  for (let minute = first - 500; minute < last + 500; minute += 1) {
    const noise = (minute * 7919 + salt * 104729) % 1000;
    if (noise % 97 === 0 || Math.floor(minute / 60) % 50 === salt % 50) continue;
    const total = noise % 40;
    const bad = (minute * 31 + salt) % 11 === 0 ? Math.floor(total / 3) : 0;
    timesMs.push(minute * minuteMs);
    values.push(kind === 'bounds' ? (noise % 10) / 2 : total === 0 ? 1 : (total - bad) / total);
    weights.push(total);
  }
  const samples = { timesMs: Float64Array.from(timesMs), values: Float64Array.from(values) };
  return kind === 'bounds' ? samples : { ...samples, weights: Float64Array.from(weights) };
}

const windowOf = ({ window }: GoldenCase): ObjectiveWindow =>
  'rollingMinutes' in window
    ? { rollingMs: window.rollingMinutes * minuteMs }
    : { calendar: { period: window.calendar, timeZone: window.timeZone } };

const maintenanceOf = ({ maintenance }: GoldenCase): Maintenance[] =>
  maintenance.map((each) =>
    'start' in each
      ? { startMs: Date.parse(each.start), endMs: Date.parse(each.end) }
      : {
          cron: `${each.minute} ${each.hour} * * ${each.weekday === undefined ? '*' : (each.weekday + 1) % 7}`,
          durationMs: each.minutes * minuteMs,
          timeZone: each.timeZone,
        },
  );

describe('compliance and budget are those that pandas computes', () => {
  it('for some dozens of windows', () => expect(cases.length).toBeGreaterThan(70));

  it.each(
    cases.map((each) => {
      const { window, end, kind, maintenance } = each;
      return [
        `${JSON.stringify(window)} up to ${end}, by ${kind}, ${maintenance.length} maintenance`,
        each,
      ] as const;
    }),
  )('%s', (_, golden) => {
    const { expected, target, kind, max } = golden;
    const endMs = Date.parse(golden.end);
    const window = windowOf(golden);
    const { startMs, untilMs } = windowSpan(window, endMs);
    expect([startMs, untilMs]).toEqual([expected.startMs, expected.untilMs]);
    const ranges = createMaintenanceCalendar().within(maintenanceOf(golden), { startMs, endMs: untilMs });
    const judgedBy = kind === 'bounds' ? { bounds: { max: max! } } : boundsOfRatio(target);
    const objective = { ...judgedBy, target, window };
    const samples = samplesOf(golden);
    expectSame(complianceOf(samples, objective, endMs, ranges), expected);
    if (!isLongWindow(window)) return;
    const earlier = daysOf(samples, objective, { startMs, endMs }, ranges);
    const recent = minutesWithin(samples, alignDown(endMs, dayMs), endMs);
    expectSame(complianceOf(recent, objective, endMs, ranges, earlier), expected);
  });

  /** All days that are over, as they are tallied. */
  const daysOf = (
    samples: MinuteSamples,
    objective: Parameters<typeof complianceOf>[1],
    { startMs, endMs }: TimeRange,
    ranges: readonly TimeRange[],
  ): DayTally[] => {
    const days: DayTally[] = [];
    for (let dayStartMs = alignDown(startMs, dayMs); dayStartMs + dayMs <= endMs; dayStartMs += dayMs)
      days.push(tallyDay(samples, objective, dayStartMs, ranges));
    return days;
  };

  const expectSame = (found: Compliance, expected: GoldenCase['expected']) => {
    expect(found).toMatchObject({
      minutes: expected.minutes,
      minutesWithData: expected.minutesWithData,
      targetMet: expected.targetMet,
    });
    expect(found.minutesInMaintenance ?? 0).toBe(expected.minutesInMaintenance);
    expect(found.compliance).toBeCloseTo(expected.compliance, 12);
    expect(found.events?.total).toBe(expected.events?.total);
    expect(found.events?.bad ?? 0).toBeCloseTo(expected.events?.bad ?? 0, 6);
    // Whole milliseconds, of a fraction of the minutes.
    expect(Math.abs(found.errorBudget.allowedMs - expected.allowedMs)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(found.errorBudget.remainingMs - expected.remainingMs)).toBeLessThanOrEqual(1);
  };
});
