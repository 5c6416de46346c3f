import { describe, expect, it } from 'vitest';

const format = await import(new URL('../public/js/format.js', import.meta.url).href);
const sentences = await import(new URL('../public/js/sentences.js', import.meta.url).href);

/** Texts with ordinary spaces: the page keeps numbers and units on one line by spaces that do not break. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('values on the page', () => {
  it.each([
    [15837691904, 'bytes', '14.75 GiB'],
    [0, 'bytes', '0 B'],
    [-2048, 'bytes', '-2 KiB'],
    [1536, 'bytes/s', '1.5 KiB/s'],
    [0.25, 'seconds', '250 ms'],
    [0.0000123, 'seconds', '12.3 µs'],
    [5400, 'seconds', '90 min'],
    [0.9995, 'ratio', '99.95 %'],
    [42, 'percent', '42 %'],
    [12.34, 'per second', '12.34 /s'],
    [1150, 'none', '1,150'],
    [61.456, 'celsius', '61.46 °C'],
  ])('show %d %s as %s', (value, unit, expected) => {
    expect(plain(format.formatValue(value, unit))).toBe(expected);
  });

  it.each([
    [{ min: 1 }, 'at least 1'],
    [{ max: 2 }, 'at most 2'],
    [{ min: 1, max: 2 }, '1 to 2'],
  ])('show the bounds %o as "%s"', (bounds, expected) => {
    expect(format.formatBounds(bounds, 'none')).toBe(expected);
  });
});

describe('windows on the page', () => {
  it.each([
    ['12h', 'over 12h'],
    [{ calendar: 'day', timeZone: 'UTC' }, 'today (UTC)'],
    [{ calendar: 'week', timeZone: 'Europe/Berlin' }, 'this week (Europe/Berlin)'],
    [{ calendar: 'month', timeZone: 'Europe/Berlin' }, 'this month (Europe/Berlin)'],
    [{ calendar: 'year', timeZone: 'UTC' }, 'this year (UTC)'],
  ])('show %j as %s', (window, expected) => {
    expect(format.formatWindow(window)).toBe(expected);
  });
});

describe('shares and spans on the page', () => {
  it.each([
    [1, '100 %'],
    [0.99999, '> 99.99 %'],
    [0.995, '99.5 %'],
    [0.7444, '74.4 %'],
    [0.00001, '< 0.01 %'],
    [0, '0 %'],
  ])('never round %d to a claim that is too good', (share, expected) => {
    expect(plain(format.formatShare(share))).toBe(expected);
  });

  it.each([
    [-5, '0 s'],
    [89, '89 s'],
    [100, '2 min'],
    [3_599, '1 h'],
    [8_880, '2 h 28 min'],
    [273_600, '3 d 4 h'],
  ])('show %d seconds as %s', (seconds, expected) => {
    expect(plain(format.formatSpan(seconds))).toBe(expected);
  });
});

describe('the state of a series, or of an SLA, on the page', () => {
  const series = { state: 'insufficient-data', reason: { reason: 'idle', detail: 'no sample' } };

  it.each([
    [series, 'insufficient-data', 'Insufficient data'],
    [{ state: 'ok', reason: null }, 'ok', 'OK'],
    [{ ...series, reason: { reason: 'ended', detail: 'the series ended' } }, 'ended', 'Ended'],
    [{ ...series, reason: { reason: 'maintenance', detail: 'planned' } }, 'insufficient-data', 'Maintenance'],
  ])('of %o is %s', (shown, state, name) => {
    expect(format.shownState(shown)).toEqual({ state, name });
  });

  it('is never one of an SLA where the series has ended', () => {
    expect(format.states).not.toContain('ended');
  });
});

describe('the sentence about what is predicted', () => {
  const objective = { min: 5, unit: 'none' };
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const prediction = { available: true, probability: 0.83, coveredSeconds: 540, firstViolation: null };
  const said = (series: object, chart?: object) => {
    const { emphasis, rest } = sentences.predictionSentence(series, objective, chart);
    return plain(emphasis + rest);
  };

  it('says when a bound will break, which, and how likely', () => {
    const firstViolation = { timestamp: soon(6), bound: 'min' };
    expect(said({ prediction: { ...prediction, firstViolation }, current: null })).toMatch(
      /^Will break at \d\d:\d\d \(in 6 min\), below 5; probability 83 %$|^Will break at \w+.* \(in 6 min\), below 5; probability 83 %$/,
    );
  });

  it('says how far ahead all is well', () => {
    expect(said({ prediction: { ...prediction, probability: 0.001 }, current: null })).toBe(
      'No violation predicted in the next 9 min; probability below 1 %',
    );
  });

  it('says of what is outside when it will be back, or that it will not', () => {
    const current = { bound: 'min' };
    const chart = (mean: number) => ({ forecast: { points: [{ timestamp: soon(3), mean }] } });
    expect(said({ prediction, current }, chart(6))).toMatch(
      /^Expected back within bounds at .*\(in 3 min\)$/,
    );
    expect(said({ prediction, current }, chart(4))).toBe('Expected to stay outside for the next 9 min');
  });

  it('says what is to come, and not what is now, while maintenance is planned', () => {
    const reason = { reason: 'maintenance', detail: 'planned' };
    const current = { bound: 'min' };
    expect(said({ prediction: { ...prediction, probability: 0.001 }, current, reason })).toMatch(
      /^No violation predicted/,
    );
  });

  it('says why there is no prediction', () => {
    expect(said({ prediction: { available: false, detail: 'all values are 9' }, current: null })).toBe(
      'No prediction: all values are 9',
    );
  });
});

describe('the sentence about the model', () => {
  const backtest = {
    originCount: 12,
    meanAbsoluteScaledError: 0.75,
    lastValueError: 1.5,
    coverage: 0.925,
    intervalScore: 4.5,
  };
  const model = { available: true, model: 'holt(additive)', modelChoice: 'selected', level: 0.95 };
  const said = (change: object) => {
    const prediction = { ...model, backtest: { ...backtest, ...change } };
    const { summary, detail } = sentences.modelSentence({ prediction });
    return { summary: plain(summary), detail: plain(detail) };
  };

  it('says which, why, and how far off it was on the past, beside the assumption that nothing changes', () => {
    expect(said({})).toEqual({
      summary: 'Forecast by holt(additive): lately 50 % less error than assuming no change',
      detail:
        'Why this model: selected. Tried from 12 times of this series’ past, the newest counting most, it was off by 0.75 times the usual change ' +
        'between two samples; assuming no change, by 1.5. 92.5 % of the values fell in its 95 % range.',
    });
  });

  it.each([
    [{ lastValueError: 0.6 }, 'lately 25 % more error than assuming no change'],
    [{ lastValueError: 0.751 }, 'lately as good as assuming no change'],
    [{ meanAbsoluteScaledError: 0, lastValueError: 0 }, 'lately as good as assuming no change'],
  ])('compares %o fairly', (change, expected) => {
    expect(said(change).summary).toBe(`Forecast by holt(additive): ${expected}`);
  });

  it('says of a model that was not tried that it was not', () => {
    const prediction = { ...model, modelChoice: 'configured', backtest: null };
    expect(sentences.modelSentence({ prediction })).toEqual({
      summary: 'Forecast by holt(additive), not tried on the past',
      detail: 'Why this model: configured.',
    });
  });

  it('is empty where there is no forecast', () => {
    const prediction = { available: false, detail: 'constant' };
    expect(sentences.modelSentence({ prediction })).toEqual({ summary: '', detail: '' });
  });
});

describe('the sentence about the error budget', () => {
  const budget = (allowedSeconds: number, remainingSeconds: number) =>
    plain(
      sentences.budgetSentence(
        { errorBudget: { allowedSeconds, remainingSeconds, remaining: remainingSeconds / allowedSeconds } },
        1,
      ),
    );

  it.each([
    [360, 240, '4 min left (67 %)'],
    [360, -8_880, 'overspent by 2 h 28 min'],
    [0, 0, 'none allowed, none spent'],
  ])('of %d s allowed and %d s left is "%s"', (allowed, remaining, expected) => {
    expect(budget(allowed, remaining)).toBe(expected);
  });

  it.each([
    [600, 400, 200, '67 % left: 200 of 60,000 events were bad'],
    [600, -200, 800, 'overspent: 800 of 60,000 events were bad'],
    [0, 0, 0, 'none allowed, 0 of 60,000 events were bad'],
    [600, 599.5, 0.5, '100 % left: 0.5 of 60,000 events were bad'],
  ])('of %d s allowed and %d s left, by events of which %d were bad, is "%s"', (allowed, left, bad, text) => {
    const errorBudget = { allowedSeconds: allowed, remainingSeconds: left, remaining: left / allowed };
    expect(plain(sentences.budgetSentence({ errorBudget, events: { total: 60_000, bad } }, 1))).toBe(text);
  });
});
