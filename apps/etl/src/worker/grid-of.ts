import { counterRates, type Grid } from '@forewarn/core';
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
  const startMs = window.startMs + window.stepMs;
  if (!isCounter) return { startMs, stepMs: window.stepMs, values: window.values.slice(1) };
  return { startMs, stepMs: window.stepMs, values: ratesOnGrid(window) };
}

function ratesOnGrid({ startMs, stepMs, values }: RollingWindow): Float64Array {
  const present = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]));
  const timesMs = Float64Array.from(present, (i) => startMs + i * stepMs);
  const rates = counterRates(
    timesMs,
    Float64Array.from(present, (i) => values[i]!),
  );
  const grid = new Float64Array(values.length - 1).fill(Number.NaN);
  for (let i = 0; i < rates.timesMs.length; i += 1)
    grid[Math.round((rates.timesMs[i]! - startMs) / stepMs) - 1] = rates.values[i]!;
  return grid;
}
