import type {
  Aggregates,
  Autocorrelation,
  Decomposition,
  DickeyFuller,
  Forecast,
  ForecastBacktest,
  HodrickPrescott,
  Window,
} from '@forewarn/analysis';
import {
  ensure,
  requireColumn,
  requireFinite,
  requireInteger,
  requireShare,
  requireSpread,
  requireTime,
} from '../../encoding/field-checks.js';

/** @throws {ForewarnError} `invalid-event` */
export function validateDickeyFuller(result: DickeyFuller): void {
  const { statistic, pValue, criticalValues } = result;
  requireFinite('dickeyFuller', { statistic, pValue });
  requireFinite('dickeyFuller.criticalValues', criticalValues);
  ensure(pValue >= 0 && pValue <= 1, 'dickeyFuller.pValue', `is ${pValue}, must be from 0 to 1`);
  requireInteger('dickeyFuller.usedLag', result.usedLag, 0);
  requireInteger('dickeyFuller.observations', result.observations, 1);
  ensure(
    result.stationary === pValue < 0.05,
    'dickeyFuller.stationary',
    `is ${result.stationary} although the p-value is ${pValue}`,
  );
}

/** @throws {ForewarnError} `invalid-event` */
export function validateHodrickPrescott(result: HodrickPrescott, gridPoints: number): void {
  requireFinite('hodrickPrescott', { lambda: result.lambda });
  ensure(result.lambda > 0, 'hodrickPrescott.lambda', 'must be greater than 0');
  requireColumn('hodrickPrescott.cycle', result.cycle, { length: gridPoints, allowsNaN: false });
  requireColumn('hodrickPrescott.trend', result.trend, { length: gridPoints, allowsNaN: false });
}

/** @throws {ForewarnError} `invalid-event` */
export function validateAutocorrelation({ values }: Autocorrelation, gridPoints: number): void {
  ensure(
    values.length >= 1 && values.length <= gridPoints,
    'autocorrelation.values',
    `has ${values.length} lags over ${gridPoints} grid points`,
  );
  const bad = values.findIndex((value) => !(Math.abs(value) <= 1 + 1e-9));
  ensure(bad < 0, `autocorrelation.values[${bad}]`, `is ${values[bad]}, must be from -1 to 1`);
}

/** @throws {ForewarnError} `invalid-event` */
export function validateDecomposition(result: Decomposition, gridPoints: number): void {
  requireInteger('decomposition.period', result.period, 1);
  requireColumn('decomposition.trend', result.trend, { length: gridPoints, allowsNaN: true });
  requireColumn('decomposition.seasonal', result.seasonal, { length: gridPoints, allowsNaN: true });
  requireColumn('decomposition.residual', result.residual, { length: gridPoints, allowsNaN: true });
}

/** @throws {ForewarnError} `invalid-event` */
export function validateAggregates({ bins }: Aggregates): void {
  ensure(bins.length > 0, 'aggregates.bins', 'is empty');
  let previousMs = 0;
  for (const [index, bin] of bins.entries()) {
    const at = `aggregates.bins[${index}]`;
    requireInteger(`${at}.binMs`, bin.binMs, 1);
    ensure(bin.binMs > previousMs, `${at}.binMs`, 'is not greater than the one before: narrowest first');
    previousMs = bin.binMs;
    requireInteger(`${at}.binCount`, bin.binCount, 1);
    requireFinite(at, { max: bin.max, min: bin.min, mean: bin.mean });
    requireSpread(at, bin);
    validateStandardDeviation(`${at}.standardDeviation`, bin.standardDeviation, bin.binCount);
  }
}

function validateStandardDeviation(at: string, value: number | null, binCount: number): void {
  if (value === null) {
    ensure(binCount < 2, at, `is missing although there are ${binCount} bins`);
    return;
  }
  ensure(binCount >= 2, at, 'is given although there is one bin');
  ensure(Number.isFinite(value) && value >= 0, at, `is ${value}, must be finite and at least 0`);
}

/** @throws {ForewarnError} `invalid-event` */
export function validateForecast(forecast: Forecast, window: Window): void {
  const { level, max, min, mean, points, stepMs } = forecast;
  ensure(forecast.model !== '', 'forecast.model', 'is empty');
  ensure(level > 0 && level < 1, 'forecast.level', `is ${level}, must be between 0 and 1`);
  requireInteger('forecast.stepMs', stepMs, 1);
  ensure(points.length > 0, 'forecast.points', 'is empty');
  requireFinite('forecast', { max, min, mean });
  let dueMs = points[0]?.timestampMs ?? Number.NaN;
  ensure(dueMs > window.endMs, 'forecast.points[0].timestamp', 'is not behind the end of the window');
  for (const [index, point] of points.entries()) {
    const at = `forecast.points[${index}]`;
    requireTime(`${at}.timestamp`, point.timestampMs);
    ensure(point.timestampMs === dueMs, `${at}.timestamp`, `is not ${stepMs} ms behind the one before`);
    dueMs += stepMs;
    requireFinite(at, { mean: point.mean, lower: point.lower, upper: point.upper });
    ensure(point.lower <= point.upper, at, 'has its lower bound above its upper bound');
  }
  validateSummary(forecast);
  if (forecast.backtest) validateBacktest(forecast.backtest, 'forecast.backtest');
}

/** @throws {ForewarnError} `invalid-event` */
export function validateBacktest(backtest: ForecastBacktest, at: string): void {
  const { originCount, coverage, ...errors } = backtest;
  requireInteger(`${at}.originCount`, originCount, 1);
  requireShare(`${at}.coverage`, coverage);
  requireFinite(at, errors);
  for (const [name, error] of Object.entries(errors))
    ensure(error >= 0, `${at}.${name}`, `is ${error}, must be at least 0`);
}

function validateSummary({ points, max, min, mean }: Forecast): void {
  let highest = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (const point of points) {
    highest = Math.max(highest, point.mean);
    lowest = Math.min(lowest, point.mean);
  }
  ensure(max === highest, 'forecast.max', `is ${max}, the points' highest mean is ${highest}`);
  ensure(min === lowest, 'forecast.min', `is ${min}, the points' lowest mean is ${lowest}`);
  requireSpread('forecast', { min, mean, max });
}
