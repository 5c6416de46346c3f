import type { HoltWintersModel } from './model.js';

/**
 * Akaike's and Schwarz's criteria of a smoothing model under normal errors, up to a constant.
 * A perfect fit would have minus infinity; the sum of squares is therefore held at the rounding error of the samples.
 *
 * @param model  the components, which set the number of parameters
 * @param y      `Float64Array[n]`, the samples
 * @param sse    sum of squared one-step errors
 * @returns      the smaller the better; `aicc` is null when n is not above the number of parameters + 3
 * @source       Hyndman et al. (2008), Forecasting with Exponential Smoothing, section 7.1; parameters counted as statsmodels
 */
export function informationCriteria(
  model: HoltWintersModel,
  y: Float64Array,
  sse: number,
): { aic: number; aicc: number | null; bic: number } {
  const n = y.length;
  const count = model.period + (model.trend === 'none' ? 0 : 2) + 2 + (model.damped ? 1 : 0);
  let largest = Number.MIN_VALUE;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(y[i]!));
  const rounding = 2 * (Math.log(largest) + Math.log(Number.EPSILON));
  const deviance = n * Math.max(Math.log(sse / n), rounding);
  const aic = deviance + 2 * count;
  const freedom = n - count - 3;
  return {
    aic,
    aicc: freedom > 0 ? aic + (2 * (count + 2) * (count + 3)) / freedom : null,
    bic: deviance + count * Math.log(n),
  };
}
