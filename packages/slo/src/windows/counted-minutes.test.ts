import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complianceOf } from '../compliance.js';
import { evaluateSeries } from '../evaluate-series.js';
import { calm, evidenceOf, forecastOf, nowMs, objective } from '../evidence.fixture.js';
import { type MinuteSamples, minuteMs } from '../minute-means.js';
import { predict } from '../prediction.js';
import { boundsOfRatio, type Objective } from '../sla.js';
import { createMaintenanceCalendar } from './maintenance.js';

const at = (text: string) => Date.parse(text);

/** A sample a minute from a time on. */
const samplesFrom = (
  startMs: number,
  values: readonly number[],
  weights?: readonly number[],
): MinuteSamples => ({
  timesMs: Float64Array.from(values, (_, index) => startMs + index * minuteMs),
  values: Float64Array.from(values),
  ...(weights && { weights: Float64Array.from(weights) }),
});

const fine = (minutes: number): number[] => Array(minutes).fill(1);
const bad = (minutes: number): number[] => Array(minutes).fill(9);

describe('compliance over a period of the calendar', () => {
  const monthly = {
    bounds: { max: 5 },
    target: 0.999,
    window: { calendar: { period: 'month', timeZone: 'Europe/Berlin' } },
  } as const;
  const beginMs = at('2026-02-28T23:00Z');

  it('is of the minutes from its begin on, and its budget of all that it will have', () => {
    const samples = samplesFrom(beginMs - 10 * minuteMs, [...bad(10), ...fine(50), ...bad(10)]);
    // March has 743 hours in Berlin.
    const allowedMs = Math.round(0.001 * 743 * 3_600_000);
    expect(complianceOf(samples, monthly, beginMs + 60 * minuteMs)).toMatchObject({
      minutes: 60,
      minutesWithData: 60,
      minutesViolated: 10,
      compliance: 50 / 60,
      coverage: 1,
      targetMet: false,
      errorBudget: {
        allowedMs,
        remainingMs: allowedMs - 10 * minuteMs,
        remaining: (allowedMs - 10 * minuteMs) / allowedMs,
      },
    });
  });

  it('has its budget overspent exactly when the target cannot be met any more, were all that is to come good', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 40_000 }),
        (badMinutes, minutes) => {
          const values = [...bad(Math.min(badMinutes, minutes)), ...fine(Math.max(0, minutes - badMinutes))];
          const { errorBudget } = complianceOf(
            samplesFrom(beginMs, values),
            monthly,
            beginMs + minutes * minuteMs,
          );
          const best = 1 - Math.min(badMinutes, minutes) / (743 * 60);
          expect(errorBudget.remainingMs < 0).toBe(best < 0.999);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has its bad events spend what their share of the minutes would', () => {
    const ratio = {
      ...boundsOfRatio(0.9),
      target: 0.9,
      window: { calendar: { period: 'day', timeZone: 'UTC' } },
    } as const;
    const startMs = at('2026-11-28T00:00Z');
    const samples = samplesFrom(startMs, [1, 0.5, 1, 1], [10, 20, 10, 0]);
    const { events, errorBudget, compliance } = complianceOf(samples, ratio, startMs + 4 * minuteMs);
    expect([events, compliance]).toEqual([{ total: 40, bad: 10 }, 0.75]);
    expect(errorBudget).toMatchObject({
      allowedMs: 0.1 * 86_400_000,
      remainingMs: 0.1 * 86_400_000 - minuteMs,
    });
  });
});

