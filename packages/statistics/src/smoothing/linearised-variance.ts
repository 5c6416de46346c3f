import type { HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';

/** Variances of the forecast errors to first order, and how far they may be trusted. */
export interface LinearisedVariance {
  /** `Float64Array[horizon]`, squared unit of the series. */
  readonly variances: Float64Array;
  /**
   * The largest standard deviation against the level of its step: what the first order leaves out is of that size relative to the
   * interval. Infinity where the path leaves the domain of the model.
   */
  readonly relativeSpread: number;
}

/**
 * Variances of the forecast errors of a model with multiplicative components and additive errors, by the delta method.
 * An error ε of step j moves the state behind it by dl = α·ε', db = α·β·ε'/l, ds = γ·ε (ε' and ds divided by season and level
 * where those are factors); from there on the path runs free of errors, and step h moves by (l(h)/l(j))·(dl + l(j)·g·db/b), with
 * g = φ + … + φ^(h-j). Exact for components that are added.
 *
 * @param model          the components
 * @param parameters     smoothing parameters
 * @param start          the state after the last sample
 * @param errorVariance  variance of the one-step error, squared unit of the series
 * @param horizon        steps ahead, ≥ 1
 * @returns              variances and the relative spread
 * @source               Hyndman et al. (2008), Forecasting with Exponential Smoothing, section 6.4 (approximations of class 4 and 5)
 */
export function linearisedVariance(
  model: HoltWintersModel,
  parameters: SmoothingParameters,
  start: SmoothingState,
  errorVariance: number,
  horizon: number,
): LinearisedVariance {
  const { smoothingLevel, smoothingTrend, smoothingSeasonal, dampingTrend } = parameters;
  const scalesTrend = model.trend === 'multiplicative';
  const scalesSeason = model.seasonal === 'multiplicative';
  const { levels, trends, fadings } = meanPath(model, dampingTrend, start, horizon);
  const variances = new Float64Array(horizon);
  let relativeSpread = 0;
  for (let h = 1; h <= horizon; h++) {
    const level = levels[h]!;
    const season = scalesSeason ? start.season[(h - 1) % model.period]! : 1;
    let squares = 1;
    for (let j = 1; j < h; j++) {
      const seasonThen = scalesSeason ? start.season[(j - 1) % model.period]! : 1;
      const byLevel = smoothingLevel / seasonThen;
      const byTrend = (byLevel * smoothingTrend * fadings[h - j]!) / (scalesTrend ? levels[j - 1]! : 1);
      let moved = scalesTrend
        ? (level / levels[j]!) * (byLevel + (levels[j]! * byTrend) / trends[j]!)
        : byLevel + (model.trend === 'none' ? 0 : byTrend);
      moved *= season;
      if (model.seasonal !== 'none' && (h - j) % model.period === 0)
        moved += scalesSeason ? (smoothingSeasonal * level) / levels[j]! : smoothingSeasonal;
      squares += moved * moved;
    }
    variances[h - 1] = errorVariance * squares;
    const spread = Math.sqrt(errorVariance * squares) / (level * season);
    relativeSpread = spread >= 0 ? Math.max(relativeSpread, spread) : Number.POSITIVE_INFINITY;
  }
  return { variances, relativeSpread };
}

/** Level and trend after each step without errors, and the sums φ + … + φ^k. */
function meanPath(model: HoltWintersModel, damping: number, start: SmoothingState, horizon: number) {
  const levels = new Float64Array(horizon + 1);
  const trends = new Float64Array(horizon + 1);
  const fadings = new Float64Array(horizon + 1);
  levels[0] = start.level;
  trends[0] = start.trend;
  let fading = 1;
  for (let h = 1; h <= horizon; h++) {
    fading *= damping;
    fadings[h] = fadings[h - 1]! + fading;
    if (model.trend === 'multiplicative') {
      trends[h] = damping === 1 ? start.trend : trends[h - 1]! ** damping;
      levels[h] = levels[h - 1]! * trends[h]!;
    } else {
      trends[h] = damping * trends[h - 1]!;
      levels[h] = levels[h - 1]! + (model.trend === 'none' ? 0 : trends[h]!);
    }
  }
  return { levels, trends, fadings };
}
