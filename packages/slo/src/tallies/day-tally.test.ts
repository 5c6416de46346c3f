import type { TimeRange } from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complianceOf } from '../compliance.js';
import { type MinuteSamples, minuteMs } from '../minute-means.js';
import type { Objective } from '../sla.js';
import {
  type DayTally,
  endOfDays,
  firstKnownMs,
  minutesKnownOfAny,
  sumOfDays,
  tallyDay,
} from './day-tally.js';
import { addMinute, countMinutes, dayMs, firstMinute, hasMinute, noMinutes } from './minute-set.js';

const firstMs = Date.UTC(2026, 10, 21);
const hourMs = 60 * minuteMs;
const at = (minute: number) => firstMs + minute * minuteMs;
const minutes = (from: number, to: number): TimeRange => ({ startMs: at(from), endMs: at(to) });
const rule = { bounds: { min: 0.5 } };

/** One sample a minute, from a minute on. */
const samplesOf = (from: number, values: readonly number[], weights?: readonly number[]): MinuteSamples => ({
  timesMs: Float64Array.from(values, (_, index) => at(from + index)),
  values: Float64Array.from(values),
  ...(weights && { weights: Float64Array.from(weights) }),
});
const wholeDay = { startMs: firstMs, endMs: firstMs + dayMs };

