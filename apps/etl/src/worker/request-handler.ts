import {
  type Analysis,
  type AnalysisProfile,
  analyzeSeries,
  type ForecastMemory,
  isCounter,
} from '@forewarn/analysis';
import type { AnalysisRequest } from '@forewarn/contracts';
import type { Clock, EventLog, Logger, MetricSource, RecordBatch, TopicContract } from '@forewarn/core';
import type { EtlMetrics } from '../etl-metrics.js';
import { createAnalysisWorker } from './analysis-worker.js';
import { gridOf } from './grid-of.js';
import type { RollingWindow } from './rolling-window.js';
import { WindowCache } from './window-cache.js';

/** What a process needs to analyse. */
export interface RequestHandlerOptions {
  readonly eventLog: EventLog;
  readonly source: MetricSource;
  readonly profile: AnalysisProfile;
  readonly namespace: string;
  readonly requests: TopicContract<AnalysisRequest>;
  readonly results: TopicContract<Analysis>;
  readonly intervalMs: number;
  /** Points this young are fetched again each round. */
  readonly refetchMs: number;
  readonly clock: Clock;
  readonly metrics: EtlMetrics;
  readonly logger: Logger;
}

/** Rounds without a request, behind which a window is evicted. */
const idleRounds = 5;

/**
 * The worker's part of an etl process: a worker with its windows.
 *
 * @returns  the handler of a consumption of analysis requests
 */
export function createRequestHandler(options: RequestHandlerOptions): (batch: RecordBatch) => Promise<void> {
  const { source, profile, refetchMs, intervalMs, metrics } = options;
  // One point more than the window, from which the first rate of a counter is taken.
  const length = profile.windowMs / profile.stepMs + 1;
  const idleMs = idleRounds * intervalMs;
  const windows = new WindowCache({ source, length, stepMs: profile.stepMs, refetchMs, idleMs });
  // As long as its window, since estimates outlive neither a gap nor an idle series.
  const memories = new WeakMap<RollingWindow, ForecastMemory>();
  return createAnalysisWorker({
    ...options,
    windowFor: async (request, signal) => {
      const window = await windows.windowFor(request, signal);
      metrics.windows.set(windows.size);
      return window;
    },
    analyze: async ({ series, partition }, window) => {
      const grid = gridOf(window, isCounter(series.metric, await source.metricType(series.metric)));
      const memory = memories.get(window) ?? {};
      memories.set(window, memory);
      return analyzeSeries({ series, partition, grid, memory }, profile);
    },
  });
}
