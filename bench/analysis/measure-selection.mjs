import { defaultProfile } from '@forewarn/core';
import { selectForecast } from '@forewarn/statistics';
import { measureEach } from './measure-stages.mjs';
import { minuteMeans, resultOf } from './minute-means.mjs';

const { horizon, level } = defaultProfile.forecast;
const refitEvery = 10;

/**
 * CPU of the forecast that a series' past selects: with models estimated anew, and with those that a memory holds since a minute.
 *
 * @param {import('@forewarn/core').AnalysisInput[]} inputs  one a series
 * @returns {{ coldMs: number, warmMs: number }} means over the series of each one's median
 */
export function measureSelection(inputs) {
  const schedule = { horizon, level, refitEvery };
  const windows = inputs.map(({ grid }) => {
    const minutes = minuteMeans(grid);
    const memory = {};
    resultOf(selectForecast(minutes.subarray(0, -1), { ...schedule, memory }));
    return { now: minutes.subarray(1), memory };
  });
  return {
    coldMs: measureEach(
      windows.map(
        ({ now }) =>
          () =>
            selectForecast(now, schedule),
      ),
    ),
    warmMs: measureEach(
      windows.map(
        ({ now, memory }) =>
          () =>
            selectForecast(now, { ...schedule, sinceRefit: 1, memory }),
      ),
    ),
  };
}
