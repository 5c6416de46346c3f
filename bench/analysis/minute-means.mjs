import { gridTimesMs } from '@forewarn/analysis';
import { isUnavailable, resampleMean } from '@forewarn/statistics';

const minuteMs = 60_000;

/**
 * A grid's values as the forecast stage takes them: one a minute.
 *
 * @param {import('@forewarn/analysis').Grid} grid  finite values
 * @returns {Float64Array} means of finer samples; coarser samples as they are
 */
export const minuteMeans = (grid) =>
  grid.stepMs >= minuteMs
    ? grid.values
    : resultOf(resampleMean(gridTimesMs(grid), grid.values, minuteMs)).values;

/**
 * A result that a benchmark needs.
 *
 * @template {object} T
 * @param {T | import('@forewarn/analysis').Unavailable} outcome
 * @returns {T}
 * @throws {Error} when there is none, whose time would mean nothing
 */
export function resultOf(outcome) {
  if (isUnavailable(outcome)) throw new Error(`nothing to measure: ${outcome.detail}`);
  return outcome;
}
