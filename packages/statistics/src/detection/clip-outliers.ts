/** Five standard deviations of normal noise, in units of its median magnitude. */
const LIMIT = 7.5;
const SAMPLED = 200;

/**
 * Moves values that are far outside of the bulk to its edge, so that one spike does not drown a season.
 * The bulk is measured on some hundred evenly spread samples: the limit need not be sharp.
 *
 * @param y  `Float64Array[n]`, n ≥ 1, centred near 0; clipped in place to 7.5 median magnitudes, untouched if that is 0
 */
export function clipOutliers(y: Float64Array): void {
  const step = Math.ceil(y.length / SAMPLED);
  const sizes = new Float64Array(Math.ceil(y.length / step));
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(y[i * step]!);
  sizes.sort();
  const limit = LIMIT * sizes[sizes.length >> 1]!;
  if (limit === 0) return;
  for (let i = 0; i < y.length; i++) {
    if (y[i]! > limit) y[i] = limit;
    else if (y[i]! < -limit) y[i] = -limit;
  }
}
