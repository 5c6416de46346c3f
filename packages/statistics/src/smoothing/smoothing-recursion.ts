import { generalRecursion, type SmoothingRecursion } from './general-recursion.js';
import type { HoltWintersModel } from './model.js';
import { trendTimesSeasonPlus } from './trend-times-season-plus.js';

/**
 * The recursion of a model over a series, by the passes written for that model where there are such.
 *
 * @param model  the components
 * @param y      `Float64Array[n]`, finite
 * @returns      the recursion with its work space
 */
export function smoothingRecursion(model: HoltWintersModel, y: Float64Array): SmoothingRecursion {
  const isReferenceModel = model.trend === 'multiplicative' && model.seasonal === 'additive' && !model.damped;
  return isReferenceModel ? trendTimesSeasonPlus(y, model.period) : generalRecursion(model, y);
}
