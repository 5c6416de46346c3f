import { describe, expect, it } from 'vitest';
import { evaluateSeries } from './evaluate-series.js';
import { calm, endMinute, evidenceOf, nowMs, objective } from './evidence.fixture.js';
import { minuteMs } from './minute-means.js';

const absent = (minutes: number) => new Array<undefined>(minutes).fill(undefined);
const fine = (minutes: number) => new Array<number>(minutes).fill(1);
const judge = (values: readonly (number | undefined)[], atMs = nowMs, window = objective.window) =>
  evaluateSeries(evidenceOf(values, calm), { ...objective, window }, { nowMs: atMs });

describe('the current value of a series', () => {
  it('is the newest one, with the bound that it violates', () => {
    expect(judge([1, 9]).current).toEqual({
      timestampMs: (endMinute - 1) * minuteMs,
      value: 9,
      bound: 'max',
    });
    expect(judge([9, 1]).current).toMatchObject({ value: 1, bound: null });
  });

  it('still is one at five minutes of age, and no longer a millisecond later', () => {
    const fiveMinutesOnMs = (endMinute + 4) * minuteMs;
    expect(judge(fine(60), fiveMinutesOnMs).current).not.toBeNull();
    expect(judge(fine(60), fiveMinutesOnMs + 1).current).toBeNull();
  });

  it('is none where there never was a sample', () => {
    expect(judge([]).current).toBeNull();
  });
});

describe('why too little is known of a series', () => {
  it('is no reason at exactly the least coverage', () => {
    expect(judge([...fine(30), ...absent(6), ...fine(24)])).toMatchObject({ state: 'ok', reason: null });
    expect(judge([...fine(30), ...absent(7), ...fine(23)]).reason?.reason).toBe('gap');
  });

  it.each([
    [
      'from when the newest sample of an idle series is',
      [...fine(59), 2, ...absent(10)],
      'idle',
      'the series exists, but the newest sample is from 1970-01-07T22:29:00.000Z',
    ],
    ['that the window has no sample', [], 'idle', 'the series exists, but no sample in the window'],
    [
      'how far the samples reach back',
      fine(30),
      'window-longer-than-history',
      'the window is 1h, the samples in it reach back 30m',
    ],
    [
      'how many minutes are missing',
      [...fine(10), ...absent(20), ...fine(30)],
      'gap',
      "20 of the window's 60 minutes have no sample",
    ],
  ])('says %s', (_, values, reason, detail) => {
    expect(judge(values).reason).toEqual({ reason, detail });
  });

  it('looks for the beginning of the history within the window alone', () => {
    expect(judge([...fine(6), ...absent(29), ...fine(30)]).reason?.reason).toBe('gap');
    expect(judge([...fine(6), ...absent(30), ...fine(30)]).reason?.reason).toBe('window-longer-than-history');
    expect(judge([1, ...absent(29), ...fine(30)]).reason?.reason).toBe('gap');
  });

  it('is a gap where the history reaches back over exactly the least coverage', () => {
    expect(judge([1, ...absent(10), ...fine(43)]).reason?.reason).toBe('gap');
    expect(judge([1, ...absent(10), ...fine(42)]).reason?.reason).toBe('window-longer-than-history');
  });
});
