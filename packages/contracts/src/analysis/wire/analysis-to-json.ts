import {
  type Aggregates,
  type Analysis,
  type Autocorrelation,
  type Decomposition,
  type DickeyFuller,
  type Forecast,
  type HodrickPrescott,
  isUnavailable,
  type StageOutcome,
  type StoredSeries,
  type Unavailable,
  type Window,
} from '@forewarn/analysis';
import { toRfc3339 } from '@forewarn/core';

/**
 * The JSON form of an analysis, in Kafka and wherever people read one: the names of the protobuf message, times in RFC 3339,
 * NaN as null. A stage without a result is `{ reason, detail }` in its place.
 */
export type AnalysisJson = ReturnType<typeof analysisToJson>;

/** The JSON form of an analysis; `analysisFromJson` reads it back. */
export const analysisToJson = (analysis: Analysis) => ({
  ...storedSeriesToJson(analysis),
  dickeyFuller: stageToJson.dickeyFuller(analysis.dickeyFuller),
  hodrickPrescott: stageToJson.hodrickPrescott(analysis.hodrickPrescott),
  autocorrelation: stageToJson.autocorrelation(analysis.autocorrelation),
  decomposition: stageToJson.decomposition(analysis.decomposition),
  aggregates: stageToJson.aggregates(analysis.aggregates),
  forecast: stageToJson.forecast(analysis.forecast),
  executionTimes: { ...analysis.executionTimes },
});

/** The JSON form of a series and the window of what was computed for it, as it stands in that of an analysis. */
export const storedSeriesToJson = ({ series, partition, window }: StoredSeries) => ({
  series: { metric: series.metric, labels: series.labels, partition },
  window: windowToJson(window),
});

/** The JSON form of each stage's outcome, as it stands in that of an analysis. */
export const stageToJson = {
  dickeyFuller: (outcome: StageOutcome<DickeyFuller>) => outcomeToJson(outcome, dickeyFullerToJson),
  hodrickPrescott: (outcome: StageOutcome<HodrickPrescott>) => outcomeToJson(outcome, hodrickPrescottToJson),
  autocorrelation: (outcome: StageOutcome<Autocorrelation>) =>
    outcomeToJson(outcome, ({ values }) => ({ values: columnToJson(values) })),
  decomposition: (outcome: StageOutcome<Decomposition>) => outcomeToJson(outcome, decompositionToJson),
  aggregates: (outcome: StageOutcome<Aggregates>) =>
    outcomeToJson(outcome, ({ bins }) => ({ bins: bins.map((bin) => ({ ...bin })) })),
  forecast: (outcome: StageOutcome<Forecast>) => outcomeToJson(outcome, forecastToJson),
};

function outcomeToJson<T extends object, J extends object>(
  outcome: StageOutcome<T>,
  toJson: (result: T) => J,
): J | Unavailable {
  if (isUnavailable(outcome)) return { reason: outcome.reason, detail: outcome.detail };
  return toJson(outcome);
}

const windowToJson = ({ startMs, endMs, stepMs, sampleCount, missingCount }: Window) => ({
  start: toRfc3339(startMs),
  end: toRfc3339(endMs),
  stepMs,
  sampleCount,
  missingCount,
});

const dickeyFullerToJson = ({ criticalValues, ...result }: DickeyFuller) => ({
  ...result,
  criticalValues: {
    percent1: criticalValues['1%'],
    percent5: criticalValues['5%'],
    percent10: criticalValues['10%'],
  },
});

const hodrickPrescottToJson = ({ lambda, cycle, trend }: HodrickPrescott) => ({
  lambda,
  cycle: columnToJson(cycle),
  trend: columnToJson(trend),
});

const decompositionToJson = ({ model, period, trend, seasonal, residual }: Decomposition) => ({
  model,
  period,
  trend: columnToJson(trend),
  seasonal: columnToJson(seasonal),
  residual: columnToJson(residual),
});

const forecastToJson = ({ points, backtest, ...forecast }: Forecast) => ({
  ...forecast,
  backtest: backtest && { ...backtest },
  points: points.map(({ timestampMs, ...point }) => ({ timestamp: toRfc3339(timestampMs), ...point })),
});

const columnToJson = (column: Float64Array): (number | null)[] =>
  Array.from(column, (value) => (Number.isNaN(value) ? null : value));
