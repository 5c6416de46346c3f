import { counterRateGrid, type Grid } from '@forewarn/analysis';
import type { RollingWindow } from './rolling-window.js';

/**
 * The values to analyse: a gauge's samples, or a counter's per-second rates with its resets mended.
 * The window holds one point more than is analysed, from which the first rate is taken.
 *
 * @param window     at least two points; not kept
 * @param isCounter  whether to analyse rates
 * @returns          a copy with one point less, in the unit of the series, per second for a counter
 */
export function gridOf(window: RollingWindow, isCounter: boolean): Grid {
  if (isCounter) return counterRateGrid(window);
  return { startMs: window.startMs + window.stepMs, stepMs: window.stepMs, values: window.values.slice(1) };
}