describe('the minutes of a day', () => {
  it('are those that were added, the first of them the first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1_439 })), (added) => {
        const set = noMinutes();
        for (const minute of added) addMinute(set, minute);
        expect(countMinutes(set)).toBe(added.length);
        expect(firstMinute(set)).toBe(added.length === 0 ? undefined : Math.min(...added));
        const all = Array.from({ length: 1_440 }, (_, minute) => minute);
        expect(all.filter((minute) => hasMinute(set, minute))).toEqual(added.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('the tally of a day', () => {
  it('has its own minutes alone, and tells those outside the bounds', () => {
    const samples = samplesOf(-2, [0, 0, 1, 0, 0.5, 0]);
    const tally = tallyDay(samples, rule, firstMs, []);
    expect(sumOfDays([tally], wholeDay, [])).toEqual({ minutesWithData: 4, minutesViolated: 2 });
    expect(tally.events).toBeUndefined();
  });

  it('counts no minute as violated that has fewer events than it must', () => {
    const samples = samplesOf(0, [0, 0], [9, 10]);
    const tally = tallyDay(samples, { ...rule, minEventsPerMinute: 10 }, firstMs, []);
    expect(sumOfDays([tally], wholeDay, [])).toMatchObject({
      minutesViolated: 1,
      events: { total: 19, bad: 19 },
    });
  });

  it('is without the minutes of maintenance, also of such as was planned later', () => {
    const samples = samplesOf(0, new Array(180).fill(0));
    const tally = tallyDay(samples, rule, firstMs, []);
    expect(sumOfDays([tally], wholeDay, [minutes(10, 40), minutes(170, 300)])).toEqual({
      minutesWithData: 140,
      minutesViolated: 140,
    });
  });

  it('is without what lies outside of the window', () => {
    const tally = tallyDay(samplesOf(0, new Array(180).fill(0)), rule, firstMs, []);
    expect(sumOfDays([tally], minutes(30, 5_000), [])).toMatchObject({ minutesWithData: 150 });
  });

  it('has the events of whole hours, without those of maintenance that was planned', () => {
    const samples = samplesOf(0, new Array(180).fill(0.9), new Array(180).fill(10));
    const planned = [minutes(70, 80)];
    const tally = tallyDay(samples, rule, firstMs, planned);
    expect(sumOfDays([tally], wholeDay, planned).events).toEqual({ total: 1_700, bad: 170 });
    expect(sumOfDays([tally], minutes(30, 1_440), planned).events).toEqual({ total: 1_100, bad: 110 });
  });

  it('has no events of an hour in which the window ends', () => {
    const samples = samplesOf(0, new Array(180).fill(0.9), new Array(180).fill(10));
    const tally = tallyDay(samples, rule, firstMs, []);
    expect(sumOfDays([tally], minutes(0, 150), []).events).toEqual({ total: 1_200, bad: 120 });
    expect(sumOfDays([tally], minutes(0, 120), []).events).toEqual({ total: 1_200, bad: 120 });
  });

  it('has no events of an hour whose maintenance was planned later, or was called off', () => {
    const samples = samplesOf(0, new Array(180).fill(0.9), new Array(180).fill(10));
    const tally = tallyDay(samples, rule, firstMs, [minutes(70, 80)]);
    expect(sumOfDays([tally], wholeDay, []).events).toEqual({ total: 1_200, bad: 120 });
    expect(sumOfDays([tally], wholeDay, [minutes(70, 80), minutes(120, 121)]).events).toEqual({
      total: 1_100,
      bad: 110,
    });
    expect(sumOfDays([tally], wholeDay, [minutes(10, 11), minutes(70, 80)]).events).toEqual({
      total: 1_100,
      bad: 110,
    });
  });

  it('says which minutes any of several series has, and where they begin and end', () => {
    const days = [
      tallyDay(samplesOf(1_445, [1, 1]), rule, firstMs + dayMs, []),
      tallyDay(samplesOf(5, [1, 1, 1]), rule, firstMs, []),
      tallyDay(samplesOf(6, [1, 1, 1]), rule, firstMs, []),
    ];
    expect(minutesKnownOfAny(days, minutes(0, 2_880), [])).toBe(6);
    expect(minutesKnownOfAny(days, minutes(6, 1_446), [minutes(7, 8)])).toBe(3);
    expect([0, 7, 9, 1_447].map((from) => firstKnownMs(days, at(from)))).toEqual([
      at(5),
      at(7),
      at(1_445),
      undefined,
    ]);
    expect(endOfDays(days)).toBe(firstMs + 2 * dayMs);
    expect(endOfDays([])).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('compliance from tallies and samples together', () => {
  const objective = (occurrences: boolean): Omit<Objective, 'name' | 'indicator'> => ({
    bounds: { min: 0.5 },
    target: 0.9,
    window: { rollingMs: 90 * dayMs },
    ...(occurrences && { budgetingMethod: 'occurrences' as const, minEvents: 100 }),
  });
  const days = 3;
  const anyMinutes = fc.uniqueArray(fc.integer({ min: 0, max: days * 1_440 - 1 }), {
    minLength: 50,
    maxLength: 400,
  });

  const daysOf = (samples: MinuteSamples, count: number, maintenance: readonly TimeRange[]): DayTally[] =>
    Array.from({ length: count }, (_, day) => tallyDay(samples, rule, firstMs + day * dayMs, maintenance));

  it('is that of all samples, however many days were tallied', () => {
    const anyRange = fc.tuple(fc.integer({ min: 0, max: days * 1_440 }), fc.integer({ min: 1, max: 200 }));
    fc.assert(
      fc.property(
        anyMinutes,
        fc.integer({ min: 0, max: days }),
        anyRange,
        fc.boolean(),
        (known, tallied, [from, length], occurrences) => {
          const times = known.toSorted((a, b) => a - b);
          const samples = {
            timesMs: Float64Array.from(times, at),
            values: Float64Array.from(times, (minute) => ((minute * 7) % 10) / 10),
            ...(occurrences && { weights: Float64Array.from(times, (minute) => 10 * (minute % 5)) }),
          };
          const maintenance = [minutes(from, from + length)];
          const endMs = firstMs + days * dayMs;
          const whole = complianceOf(samples, objective(occurrences), endMs, maintenance);
          const earlier = daysOf(samples, tallied, maintenance);
          const both = complianceOf(samples, objective(occurrences), endMs, maintenance, earlier);
          expect(both).toEqual({
            ...whole,
            ...(whole.events && {
              events: { total: whole.events.total, bad: expect.closeTo(whole.events.bad, 6) },
              compliance: whole.compliance && expect.closeTo(whole.compliance, 9),
            }),
          });
        },
      ),
    );
  });

  it('is of the window alone, where it begins within a day', () => {
    const samples = samplesOf(0, new Array(3 * 1_440).fill(0));
    const rolling = { ...objective(false), window: { rollingMs: 2 * dayMs + hourMs } };
    const endMs = firstMs + days * dayMs;
    const { minutesWithData } = complianceOf(samples, rolling, endMs, [], daysOf(samples, 2, []));
    expect(minutesWithData).toBe(2 * 1_440 + 60);
  });
});
