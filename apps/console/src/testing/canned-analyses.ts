import type { Analysis, Decomposition, Forecast, HodrickPrescott, Window } from '@forewarn/analysis';
import { partitionOf, type Series } from '@forewarn/core';

const gibibyte = 2 ** 30;
const stepMs = 60_000;
const endMs = Date.parse('2026-03-01T12:00:00Z');

/** A window of so many minutes that ends at 2026-03-01T12:00:00Z. */
export const windowOf = (points: number): Window => ({
  startMs: endMs - (points - 1) * stepMs,
  endMs,
  stepMs,
  sampleCount: points,
  missingCount: 0,
});

const column = (length: number, value: (at: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, at) => value(at));

const decompositionOf = (points: number, level: number): Decomposition => ({
  model: 'additive',
  period: 60,
  trend: column(points, (at) => (at < 30 || at >= points - 30 ? Number.NaN : level + at)),
  seasonal: column(points, (at) => (at % 60) - 30),
  residual: column(points, (at) => (at < 30 || at >= points - 30 ? Number.NaN : 0.1)),
});

const hodrickPrescottOf = (points: number, level: number): HodrickPrescott => ({
  lambda: 1_600,
  cycle: column(points, (at) => Math.sin(at)),
  trend: column(points, (at) => level + at),
});

const forecastOf = (level: number): Forecast => ({
  model: 'holt(additive)',
  modelChoice: 'selected',
  backtest: {
    originCount: 12,
    meanAbsoluteScaledError: 0.75,
    lastValueError: 1.5,
    coverage: 0.925,
    intervalScore: 4.5,
  },
  level: 0.95,
  stepMs,
  points: [1, 2].map((step) => ({
    timestampMs: endMs + step * stepMs,
    mean: level,
    lower: level * 0.5,
    upper: level * 1.5,
  })),
  max: level,
  min: level,
  mean: level,
});

/** An analysis in which every stage has a result. */
function fullAnalysis(series: Series, { points = 1_440, level = 2 * gibibyte } = {}): Analysis {
  return {
    series,
    partition: partitionOf(series),
    window: windowOf(points),
    dickeyFuller: {
      statistic: -3.5,
      pValue: 0.0079,
      usedLag: 1,
      observations: points - 2,
      criticalValues: { '1%': -3.4349, '5%': -2.8636, '10%': -2.5679 },
      stationary: true,
    },
    hodrickPrescott: hodrickPrescottOf(points, level),
    autocorrelation: { values: column(32, (lag) => 1 - lag / 16) },
    decomposition: decompositionOf(points, level),
    aggregates: {
      bins: [
        {
          binMs: 3_600_000,
          binCount: 24,
          max: level,
          min: level / 2,
          mean: level / 4,
          standardDeviation: 0.1,
        },
        { binMs: 86_400_000, binCount: 1, max: level, min: level, mean: level, standardDeviation: null },
      ],
    },
    forecast: forecastOf(level),
    executionTimes: {
      dickeyFuller: 1,
      hodrickPrescott: 1,
      autocorrelation: 1,
      decomposition: 1,
      aggregates: 1,
      forecast: 1,
      total: 6,
    },
  };
}

/** An analysis of a series that never changes: only the aggregates have a result. */
function constantAnalysis(series: Series): Analysis {
  const nothing = { reason: 'constant-series', detail: 'all 1440 samples are 1024' };
  return {
    ...fullAnalysis(series, { level: 1_024 }),
    dickeyFuller: nothing,
    decomposition: nothing,
    hodrickPrescott: nothing,
    autocorrelation: nothing,
    forecast: nothing,
  };
}

const host = { instance: 'db1:9100' };

/** What the canned server has: a long window, two partitions (one with an awkward name), a constant series, a metric without a number. */
export const cannedAnalyses: readonly Analysis[] = [
  constantAnalysis({ metric: 'node_filefd_allocated', labels: host }),
  fullAnalysis({ metric: 'node_filesystem_free_bytes', labels: { ...host, device: '/dev/sda1' } }),
  fullAnalysis({ metric: 'node_filesystem_free_bytes', labels: { ...host, device: 'a,"b"\u001b[2J' } }),
  fullAnalysis({ metric: 'node_load1', labels: host }, { level: 1.5 }),
  fullAnalysis({ metric: 'node_memory_MemFree_bytes', labels: host }, { points: 2_500 }),
];
