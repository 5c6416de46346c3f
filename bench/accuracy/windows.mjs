import { isUnavailable, meanAbsoluteScaledError } from '@forewarn/statistics';

/** Samples that a forecaster sees: a day of minutes. */
const windowLength = 1_440;
/** Steps ahead that are scored. */
export const horizon = 10;
const sparePoints = 20;
const manyValues = 2_500;

/**
 * @typedef {object} ScoredWindow
 * @property {Float64Array} known  what a forecaster sees
 * @property {Float64Array} truth  the `horizon` values behind it
 * @property {number} scale        mean absolute step of `known`, in the unit of the series, > 0
 */

/**
 * The windows of a series: ends evenly spaced over what it has, eight in a series of more than 2,500 values and two in a shorter one.
 * A window that never moves has no scale, so that nothing can be scored in it; it is left out.
 *
 * @param {Float64Array} values  one a step, finite
 * @returns {ScoredWindow[]} none for a series that is too short
 */
export function windowsOf(values) {
  const last = values.length - horizon;
  if (last < windowLength + sparePoints) return [];
  const count = values.length > manyValues ? 8 : 2;
  return Array.from({ length: count }, (_, index) => {
    const origin = Math.trunc(windowLength + (index * (last - windowLength)) / (count - 1));
    const known = values.subarray(origin - windowLength, origin);
    return { known, truth: values.subarray(origin, origin + horizon), scale: scaleOf(known) };
  }).filter(({ scale }) => scale > 0);
}

/** The mean absolute step: an error of 1 is its inverse in scaled errors. */
function scaleOf(known) {
  const scaled = meanAbsoluteScaledError([1], [0], known);
  return isUnavailable(scaled) ? 0 : 1 / scaled;
}