describe('planned maintenance', () => {
  const endMs = at('2026-11-28T12:00Z');
  const startMs = endMs - 60 * minuteMs;
  const hourly = { bounds: { max: 5 }, target: 0.9, window: { rollingMs: 60 * minuteMs } };
  const tenTo = (from: number, to: number) => ({
    startMs: startMs + from * minuteMs,
    endMs: startMs + to * minuteMs,
  });

  it('counts neither for nor against', () => {
    const samples = samplesFrom(startMs, [...fine(20), ...bad(20), ...fine(20)]);
    expect(complianceOf(samples, hourly, endMs, [tenTo(20, 40)])).toMatchObject({
      minutes: 40,
      minutesInMaintenance: 20,
      minutesWithData: 40,
      minutesViolated: 0,
      compliance: 1,
      coverage: 1,
      errorBudget: { allowedMs: 4 * minuteMs, remainingMs: 4 * minuteMs },
    });
    expect(complianceOf(samples, hourly, endMs)).not.toHaveProperty('minutesInMaintenance');
  });

  it('over the whole window leaves nothing to be judged', () => {
    expect(complianceOf(samplesFrom(startMs, bad(60)), hourly, endMs, [tenTo(-5, 65)])).toMatchObject({
      minutes: 0,
      minutesInMaintenance: 60,
      compliance: null,
      coverage: 0,
      targetMet: null,
      errorBudget: { allowedMs: 0, remaining: null },
    });
  });

  it('that is to come of a period of the calendar is not in its budget', () => {
    const daily = { ...hourly, window: { calendar: { period: 'day', timeZone: 'UTC' } } } as const;
    const toCome = [{ startMs: endMs + 60 * minuteMs, endMs: endMs + 120 * minuteMs }];
    const { errorBudget } = complianceOf(samplesFrom(startMs, fine(60)), daily, endMs, toCome);
    expect(errorBudget.allowedMs).toBeCloseTo(0.1 * (60 + 12 * 60 - 60) * minuteMs);
  });

  it('is what counting minute by minute leaves out', () => {
    const minute = fc.record({ value: fc.constantFrom(1, 9, undefined), planned: fc.boolean() });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 60, maxLength: 60 }), (minutes) => {
        const ranges = createMaintenanceCalendar().within(
          minutes.flatMap(({ planned }, index) => (planned ? [tenTo(index, index + 1)] : [])),
          { startMs, endMs },
        );
        const known = minutes.flatMap(({ value }, index) => (value === undefined ? [] : [{ value, index }]));
        const samples = {
          timesMs: Float64Array.from(known, ({ index }) => startMs + index * minuteMs),
          values: Float64Array.from(known, ({ value }) => value),
        };
        const counted = minutes.filter(({ planned }) => !planned);
        expect(complianceOf(samples, hourly, endMs, ranges)).toMatchObject({
          minutes: counted.length,
          minutesWithData: counted.filter(({ value }) => value !== undefined).length,
          minutesViolated: counted.filter(({ value }) => value === 9).length,
        });
      }),
    );
  });

  const around = (before: number, after: number) => [
    { startMs: nowMs - before * minuteMs, endMs: nowMs + after * minuteMs },
  ];

  it('that is on leaves no verdict, whatever the samples are', () => {
    const judged = evaluateSeries(evidenceOf([...fine(50), ...bad(10)]), objective, {
      nowMs,
      maintenance: around(5, 30),
    });
    expect(judged).toMatchObject({ state: 'insufficient-data', reason: { reason: 'maintenance' } });
    expect(judged.reason?.detail).toMatch(/^planned maintenance from .*: its minutes do not count$/);
    expect(judged.current?.bound).toBe('max');
  });

  it('leaves no verdict until there is a sample from behind it', () => {
    const options = { nowMs, maintenance: [{ startMs: 0, endMs: nowMs - 20_000 }] };
    const judged = evaluateSeries(evidenceOf([...fine(59), 9]), objective, options);
    expect(judged.reason?.detail).toMatch(/ended at .*, and there is no sample from behind it yet$/);
  });

  it('that is over is no gap', () => {
    const values = [...fine(30), ...Array<undefined>(20).fill(undefined), ...fine(10)];
    const planned = [{ startMs: nowMs - 20_000 - 30 * minuteMs, endMs: nowMs - 20_000 - 10 * minuteMs }];
    expect(evaluateSeries(evidenceOf(values), objective, { nowMs }).reason?.reason).toBe('gap');
    expect(evaluateSeries(evidenceOf(values), objective, { nowMs, maintenance: planned }).state).toBe('ok');
  });

  it('that is to come holds no predicted violation', () => {
    const options = { nowMs, maintenance: [{ startMs: nowMs, endMs: nowMs + 60 * minuteMs }] };
    const without = predict(forecastOf(9), objective.bounds, { nowMs });
    const withIt = predict(forecastOf(9), objective.bounds, options);
    expect(without).toMatchObject({ firstViolation: { bound: 'max' }, probability: 1 });
    expect(withIt).toMatchObject({ firstViolation: null, probability: 0, max: 9 });
  });
});

describe('least numbers of events', () => {
  const ratio = (fields: Partial<Objective>): Objective => ({
    ...objective,
    ...boundsOfRatio(0.9),
    target: 0.9,
    ...fields,
  });
  const evidence = (shares: readonly number[], perMinute: number) => {
    const { samples, ...rest } = evidenceOf(shares, calm);
    return { ...rest, samples: { ...samples, weights: samples.values.map(() => perMinute) } };
  };

  it('of the window: with fewer there is no verdict, though a share is told', () => {
    const shares = [...fine(59), 0];
    expect(evaluateSeries(evidence(shares, 1), ratio({ minEvents: 61 }), { nowMs })).toMatchObject({
      state: 'insufficient-data',
      reason: { reason: 'low-volume', detail: 'the window’s 60 minutes have fewer than 61 events' },
      compliance: { targetMet: null, compliance: 59 / 60 },
    });
    expect(evaluateSeries(evidence(shares, 1), ratio({ minEvents: 60 }), { nowMs })).toMatchObject({
      state: 'violated',
      compliance: { targetMet: true },
    });
  });

  it('of a minute: with fewer it is not violated, and its events count all the same', () => {
    const shares = [...fine(59), 0];
    const judged = evaluateSeries(evidence(shares, 2), ratio({ minEventsPerMinute: 3 }), { nowMs });
    expect(judged).toMatchObject({
      state: 'ok',
      current: { value: 0, bound: null },
      compliance: { minutesViolated: 0, events: { total: 120, bad: 2 } },
    });
    const enough = evaluateSeries(evidence(shares, 3), ratio({ minEventsPerMinute: 3 }), { nowMs });
    expect(enough).toMatchObject({ state: 'violated', compliance: { minutesViolated: 1 } });
  });

  it('mean nothing where there are no events, as of an indicator that is no ratio any more', () => {
    const judged = evaluateSeries(
      evidenceOf([...fine(59), 0], calm),
      ratio({ minEvents: 1_000, minEventsPerMinute: 1_000 }),
      { nowMs },
    );
    expect(judged).toMatchObject({ state: 'violated', compliance: { targetMet: true } });
  });
});
