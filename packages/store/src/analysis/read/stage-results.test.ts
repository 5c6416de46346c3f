import { describe, expect, test } from 'vitest';
import {
  toAggregates,
  toAutocorrelation,
  toDecomposition,
  toDickeyFuller,
  toForecast,
  toHodrickPrescott,
} from './stage-results.js';

const stage = {
  series_id: 1,
  window_start_ms: 0,
  window_end_ms: 60_000,
  window_step_ms: 60_000,
  sample_count: 2,
  missing_count: 0,
  reason: null,
  reason_detail: null,
};

const noTest = {
  ...stage,
  statistic: null,
  p_value: null,
  used_lag: null,
  observations: null,
  critical_value_1_percent: null,
  critical_value_5_percent: null,
  critical_value_10_percent: null,
  stationary: null,
};

const noForecast = {
  ...stage,
  model: null,
  model_choice: null,
  interval_level: null,
  forecast_step_ms: null,
  max_value: null,
  min_value: null,
  mean_value: null,
  points: null,
  backtest_origin_count: null,
  backtest_scaled_error: null,
  backtest_last_value_error: null,
  backtest_coverage: null,
  backtest_interval_score: null,
};

const noBin = {
  ...stage,
  bin_index: 0,
  bin_ms: null,
  bin_count: null,
  max_value: null,
  min_value: null,
  mean_value: null,
  standard_deviation: null,
};
const noFilter = { ...stage, lambda: null, points: null };
const noDecomposition = { ...stage, model: null, period_samples: null, points: null };

describe('a row without values, such as one of a version that did not have them yet', () => {
  test('is a forecast without a name or points', () => {
    expect(toForecast(noForecast)).toEqual({
      ...{ model: '', modelChoice: '', backtest: null, points: [] },
      ...{ level: Number.NaN, stepMs: Number.NaN, max: Number.NaN, min: Number.NaN, mean: Number.NaN },
    });
  });

  test('is a forecast whose backtest has the numbers that there are', () => {
    expect(toForecast({ ...noForecast, backtest_origin_count: 3, backtest_coverage: 0.5 })).toMatchObject({
      backtest: {
        originCount: 3,
        meanAbsoluteScaledError: Number.NaN,
        lastValueError: Number.NaN,
        coverage: 0.5,
        intervalScore: Number.NaN,
      },
    });
  });

  test('is of windows without points', () => {
    const none = new Float64Array(0);
    expect(toAutocorrelation({ ...stage, points: null })).toEqual({ values: none });
    expect(toHodrickPrescott(noFilter)).toEqual({ lambda: Number.NaN, cycle: none, trend: none });
    expect(toDecomposition(noDecomposition)).toEqual({
      model: 'additive',
      period: Number.NaN,
      trend: none,
      seasonal: none,
      residual: none,
    });
  });

  test('is of aggregates without bins, as are no rows at all', () => {
    expect(toAggregates([noBin])).toEqual({ bins: [] });
    expect(toAggregates([])).toEqual({ bins: [] });
  });

  test('is a test that found nothing stationary', () => {
    expect(toDickeyFuller(noTest)).toMatchObject({ statistic: Number.NaN, stationary: false });
    expect(toDickeyFuller({ ...noTest, stationary: 0 })).toMatchObject({ stationary: false });
    expect(toDickeyFuller({ ...noTest, stationary: 1 })).toMatchObject({ stationary: true });
  });
});

describe('a row with a reason', () => {
  const gap = { reason: 'gap', reason_detail: null };

  test.each([
    ['test', toDickeyFuller({ ...noTest, ...gap })],
    ['forecast', toForecast({ ...noForecast, ...gap })],
    ['aggregates', toAggregates([{ ...noBin, ...gap }])],
    ['autocorrelation', toAutocorrelation({ ...stage, points: null, ...gap })],
    ['filter', toHodrickPrescott({ ...noFilter, ...gap })],
    ['decomposition', toDecomposition({ ...noDecomposition, ...gap })],
  ])('is no %s but the reason, with a detail where there is one', (_, outcome) => {
    expect(outcome).toEqual({ reason: 'gap', detail: '' });
  });

  test('has its detail', () => {
    const row = { ...noTest, reason: 'gap', reason_detail: 'two hours' };
    expect(toDickeyFuller(row)).toEqual({ reason: 'gap', detail: 'two hours' });
  });
});

test.each(['multiplicative', 'additive'] as const)('a decomposition may be %s', (model) => {
  expect(toDecomposition({ ...noDecomposition, model, points: '[[1,null,3]]' })).toMatchObject({
    model,
    trend: Float64Array.of(1),
    seasonal: Float64Array.of(Number.NaN),
    residual: Float64Array.of(3),
  });
});
