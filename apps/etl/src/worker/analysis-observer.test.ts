import { type Analysis, analyzeSeries, type ForecastBacktest, referenceProfile } from '@forewarn/analysis';
import { Registry } from '@forewarn/telemetry';
import { describe, expect, it } from 'vitest';
import { createEtlMetrics } from '../etl-metrics.js';
import { createAnalysisObserver } from './analysis-observer.js';

const noon = Date.UTC(2026, 0, 2, 12);
const stepMs = 60_000;

/** Twenty minutes: too few for two seasons of the decomposition. */
function analysisOf(endMs = noon): Analysis {
  const values = Float64Array.from({ length: 20 }, (_, i) => 100 + Math.sin(i));
  const grid = { startMs: endMs - 19 * stepMs, stepMs, values };
  return analyzeSeries({ series: { metric: 'm', labels: {} }, partition: 'p', grid }, referenceProfile);
}

/** The same with a backtest of these figures. */
function backtested(figures: Partial<ForecastBacktest>): Analysis {
  const analysis = analysisOf();
  const backtest = {
    originCount: 9,
    meanAbsoluteScaledError: 1,
    lastValueError: 2,
    coverage: 0.9,
    intervalScore: 5,
    ...figures,
  };
  return { ...analysis, forecast: { ...analysis.forecast, backtest } as Analysis['forecast'] };
}

function bench() {
  const registry = new Registry();
  const observe = createAnalysisObserver(createEtlMetrics(registry));
  const lines = async (name: string) =>
    (await registry.getSingleMetricAsString(name)).split('\n').filter((line) => !line.startsWith('#'));
  return { observe, lines };
}

describe('what is observed of analyses', () => {
  it('is whether each stage had a result, and why not', async () => {
    const { observe, lines } = bench();
    observe(analysisOf());
    const outcomes = await lines('forewarn_etl_stage_outcomes_total');
    expect(outcomes).toContain(
      'forewarn_etl_stage_outcomes_total{stage="hodrickPrescott",outcome="computed"} 1',
    );
    expect(outcomes).toContain(
      'forewarn_etl_stage_outcomes_total{stage="decomposition",outcome="computed"} 0',
    );
    expect(outcomes).toContain(
      'forewarn_etl_stage_outcomes_total{stage="decomposition",outcome="too-few-seasons"} 1',
    );
  });

  it('is the newest window for which a stage had a result, whatever comes later', async () => {
    const { observe, lines } = bench();
    for (const endMs of [noon, noon + stepMs, noon - stepMs]) observe(analysisOf(endMs));
    const newest = await lines('forewarn_etl_stage_newest_window_timestamp_seconds');
    expect(newest).toContain(
      `forewarn_etl_stage_newest_window_timestamp_seconds{stage="hodrickPrescott"} ${noon / 1000 + 60}`,
    );
    expect(newest.join()).not.toContain('decomposition');
  });

  it('is how long each stage took', async () => {
    const { observe, lines } = bench();
    observe(analysisOf());
    expect(await lines('forewarn_etl_stage_duration_seconds')).toContain(
      'forewarn_etl_stage_duration_seconds_count{stage="forecast"} 1',
    );
  });

  it('is how a forecast did on the past', async () => {
    const { observe, lines } = bench();
    observe(backtested({ coverage: 0.9 }));
    expect(await lines('forewarn_etl_backtest_coverage_ratio')).toContain(
      'forewarn_etl_backtest_coverage_ratio_sum 0.9',
    );
    expect(await lines('forewarn_etl_backtest_relative_error_ratio')).toContain(
      'forewarn_etl_backtest_relative_error_ratio_sum 0.5',
    );
  });

  it('compares with the last value only where that is ever wrong', async () => {
    const { observe, lines } = bench();
    observe(backtested({ lastValueError: 0 }));
    expect(await lines('forewarn_etl_backtest_relative_error_ratio')).toContain(
      'forewarn_etl_backtest_relative_error_ratio_count 0',
    );
  });

  it('is nothing of forecasts whose model was configured', async () => {
    const { observe, lines } = bench();
    observe(analysisOf());
    expect(await lines('forewarn_etl_backtest_coverage_ratio')).toContain(
      'forewarn_etl_backtest_coverage_ratio_count 0',
    );
  });
});
