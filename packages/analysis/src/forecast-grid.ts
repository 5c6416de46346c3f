import { resampleMean } from '@forewarn/statistics';
import { gridTimesMs } from './grid.js';
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
 * The part of the window that can be forecast: what lies behind the last long gap, finer samples averaged to the forecast's step.
 *
 * @param input   the window
 * @param values  `Float64Array[n]` behind the gap: the samples, or what was made of them
 * @param stepMs  the forecast's step; a coarser window is forecast as it is
 * @returns       the grid; or the gap, when the window ends in one
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
  return { lastTimeMs: coarse.timesMs.at(-1)!, stepMs, values: coarse.values };
}
