import {
  type Analysis,
  type Decomposition,
  type DickeyFuller,
  type Forecast,
  type HodrickPrescott,
  isUnavailable,
  type StageOutcome,
  toRfc3339,
  type Unavailable,
  type Window,
} from '@forewarn/core';

/**
 * The JSON form of an analysis, in Kafka and wherever people read one: the names of the protobuf message, times in RFC 3339,
 * NaN as null. A stage without a result is `{ reason, detail }` in its place.
 */
export type AnalysisJson = ReturnType<typeof analysisToJson>;

/** The JSON form of an analysis; `analysisFromJson` reads it back. */
export const analysisToJson = (analysis: Analysis) => ({
  series: {
    metric: analysis.series.metric,
    labels: analysis.series.labels,
    partition: analysis.partition,
  },
  window: windowToJson(analysis.window),
  dickeyFuller: outcomeToJson(analysis.dickeyFuller, dickeyFullerToJson),
  hodrickPrescott: outcomeToJson(analysis.hodrickPrescott, hodrickPrescottToJson),
  autocorrelation: outcomeToJson(analysis.autocorrelation, ({ values }) => ({
    values: columnToJson(values),
  })),
  decomposition: outcomeToJson(analysis.decomposition, decompositionToJson),
  aggregates: outcomeToJson(analysis.aggregates, ({ bins }) => ({ bins: bins.map((bin) => ({ ...bin })) })),
  forecast: outcomeToJson(analysis.forecast, forecastToJson),
  executionTimes: { ...analysis.executionTimes },
});

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

const forecastToJson = ({ points, ...forecast }: Forecast) => ({
  ...forecast,
  points: points.map(({ timestampMs, ...point }) => ({ timestamp: toRfc3339(timestampMs), ...point })),
});

const columnToJson = (column: Float64Array): (number | null)[] =>
  Array.from(column, (value) => (Number.isNaN(value) ? null : value));
