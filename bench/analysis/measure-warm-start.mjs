import { referenceProfile } from '@forewarn/analysis';
import { hodrickPrescott, holtWinters } from '@forewarn/statistics';
import { measureEach } from './measure-stages.mjs';
import { minuteMeans, resultOf } from './minute-means.mjs';

const { stepMs: minuteMs, seasonMs, trend, seasonal } = referenceProfile.forecast;
const model = { trend, seasonal, period: seasonMs / minuteMs };

/**
 * CPU of the reference profile's Holt–Winters fit alone: from nothing, and from the fit to the window that ended a minute earlier.
 *
 * @param {import('@forewarn/analysis').AnalysisInput[]} inputs  one a series
 * @returns {{ coldMs: number, warmMs: number }} means over the series of each one's median
 */
export function measureWarmStart(inputs) {
  const windows = inputs.map(({ grid }) => {
    const moved = Math.round(minuteMs / grid.stepMs);
    const before = minutesOfTrend({ ...grid, values: grid.values.subarray(0, -moved) });
    const startMs = grid.startMs + moved * grid.stepMs;
    const now = minutesOfTrend({ ...grid, startMs, values: grid.values.subarray(moved) });
    return { now, warmStart: { fit: resultOf(holtWinters(before, model)), shift: 1 } };
  });
  return {
    coldMs: measureEach(
      windows.map(
        ({ now }) =>
          () =>
            holtWinters(now, model),
      ),
    ),
    warmMs: measureEach(
      windows.map(
        ({ now, warmStart }) =>
          () =>
            holtWinters(now, { ...model, warmStart }),
      ),
    ),
  };
}

/** The Hodrick–Prescott trend as one value a minute. */
function minutesOfTrend(grid) {
  const { trend: values } = resultOf(hodrickPrescott(grid.values, referenceProfile.hodrickPrescottLambda));
  return minuteMeans({ ...grid, values });
}
