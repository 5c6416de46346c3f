import { describe, expect, it } from 'vitest';
import { rangeResponse, regularSeries } from '../support/range-response.js';
import { analyzed, type Line, startSeconds, wave } from './analyzed.js';

const minuteMs = 60_000;

describe('forewarn analyze, of samples', () => {
  it('leaves out NaN and infinities, and counts them and gaps as missing', async () => {
    const values: (number | string | undefined)[] = wave(300);
    values[10] = 'NaN';
    values[20] = '+Inf';
    values[30] = '-Inf';
    values[40] = undefined;
    const gappy: (number | undefined)[] = wave(300);
    gappy.fill(undefined, 100, 130);
    const [holes, gap] = await analyzed(
      rangeResponse([
        regularSeries({ __name__: 'holes' }, startSeconds, 60, values),
        regularSeries({ __name__: 'gap' }, startSeconds, 60, gappy),
      ]),
    );
    expect(holes.window).toMatchObject({ sampleCount: 296, missingCount: 4 });
    expect(holes.hodrickPrescott.trend).toHaveLength(300);
    expect(gap.window).toMatchObject({ sampleCount: 270, missingCount: 30 });
    for (const stage of ['dickeyFuller', 'hodrickPrescott', 'autocorrelation', 'decomposition'])
      expect(gap[stage]).toEqual({
        reason: 'gap',
        detail: '30 consecutive samples are missing from 2026-01-01T01:40:00.000Z on',
      });
    expect(gap.aggregates.bins).toHaveLength(3);
    expect(gap.forecast.points).toHaveLength(10);
  });

  it('says why where a series is constant, has one sample, or none', async () => {
    const [constant, single, none] = await analyzed(
      rangeResponse([
        regularSeries({ __name__: 'constant' }, startSeconds, 60, new Array(200).fill(5)),
        regularSeries({ __name__: 'single' }, startSeconds, 60, [5]),
        regularSeries({ __name__: 'none' }, startSeconds, 60, ['NaN', 'NaN']),
      ]),
    );
    expect(constant.dickeyFuller).toMatchObject({ reason: 'constant-series' });
    expect(new Set(constant.autocorrelation.values)).toEqual(new Set([0]));
    for (const { mean } of constant.forecast.points) expect(mean).toBeCloseTo(5, 9);
    expect(single.window).toMatchObject({ sampleCount: 1, missingCount: 0 });
    for (const stage of ['dickeyFuller', 'forecast'])
      expect(single[stage], stage).toEqual({ reason: expect.any(String), detail: expect.any(String) });
    expect(single.aggregates.bins.map(({ max }: Line) => max)).toEqual([5, 5, 5]);
    expect(none).toMatchObject({ series: { metric: 'none' }, window: null });
    for (const stage of [
      'dickeyFuller',
      'hodrickPrescott',
      'autocorrelation',
      'decomposition',
      'aggregates',
      'forecast',
    ])
      expect(none[stage], stage).toEqual({ reason: expect.any(String), detail: expect.any(String) });
  });

  it('prints nothing for an empty result', async () => {
    expect(await analyzed(rangeResponse([]))).toEqual([]);
  });

  it('forecasts samples of 15 s by the minute, and samples of 5 min every 5 min', async () => {
    const [fine, coarse] = await analyzed(
      rangeResponse([
        regularSeries({ __name__: 'fine' }, startSeconds, 15, wave(480)),
        regularSeries({ __name__: 'coarse' }, startSeconds, 300, wave(288)),
      ]),
    );
    const timesOf = ({ forecast }: Line) =>
      forecast.points.map(({ timestamp }: Line) => Date.parse(timestamp));
    const expectedTimes = (firstMs: number, stepMs: number) =>
      Array.from({ length: 10 }, (_, at) => firstMs + at * stepMs);
    const endOf = (samples: number, stepSeconds: number) =>
      (startSeconds + (samples - 1) * stepSeconds) * 1000;
    expect(fine.window.stepMs).toBe(15_000);
    expect(fine.forecast.stepMs).toBe(minuteMs);
    // The last sample stands in the minute that began 45 s before; the first point is the minute behind it.
    expect(timesOf(fine)).toEqual(expectedTimes(endOf(480, 15) - 45_000 + minuteMs, minuteMs));
    expect(Date.parse(fine.window.end)).toBe(endOf(480, 15));
    expect(coarse.forecast.stepMs).toBe(5 * minuteMs);
    expect(timesOf(coarse)).toEqual(expectedTimes(endOf(288, 300) + 5 * minuteMs, 5 * minuteMs));
  });

  it('takes the step from most samples, so that jitter and a gap do not change it', async () => {
    const jitter = regularSeries({ __name__: 'jitter' }, startSeconds, 60, wave(200));
    const values = jitter.values.map(([s, v], at) => [s + ((at * 37) % 11) / 10, v] as const);
    values.splice(100, 3);
    const [line] = await analyzed(rangeResponse([{ ...jitter, values }]));
    expect(line.window).toMatchObject({ stepMs: minuteMs, sampleCount: 197, missingCount: 3 });
  });

  it('names the result of an expression, which has no name', async () => {
    const [line] = await analyzed(rangeResponse([regularSeries({ job: 'x' }, startSeconds, 60, wave(50))]));
    expect(line.series).toEqual({ metric: 'expression', labels: { job: 'x' }, partition: 'default' });
  });
});
