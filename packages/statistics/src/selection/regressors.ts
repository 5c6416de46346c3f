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
 * @param y  `Float64Array[n]`, centred
 * @returns  `Float64Array[(n + 1)·7]`, row per origin; rows before `FIRST_REGRESSED` are not filled
 * @source   Corsi (2009), doi:10.1093/jjfinec/nbp001, for few regressors on several scales
 */
export function regressorRows(y: Float64Array): Float64Array {
  const rows = new Float64Array((y.length + 1) * REGRESSORS);
  const levels = new Float64Array(LEVELS.length).fill(y[0]!);
  for (let origin = 1; origin <= y.length; origin++) {
    const last = y[origin - 1]!;
    for (let k = 0; k < levels.length; k++) levels[k]! += LEVELS[k]! * (last - levels[k]!);
    if (origin < FIRST_REGRESSED) continue;
    let at = origin * REGRESSORS;
    for (let k = 0; k < LAGS.length; k++) rows[at++] = y[origin - 1 - LAGS[k]!]! - last;
    for (let k = 0; k < levels.length; k++) rows[at++] = levels[k]! - last;
    rows[at] = -last;
  }
  return rows;
}
