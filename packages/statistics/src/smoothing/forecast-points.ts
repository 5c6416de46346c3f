import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';

/**
 * Point forecasts from a state: the trend carried on (fading if damped), and the season of the right position.
 *
 * @param model       the components
 * @param parameters  of which only the damping matters
 * @param state       the state after the last sample
 * @param horizon     steps ahead, ≥ 1
 * @returns           `Float64Array[horizon]`, in the unit of the series
 * @source            Hyndman et al. (2008), Forecasting with Exponential Smoothing, table 2.1
 */
export function forecastPoints(
  model: HoltWintersModel,
  parameters: SmoothingParameters,
  state: SmoothingState,
  horizon: number,
): Float64Array {
  const points = new Float64Array(horizon);
  let fading = 1;
  let steps = 0;
  for (let h = 0; h < horizon; h++) {
    fading *= parameters.dampingTrend;
    steps += fading;
    let value = state.level;
    if (model.trend === 'additive') value += state.trend * steps;
    else if (model.trend === 'multiplicative') value *= state.trend ** steps;
    if (model.seasonal === 'additive') value += state.season[h % model.period]!;
    else if (model.seasonal === 'multiplicative') value *= state.season[h % model.period]!;
    points[h] = value;
  }
  return points;
}
