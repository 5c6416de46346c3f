/**
 * For each sample, the mean of the samples whole seasons before it, as far as they are known `horizon` steps ahead.
 *
 * @param x        `Float64Array[n]`
 * @param period   samples of a season, ≥ 2
 * @param options  how far ahead the profile is needed, and how many seasons are averaged
 * @returns        `Float64Array[n + horizon]`; NaN where not one season is known
 */
export function seasonalProfile(
  x: Float64Array,
  period: number,
  { horizon, seasons }: { horizon: number; seasons: number },
): Float64Array {
  const n = x.length;
  const nearest = wholeSeasons(period, horizon);
  const profile = new Float64Array(n + horizon);
  for (let i = 0; i < profile.length; i++) {
    let sum = 0;
    let count = 0;
    for (let at = i - nearest; at >= 0 && count < seasons; at -= period, count++) sum += x[at]!;
    profile[i] = count === 0 ? Number.NaN : sum / count;
  }
  return profile;
}

/**
 * The fewest whole seasons that reach over the horizon, in samples: what lies so far back is known at each step ahead.
 *
 * @param period   samples of a season
 * @param horizon  steps ahead
 * @returns        a multiple of `period`, ≥ `horizon`
 */
export function wholeSeasons(period: number, horizon: number): number {
  return period * Math.ceil(horizon / period);
}
