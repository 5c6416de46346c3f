import { forecastIntervals, type HoltWintersOptions, holtWinters } from '@forewarn/statistics';
import type { ForecastProfile } from './analysis-profile.js';
import type { ForecastColumns } from './forecast-columns.js';
import { isUnavailable, type StageOutcome, type Unavailable } from './stage.js';

/** A Holt–Winters model, or one of its simple relatives. */
export interface NamedModel {
  readonly model: string;
  readonly options: HoltWintersOptions;
}

const simpleModels: readonly NamedModel[] = [
  { model: 'holt(additive)', options: { trend: 'additive' } },
  {
    model: 'last-value',
    options: {
      parameters: { smoothingLevel: 1, smoothingTrend: 0, smoothingSeasonal: 0, dampingTrend: 1 },
    },
  },
];

/**
 * The forecast of the first model that fits: those given, then Holt's linear trend, then the last value.
 *
 * @param values     `number[n]`, finite
 * @param preferred  what to try first
 * @param obstacles  what stood against better forecasters already, for `modelChoice`
 * @param profile    how far ahead, and how sure
 * @returns          the forecast; or, for fewer than two values or values out of range, what stands against all of them
 */
export function simpleForecast(
  values: Float64Array,
  { preferred = [], obstacles = [] }: { preferred?: readonly NamedModel[]; obstacles?: readonly string[] },
  { horizon, level }: Pick<ForecastProfile, 'horizon' | 'level'>,
): StageOutcome<ForecastColumns> {
  const stood = [...obstacles];
  let last: Unavailable | undefined;
  for (const { model, options } of [...preferred, ...simpleModels]) {
    const fit = holtWinters(values, options);
    const forecast = isUnavailable(fit) ? fit : forecastIntervals(fit, { horizon, level });
    if (!isUnavailable(forecast)) {
      const modelChoice = stood.length === 0 ? 'configured' : stood.join('; ');
      return { ...forecast, model, modelChoice, backtest: null };
    }
    last = forecast;
    stood.push(`${model}: ${forecast.detail}`);
  }
  // There always are simple models to try, so one has failed.
  return { reason: last!.reason, detail: stood.join('; ') };
}
