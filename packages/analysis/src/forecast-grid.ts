import { resampleMean } from '@forewarn/statistics';
import { gridTimeMs, gridTimesMs } from './grid.js';
import { isUnavailable, type StageOutcome } from './stage.js';
import type { StageInput } from './stage-input.js';

/** Values on the grid of the forecast, behind the last long gap. */
export interface ForecastGrid {
  readonly lastTimeMs: number;
  readonly stepMs: number;
  /** `Float64Array[n]`, n ≥ 1, finite. */
  readonly values: Float64Array;
}

/**
 * The part of the window that can be forecast: what lies behind the last long gap, finer samples averaged to the forecast's step. Of
 * the means only those of whole steps enter: one of a part would be another quantity, noisier and of another time.
 *
 * @param input   the window
 * @param values  `Float64Array[n]` behind the gap: the samples, or what was made of them
 * @param stepMs  the forecast's step; a coarser window is forecast as it is
 * @returns       the grid; or why there is none: there is no whole step
 */
export function forecastGrid(
  { filled, usableFrom }: StageInput,
  values: Float64Array,
  stepMs: number,
): StageOutcome<ForecastGrid> {
  const timesMs = gridTimesMs(filled).subarray(usableFrom);
  if (filled.stepMs >= stepMs) return { lastTimeMs: timesMs.at(-1)!, stepMs: filled.stepMs, values };
  const coarse = resampleMean(timesMs, values, stepMs);
  if (isUnavailable(coarse)) return coarse;
  const first = coarse.timesMs[0]! > timesMs[0]! - filled.stepMs ? 0 : 1;
  const isLastWhole = timesMs.at(-1)! + filled.stepMs >= coarse.timesMs.at(-1)! + stepMs;
  const end = isLastWhole ? coarse.timesMs.length : coarse.timesMs.length - 1;
  if (first >= end)
    return {
      reason: 'too-few-samples',
      detail: `${timesMs.length} samples do not fill a whole step of ${stepMs} ms`,
    };
  return { lastTimeMs: coarse.timesMs[end - 1]!, stepMs, values: coarse.values.subarray(first, end) };
}

/**
 * Steps of a forecast that lie in the window already, because the window ends within a step, which is not whole yet.
 *
 * @param input   the window
 * @param stepMs  the forecast's step
 * @returns       0 where the window ends with a step, or nothing can be forecast
 */
export function stepsInWindow(input: StageInput, stepMs: number): number {
  const { filled, usableFrom } = input;
  const grid = forecastGrid(input, filled.values.subarray(usableFrom), stepMs);
  if (isUnavailable(grid)) return 0;
  return Math.floor((gridTimeMs(filled, filled.values.length - 1) - grid.lastTimeMs) / grid.stepMs);
}
