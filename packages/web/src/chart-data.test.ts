import { describe, expect, it } from 'vitest';

const chart = await import(new URL('../public/js/chart-data.js', import.meta.url).href);

const startMs = Date.UTC(2026, 10, 21, 12);
const at = (minute: number) => new Date(startMs + minute * 60_000).toISOString();
const seconds = (minute: number) => startMs / 1_000 + minute * 60;
const samples = (...values: readonly number[]) =>
  values.map((value, minute) => ({ timestamp: at(minute), value }));
const point = (minute: number, mean: number) => ({
  timestamp: at(minute),
  mean,
  upper: mean + 1,
  lower: mean - 1,
});
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the columns of a chart', () => {
  it('mark each sample outside the bounds, the smallest and the largest too, and none that lies on one', () => {
    const [, values, violating] = chart.columns({ samples: samples(-9, 1, 1.5, 2, 99) }, { min: 1, max: 2 });
    expect(values).toEqual([-9, 1, 1.5, 2, 99]);
    expect(violating).toEqual([-9, null, null, null, 99]);
  });

  it.each([
    [{ min: 2 }, [1, null, null]],
    [{ max: 2 }, [null, null, 3]],
    [{}, [null, null, null]],
  ])('mark only what the bounds %o forbid', (bounds, expected) => {
    expect(chart.columns({ samples: samples(1, 2, 3) }, bounds)[2]).toEqual(expected);
  });

  it('break where minutes have no data', () => {
    const gapped = [samples(1)[0], { timestamp: at(3), value: 4 }];
    const [times, values] = chart.columns({ samples: gapped }, {});
    expect(times).toEqual([0, 1, 2, 3].map(seconds));
    expect(values).toEqual([1, null, null, 4]);
  });

  it('begin the forecast at the newest sample, and leave out what is past', () => {
    const forecast = { points: [point(1, 7), point(2, 8), point(3, 9)] };
    const [times, values, , mean, upper, lower] = chart.columns({ samples: samples(1, 2), forecast }, {});
    expect(times).toEqual([0, 1, 2, 3].map(seconds));
    expect(values).toEqual([1, 2, null, null]);
    expect(mean).toEqual([null, 2, 8, 9]);
    expect(upper).toEqual([null, 2, 9, 10]);
    expect(lower).toEqual([null, 2, 7, 8]);
  });

  it('hold a forecast alone where there is no sample', () => {
    const [times, , , mean] = chart.columns({ samples: [], forecast: { points: [point(5, 3)] } }, {});
    expect([times, mean]).toEqual([[seconds(5)], [3]]);
  });
});

describe('a chart', () => {
  it('marks violations that stand alone, since a line needs two', () => {
    const data = [[], [], [5, null, 6, 7, null, 8]];
    expect(chart.lonely({ data }, 2)).toEqual([0, 5]);
  });

  it('has room for data and bounds, and none below zero where nothing is', () => {
    expect(chart.paddedRange(10, 20, { max: 110 })).toEqual([0, 122]);
    expect(chart.paddedRange(-10, 90, {})).toEqual([-22, 102]);
    expect(chart.paddedRange(50, 50, {})).toEqual([45, 55]);
    expect(chart.paddedRange(100, 120, { min: 20 })).toEqual([8, 132]);
  });
});

describe('the point under the cursor', () => {
  const data = [[0, 60, 120, 180].map((time) => startMs / 1_000 + time), [1, 2, 3, null], [], [], [], []];
  const [, , , mean, upper, lower] = [null, null, null, 7, 8, 6];
  const withForecast = [data[0], data[1], [], [null, null, null, mean], [0, 0, 0, upper], [0, 0, 0, lower]];
  const said = (idx: number | null, content: object = { data, level: 0.95 }) =>
    plain(chart.describe({ cursor: { idx, left: 5 } }, content, 'none', { min: 2, max: 2 }));

  it('is said to be outside where it is, on either side, and not on a bound', () => {
    expect(said(0)).toMatch(/ {2}1, outside$/);
    expect(said(1)).toMatch(/ {2}2$/);
    expect(said(2)).toMatch(/ {2}3, outside$/);
  });

  it('is a forecast with its interval, or no data, behind the samples', () => {
    expect(said(3, { data: withForecast, level: 0.95 })).toMatch(/ {2}forecast 7, 95 % within 6 to 8$/);
    expect(said(3)).toMatch(/ {2}no data$/);
  });

  it('is how to use the chart where there is no cursor', () => {
    expect(said(null)).toMatch(/^Drag to zoom/);
  });
});
