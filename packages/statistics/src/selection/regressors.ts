/** Distances to these earlier samples, to smoothed levels with these parameters, and to zero are what an autoregression sees. */
const LAGS = [1, 2, 4, 8] as const;
const LEVELS = [0.1, 0.02] as const;

/** Number of regressors. */
export const REGRESSORS = LAGS.length + LEVELS.length + 1;
/** Origins before this one lack regressors. */
export const FIRST_REGRESSED = LAGS[LAGS.length - 1]! + 2;

/**
 * What an autoregression sees at each origin, all relative to the last value: the samples 1, 2, 4 and 8 steps before it, the series
 * smoothed over some ten and some fifty samples, and zero, the middle of a centred series.
 * Seven numbers span the scales that fifty lags would, and are estimated as well from hundreds of samples as from thousands.
 *
 * @param y      `Float64Array[n]`, centred
 * @param first  the first origin that is wanted, ≥ `FIRST_REGRESSED`
 * @returns      `Float64Array[(n + 1)·7]`, row per origin; rows before `first` are not filled
 * @source       Corsi (2009), doi:10.1093/jjfinec/nbp001, for few regressors on several scales
 */
export function regressorRows(y: Float64Array, first = FIRST_REGRESSED): Float64Array {
  const rows = new Float64Array((y.length + 1) * REGRESSORS);
  const [quick, slow] = LEVELS;
  let quickLevel = y[0]!;
  let slowLevel = y[0]!;
  for (let origin = 1; origin <= y.length; origin++) {
    const last = y[origin - 1]!;
    quickLevel += quick * (last - quickLevel);
    slowLevel += slow * (last - slowLevel);
    if (origin < first) continue;
    let at = origin * REGRESSORS;
    for (let k = 0; k < LAGS.length; k++) rows[at++] = y[origin - 1 - LAGS[k]!]! - last;
    rows[at++] = quickLevel - last;
    rows[at++] = slowLevel - last;
    rows[at] = -last;
  }
  return rows;
}
