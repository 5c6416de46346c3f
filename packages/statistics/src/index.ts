export { absolutePercentageError } from './accuracy/absolute-percentage-error.js';
export { intervalCoverage } from './accuracy/interval-coverage.js';
export { intervalScore } from './accuracy/interval-score.js';
export { meanAbsoluteError } from './accuracy/mean-absolute-error.js';
export { meanAbsoluteScaledError } from './accuracy/mean-absolute-scaled-error.js';
export { meanError } from './accuracy/mean-error.js';
export { quantileLoss } from './accuracy/quantile-loss.js';
export { rootMeanSquaredError } from './accuracy/root-mean-squared-error.js';
export { symmetricPercentageError } from './accuracy/symmetric-percentage-error.js';
export {
  type AutocorrelationOptions,
  type AutocorrelationResult,
  autocorrelation,
  type CorrelationInterval,
} from './correlation/autocorrelation.js';
export type { LjungBox } from './correlation/ljung-box.js';
export {
  type PartialAutocorrelationMethod,
  type PartialAutocorrelationOptions,
  type PartialAutocorrelationResult,
  partialAutocorrelation,
} from './correlation/partial-autocorrelation.js';
export { type DecompositionStrength, decompositionStrength } from './decomposition/decomposition-strength.js';
export {
  type Decomposition,
  type DecompositionModel,
  type DecompositionOptions,
  seasonalDecompose,
} from './decomposition/seasonal-decompose.js';
export {
  type SeasonalTrendOptions,
  type SeasonalTrendResult,
  seasonalTrendLoess,
} from './decomposition/seasonal-trend-loess.js';
export { type LevelChange, type LevelChangeOptions, levelChange } from './detection/level-change.js';
export {
  type SeasonalPeriod,
  type SeasonalPeriodOptions,
  seasonalPeriod,
} from './detection/seasonal-period.js';
export { normalCdf } from './distributions/normal-cdf.js';
export { normalQuantile } from './distributions/normal-quantile.js';
export { type HodrickPrescottResult, hodrickPrescott } from './filtering/hodrick-prescott.js';
export { exponentialSmoothingForecast } from './forecasting/exponential-smoothing-forecast.js';
export type { Forecast, ForecastOptions } from './forecasting/forecast.js';
export { type HoltForecastOptions, holtForecast } from './forecasting/holt-forecast.js';
export { lastValueForecast } from './forecasting/last-value-forecast.js';
export { type LinearTrendOptions, linearTrendForecast } from './forecasting/linear-trend-forecast.js';
export { type SeasonalNaiveOptions, seasonalNaiveForecast } from './forecasting/seasonal-naive-forecast.js';
export { StatisticsError, type StatisticsErrorCode } from './outcome/statistics-error.js';
export { isUnavailable, type ReasonCode, type Unavailable } from './outcome/unavailable.js';
export {
  type NewRegimeForecast,
  type NewRegimeOptions,
  newRegimeForecast,
} from './regime/new-regime-forecast.js';
export type { RegimeShape } from './regime/regime-fit.js';
export { aggregateBins, type BinAggregates } from './resampling/aggregate-bins.js';
export { binLast } from './resampling/bin-last.js';
export { resampleMean } from './resampling/resample-mean.js';
export type { BinnedSeries } from './resampling/time-bins.js';
export type { BacktestFigures } from './selection/backtest-figures.js';
export type { ForecastMemory } from './selection/forecast-memory.js';
export {
  type CandidateFigure,
  type SelectedForecast,
  type SelectionOptions,
  selectForecast,
} from './selection/select-forecast.js';
export type { Series } from './series/series.js';
export { type ForecastIntervalOptions, forecastIntervals } from './smoothing/forecast-intervals.js';
export { type HoltWintersOptions, holtWinters } from './smoothing/holt-winters.js';
export type { HoltWintersFit } from './smoothing/holt-winters-fit.js';
export type {
  ComponentKind,
  HoltWintersModel,
  SmoothingParameters,
  SmoothingState,
} from './smoothing/model.js';
export type { WarmStart } from './smoothing/previous-state.js';
export {
  augmentedDickeyFuller,
  type DickeyFullerOptions,
  type DickeyFullerResult,
} from './stationarity/augmented-dickey-fuller.js';
export type { CriticalValues, DickeyFullerRegression } from './stationarity/mackinnon.js';
export type { LagCriterion } from './stationarity/select-lag.js';
