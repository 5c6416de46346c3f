import {
  type Analysis,
  AnalysisError,
  type AnalysisProfile,
  analyzeSeries,
  type ForecastMemory,
  isCounter,
  leftOutPoints,
} from '@forewarn/analysis';
import type { AnalysisRequest } from '@forewarn/contracts';
import {
  type EventLog,
  ForewarnError,
  type Logger,
  type MetricSource,
  type RecordBatch,
  type Series,
  selectorOf,
  shownSeries,
  type TopicContract,
} from '@forewarn/core';
import { type FindIndicator, identityOf } from '@forewarn/slo';
import type { EtlMetrics } from '../etl-metrics.js';
import type { ProblemReporter } from '../problems/problem-reporter.js';
import type { SourceProbe } from '../source/source-probe.js';
import { createAnalysisWorker } from './analysis-worker.js';
import { gridOf } from './grid-of.js';
import { MetricTypes } from './metric-types.js';
import type { RollingWindow } from './rolling-window.js';
import { SelectorReader } from './selector-reader.js';
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
  /** Finds the indicators that series come from. */
  readonly find: FindIndicator;
  /** Points this young are fetched again each round. */
  readonly refetchMs: number;
  readonly problems: ProblemReporter;
  readonly probe: SourceProbe;
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
  const { source, profile, refetchMs, intervalMs, metrics, probe, logger } = options;
  // One point more than the window, from which the first rate of a counter is taken.
  const length = profile.windowMs / profile.stepMs + 1;
  const idleMs = idleRounds * intervalMs;
  const { stepMs } = profile;
  const reader = new SelectorReader({ source, stepMs, intervalMs, logger });
  const identify = ({ series }: AnalysisRequest, signal: AbortSignal) =>
    identityOf(selectorOf(series), options.find, { signal });
  const windows = new WindowCache({ reader, identify, length, stepMs, refetchMs, idleMs });
  const types = new MetricTypes(source, probe, logger);
  // As long as its window, since estimates outlive neither a gap nor an idle series.
  const memories = new WeakMap<RollingWindow, ForecastMemory>();
  return createAnalysisWorker({
    ...options,
    windowFor: async (request, signal) => {
      const window = await windows.windowFor(request, signal);
      metrics.windows.set(windows.size);
      return window;
    },
    analyze: async ({ series, partition, leftOut: ranges }, window, signal) => {
      const isRate = isCounter(series.metric, await types.typeOf(series.metric, signal));
      const grid = gridOf(window, isRate);
      const leftOut = leftOutPoints(grid, ranges, isRate);
      const memory = memories.get(window) ?? {};
      memories.set(window, memory);
      return withoutDefect(series, () =>
        analyzeSeries({ series, partition, grid, memory, leftOut }, profile),
      );
    },
  });
}

/**
 * What is computed follows from series and window alone, so that a defect would meet each try again: it is that of one series, not a
 * reason to stop.
 */
function withoutDefect(series: Series, analyze: () => Analysis): Analysis {
  try {
    return analyze();
  } catch (cause) {
    throw new AnalysisError(
      'analysis-failed',
      `the analysis of ${shownSeries(series)} failed: ${ForewarnError.from(cause).message}. This is a defect in Forewarn; please report it`,
      { cause },
    );
  }
}
