import type { Analysis, AnalysisBatch, Window } from '@forewarn/analysis';
import type { ConsumerPosition } from '@forewarn/core';
import { analysisTables } from './analysis-store.js';
import type { TopicStoreExamples } from './topic-store-contract.js';

/** The end of the windows that the examples begin with: 2026-01-02T00:00:00Z. */
export const firstEndMs = Date.UTC(2026, 0, 2);

/** The position that the examples are written at. */
export const position: ConsumerPosition = { group: 'storage', topic: 'prometheusdata', partition: 0 };

const minuteMs = 60_000;

/** A window of `points` minutes up to `endMs`. */
export const windowUpTo = (endMs: number, points: number): Window => ({
  startMs: endMs - (points - 1) * minuteMs,
  endMs,
  stepMs: minuteMs,
  sampleCount: points - 1,
  missingCount: 1,
});

/** What an example analysis is told apart by. */
export interface SampleOptions {
  /** Value of the label `device`; also the partition. Default `sda`. */
  readonly device?: string;
  readonly endMs?: number;
  /** Grid points of the window. Default 6. */
  readonly points?: number;
  /** Makes the numbers of one analysis differ from another's. Default 0. */
  readonly seed?: number;
}

/** An analysis in which every stage has a result. The same options give the same numbers. */
export function sampleAnalysis(options: SampleOptions = {}): Analysis {
  const { device = 'sda', endMs = firstEndMs, points = 6, seed = 0 } = options;
  const wave = (phase: number) =>
    Float64Array.from({ length: points }, (_, at) => Math.sin(at / 3 + phase + seed) / 3);
  const trend = wave(1);
  trend[0] = Number.NaN;
  return {
    series: { metric: 'disk_bytes', labels: { device, job: 'node' } },
    partition: device,
    window: windowUpTo(endMs, points),
    dickeyFuller: {
      statistic: -3.1 - seed,
      pValue: 1e-20,
      usedLag: 2,
      observations: points - 3,
      criticalValues: { '1%': -3.4, '5%': -2.8, '10%': -2.5 },
      stationary: true,
    },
    hodrickPrescott: { lambda: 1600, cycle: wave(2), trend: wave(3) },
    autocorrelation: { values: Float64Array.of(1, 0.5 + seed / 100, -0.1) },
    decomposition: { model: 'additive', period: 2, trend, seasonal: wave(4), residual: wave(5) },
    aggregates: {
      bins: [
        { binMs: 3_600_000, binCount: 2, max: 3, min: 1, mean: 2 + seed, standardDeviation: 0.1 },
        { binMs: 10_800_000, binCount: 1, max: 3, min: 3, mean: 3 + seed, standardDeviation: null },
      ],
    },
    forecast: sampleForecast(endMs, seed),
    executionTimes: {
      dickeyFuller: 1.5,
      hodrickPrescott: 2.5,
      autocorrelation: 3.5,
      decomposition: 4.5,
      aggregates: 5.5,
      forecast: 6.5,
      total: 25 + seed,
    },
  };
}

const sampleForecast = (endMs: number, seed: number): Analysis['forecast'] => ({
  model: 'holt(additive)',
  modelChoice: 'selected',
  backtest: {
    originCount: 12,
    meanAbsoluteScaledError: 0.8 + seed,
    lastValueError: 1.1,
    coverage: 0.95,
    intervalScore: 6.5,
  },
  level: 0.95,
  stepMs: minuteMs,
  points: [1, 2].map((step) => ({
    timestampMs: endMs + step * minuteMs,
    mean: step + seed,
    lower: step - 0.5,
    upper: step + 0.5,
  })),
  max: 2 + seed,
  min: 1 + seed,
  mean: 1.5 + seed,
});

/** A batch of analyses at consecutive offsets. */
export const batchOf = (
  analyses: readonly Analysis[],
  firstOffset = 0,
  at: ConsumerPosition = position,
): AnalysisBatch => ({
  position: at,
  items: analyses.map((value, index) => ({ offset: firstOffset + index, value })),
  nextOffset: firstOffset + analyses.length,
});

/** Analyses that any topic store is tested with. */
export const analysisExamples: TopicStoreExamples<Analysis> = {
  example: (index) => sampleAnalysis({ device: `d${index}`, seed: index }),
  refused: {
    ...sampleAnalysis({ device: 'refused' }),
    autocorrelation: { values: Float64Array.of(Number.POSITIVE_INFINITY) },
  },
  tables: analysisTables,
};
