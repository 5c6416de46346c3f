import { type Analysis, type Forecast, isUnavailable, type Stage, stages } from '@forewarn/analysis';
import type { EtlMetrics } from '../etl-metrics.js';

/** The metrics that tell of analyses. */
export type AnalysisMetrics = Pick<
  EtlMetrics,
  'stageOutcomes' | 'stageWindow' | 'stageSeconds' | 'backtestCoverage' | 'backtestError'
>;

/**
 * Counts what the stages of analyses came to, how long they took, and how forecasts did on the past.
 *
 * @returns  takes each analysis that was appended; an older window than the newest sets nothing back
 */
export function createAnalysisObserver(metrics: AnalysisMetrics): (analysis: Analysis) => void {
  const newestMs = new Map<Stage, number>();
  return (analysis) => {
    const { endMs } = analysis.window;
    for (const stage of stages) {
      const result = analysis[stage];
      metrics.stageSeconds.observe({ stage }, analysis.executionTimes[stage] / 1000);
      metrics.stageOutcomes.inc({ stage, outcome: isUnavailable(result) ? result.reason : 'computed' });
      if (isUnavailable(result) || endMs <= (newestMs.get(stage) ?? 0)) continue;
      newestMs.set(stage, endMs);
      metrics.stageWindow.set({ stage }, endMs / 1000);
    }
    if (!isUnavailable(analysis.forecast)) observeBacktest(analysis.forecast, metrics);
  };
}

function observeBacktest({ backtest }: Forecast, metrics: AnalysisMetrics): void {
  if (backtest === null) return;
  metrics.backtestCoverage.observe(backtest.coverage);
  // A series whose last value was always right leaves nothing to be compared with.
  if (backtest.lastValueError > 0)
    metrics.backtestError.observe(backtest.meanAbsoluteScaledError / backtest.lastValueError);
}
