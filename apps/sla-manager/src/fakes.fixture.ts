import type { Forecast, ForecastBacktest, StageOutcome } from '@forewarn/analysis';
import type { Series } from '@forewarn/core';
import { minuteMs } from '@forewarn/slo';
import { FakeMetricSource, FakeStore } from '@forewarn/testkit';
import type { About } from './routes/route-context.js';

/** The present of the tests: 20 seconds into a minute. */
export const nowMs = Date.UTC(2026, 10, 21, 12, 0, 20);

/** The minute that runs at {@link nowMs}. */
export const runningMinuteMs = Date.UTC(2026, 10, 21, 12, 0);

/** What a server on fakes tells of its data. */
export const exampleAbout: About = { mode: 'distributed', source: 'fakes', profile: 'default' };

/** A model that errs half as much as the last value carried on. */
export const exampleBacktest: ForecastBacktest = {
  originCount: 12,
  meanAbsoluteScaledError: 0.75,
  lastValueError: 1.5,
  coverage: 0.925,
  intervalScore: 4.5,
};

/** A metric source on raw samples, of gauges unless it is told otherwise. */
export class FakeSource extends FakeMetricSource {
  constructor() {
    super('gauge');
  }

  /** Adds a series with one raw sample at the start of each minute, the last in the newest finished minute. */
  addMinutes(series: Series, values: readonly (number | undefined)[]): void {
    const known = values.flatMap((value, at) =>
      value === undefined ? [] : [[runningMinuteMs - (values.length - at) * minuteMs, value] as const],
    );
    this.add(series, known);
  }
}

/** A store to which results are added with few words. */
export class ExampleStore extends FakeStore {
  /** Stores a forecast of these means from the newest finished minute on, ±1 at 95 %. */
  addForecast(
    series: Series,
    means: readonly number[],
    windowEndMs = runningMinuteMs - minuteMs,
    partition = 'default',
  ): void {
    const points = means.map((mean, at) => ({
      timestampMs: windowEndMs + (at + 1) * minuteMs,
      mean,
      lower: mean - 1,
      upper: mean + 1,
    }));
    const forecast = {
      model: 'holt(additive)',
      modelChoice: 'selected',
      backtest: exampleBacktest,
      level: 0.95,
      stepMs: minuteMs,
      points,
      max: Math.max(...means),
      min: Math.min(...means),
      mean: means.reduce((sum, mean) => sum + mean, 0) / means.length,
    };
    this.add('listForecasts', { ...stored(series, windowEndMs), partition, result: forecast });
    this.add('listSeries', { ...stored(series, windowEndMs), partition });
  }

  /** Stores the outcome of the forecast stage. */
  addOutcome(series: Series, windowEndMs: number, result: StageOutcome<Forecast>): void {
    this.add('listForecasts', { ...stored(series, windowEndMs), result });
  }

  /** Stores execution times in which every stage took as long. */
  addExecutionTimes(series: Series, windowEndMs: number, ms: number): void {
    const result = {
      dickeyFuller: ms,
      hodrickPrescott: ms,
      autocorrelation: ms,
      decomposition: ms,
      aggregates: ms,
      forecast: ms,
      total: 6 * ms,
    };
    this.add('listExecutionTimes', { ...stored(series, windowEndMs), result });
  }
}

const stored = (series: Series, endMs: number) => ({
  series,
  partition: 'default',
  window: { startMs: endMs - 60 * minuteMs, endMs, stepMs: minuteMs, sampleCount: 61, missingCount: 0 },
});
