/** Samples over which the recent movement is averaged, and how much the average over all samples tempers it. */
const RECENT = 10;
const LONG_RUN_SHARE = 0.3;

/**
 * How much a series moves around each origin: the mean absolute step of the last ten samples or so, tempered by that of all before.
 *
 * @param x      `Float64Array[n]`, n ≥ 2
 * @param first  the first origin
 * @returns      `Float64Array[n - first + 1]`, > 0 unless no sample before the origin moved; in the unit of the series
 */
export function localScales(x: Float64Array, first: number): Float64Array {
  const scales = new Float64Array(x.length - first + 1);
  const keep = Math.exp(-1 / RECENT);
  let recent = 0;
  let recentWeight = 0;
  let all = 0;
  for (let t = 1; t < x.length; t++) {
    const step = Math.abs(x[t]! - x[t - 1]!);
    recent = recent * keep + step;
    recentWeight = recentWeight * keep + 1;
    all += step;
    if (t + 1 >= first)
      scales[t + 1 - first] = ((1 - LONG_RUN_SHARE) * recent) / recentWeight + (LONG_RUN_SHARE * all) / t;
  }
  return scales;
}
