import type { AnalysisInput } from './analyze-series.js';

/** The end of the example windows: 2026-01-02T12:00:00Z. */
export const endMs = Date.UTC(2026, 0, 2, 12);

/** Noise of ±0.5, the same in every run: a linear congruential generator (Numerical Recipes' constants). */
export function noise(length: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

/** What looks like a machine's free memory: a daily and an hourly wave, a slope, and noise. */
export const machineLike = (length: number, offset = 4e9): number[] =>
  noise(length).map(
    (drawn, i) =>
      offset +
      3e8 * Math.sin((2 * Math.PI * i) / 720) +
      5e7 * Math.sin((2 * Math.PI * i) / 60) -
      1e4 * i +
      2e7 * drawn,
  );

/** The values as a window that ends at `endMs`. */
export const inputOf = (values: readonly number[], stepMs = 60_000): AnalysisInput => ({
  series: { metric: 'node_memory_MemFree_bytes', labels: { job: 'host' } },
  partition: 'default',
  grid: { startMs: endMs - (values.length - 1) * stepMs, stepMs, values: Float64Array.from(values) },
});
