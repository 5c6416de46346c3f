import {
  type Analysis,
  analyzeSeries,
  defaultProfile,
  type Forecast,
  isUnavailable,
} from '@forewarn/analysis';
import {
  type AnalysisRequest,
  analysisRequestedTopic,
  decodeSeriesAnalyzed,
  seriesAnalyzedTopic,
} from '@forewarn/contracts';
import type { Series, TimeRange } from '@forewarn/core';
import { AppendOnlyEventLog, FakeMetricSource, recordBatch, type ValueAt } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { problemsBench } from '../problems/problems.fixture.js';
import { createRequestHandler } from './request-handler.js';

const minuteMs = 60_000;
const noon = Date.UTC(2026, 0, 2, 12);
const series: Series = { metric: 'free_bytes', labels: { device: 'sda1' } };
const counter: Series = { metric: 'requests_total', labels: {} };
const requests = analysisRequestedTopic({ retentionMs: 3_600_000 });
const profile = { ...defaultProfile, windowMs: 6 * 3_600_000 };
/** Two hours, up to a quarter of an hour before noon. */
const outage: TimeRange = { startMs: noon - 135 * minuteMs, endMs: noon - 15 * minuteMs };

/** Noise of ±0.5 that follows from the time: the fraction of a sine (Rey 1998). */
const noiseAt = (ms: number) => {
  const drawn = Math.sin(ms / minuteMs) * 43_758.5453;
  return drawn - Math.floor(drawn) - 0.5;
};
const undisturbed: ValueAt = (ms) => 1e9 + 2e7 * Math.sin(ms / 3e6) + 5e6 * noiseAt(ms);
const isDown = (ms: number) => ms >= outage.startMs && ms < outage.endMs;

/** A worker of a process that has just begun, on a source of one gauge and one counter. */
function newWorker(gauge: ValueAt, total: ValueAt = () => Number.NaN) {
  const eventLog = new AppendOnlyEventLog();
  const source = new FakeMetricSource().add(series, gauge).add(counter, total);
  const handle = createRequestHandler({
    ...problemsBench(eventLog, source, () => noon),
    source,
    profile,
    requests,
    results: seriesAnalyzedTopic({ name: 'results' }),
    intervalMs: minuteMs,
    find: () => Promise.reject(new Error('there are no indicators')),
    refetchMs: 5 * minuteMs,
  });
  return async (
    leftOut: readonly TimeRange[],
    round = 0,
    one = series,
  ): Promise<Omit<Analysis, 'executionTimes'>> => {
    const windowEndMs = noon + round * minuteMs;
    const request: AnalysisRequest = {
      series: one,
      partition: 'p',
      windowEndMs,
      selector: one.metric,
      leftOut,
    };
    await handle(recordBatch([requests.encode(request)]));
    const { executionTimes: _, ...analysis } = decodeSeriesAnalyzed(eventLog.records('results').at(-1)!);
    return analysis;
  };
}

function forecastIn({ forecast }: Pick<Analysis, 'forecast'>): Forecast {
  if (isUnavailable(forecast)) throw new Error(`${forecast.reason}: ${forecast.detail}`);
  return forecast;
}

/** How far apart means and bounds of two forecasts are at most, in widths of the second one's interval. */
const distance = (one: Forecast, other: Forecast) =>
  Math.max(
    ...one.points.flatMap((point, h) => {
      const expected = other.points[h]!;
      const apart = (['mean', 'lower', 'upper'] as const).map((each) =>
        Math.abs(point[each] - expected[each]),
      );
      return apart.map((each) => each / (expected.upper - expected.lower));
    }),
  );

describe('a worker that is told of maintenance', () => {
  const down: ValueAt = (ms) => (isDown(ms) ? 0 : undisturbed(ms));

  it('forecasts behind a planned outage nearly as if it had never been, and does not without being told', async () => {
    const expected = forecastIn(await newWorker(undisturbed)([]));
    expect(distance(forecastIn(await newWorker(down)([outage])), expected)).toBeLessThan(0.35);
    expect(distance(forecastIn(await newWorker(down)([])), expected)).toBeGreaterThan(10);
  });

  it('counts what is left out as missing, and makes the same of any outage', async () => {
    const [zero, gone] = await Promise.all([
      newWorker(down)([outage]),
      newWorker((ms) => (isDown(ms) ? Number.NaN : undisturbed(ms)))([outage]),
    ]);
    // The point at its end shows what was scraped before.
    expect(zero.window).toMatchObject({ sampleCount: 360 - 121, missingCount: 121 });
    expect(gone).toEqual(zero);
  });

  it('makes the same as ever of a request that leaves nothing out', async () => {
    const analysis = await newWorker(down)([]);
    const values = Float64Array.from({ length: 360 }, (_, i) => down(noon - (359 - i) * minuteMs));
    const grid = { startMs: noon - 359 * minuteMs, stepMs: minuteMs, values };
    const { executionTimes: _, ...expected } = analyzeSeries({ series, partition: 'p', grid }, profile);
    expect(analysis.forecast).toEqual(expected.forecast);
    expect(analysis.window).toEqual(expected.window);
  });

  it('leaves the mean rate over an outage of a counter out, which stands behind it', async () => {
    const total: ValueAt = (ms) => {
      if (ms >= outage.startMs && ms < outage.endMs + 2 * minuteMs) return Number.NaN;
      // It begins from nothing behind the outage.
      const sinceMs = ms < outage.startMs ? noon - 86_400_000 : outage.endMs;
      return (2 * (ms - sinceMs)) / 1_000;
    };
    const { aggregates, window } = await newWorker(undisturbed, total)([outage], 0, counter);
    if (isUnavailable(aggregates)) throw new Error(aggregates.detail);
    expect(aggregates.bins[0]).toMatchObject({ min: 2, max: 2 });
    expect(window.missingCount).toBe(123);
  });

  it('gives the results of a worker that has just begun, whatever was planned between its rounds', async () => {
    const worker = newWorker(down);
    const planned = [[], [outage], [outage], [{ ...outage, startMs: outage.startMs - 60 * minuteMs }], []];
    for (const [round, leftOut] of planned.entries()) {
      const remembering = await worker(leftOut, round);
      expect(remembering, `round ${round}`).toEqual(await newWorker(down)(leftOut, round));
    }
  });
});
