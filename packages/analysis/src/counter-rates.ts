import type { MetricType } from '@forewarn/core';
import type { Grid } from './grid.js';

/** Rates of a counter: one value per pair of consecutive samples. */
export interface CounterRates {
  /** The later sample's time of each pair, epoch milliseconds, ascending. */
  readonly timesMs: Float64Array;
  /** Increase per second between the two samples, ≥ 0. */
  readonly values: Float64Array;
}

/**
 * Turns a counter's samples into per-second rates.
 * A decrease means that the counter was reset to 0 in between, so the increase is the new value: what was counted between the last
 * sample and the reset is lost, as in PromQL's `rate`. Unlike `rate` nothing is extrapolated: each rate is the plain difference
 * quotient, labelled with the time of the later sample, and a gap gives one rate that is the mean over the gap.
 *
 * @param timesMs  `number[n]`, epoch milliseconds, ascending; a time that repeats or goes back is skipped
 * @param values   `number[n]`, finite, ≥ 0, in the counter's unit
 * @returns        at most n − 1 rates, in the counter's unit per second; none for n < 2
 * @source         https://prometheus.io/docs/prometheus/latest/querying/functions/#rate (reset rule)
 */
export function counterRates(timesMs: Float64Array, values: Float64Array): CounterRates {
  const times = new Float64Array(Math.max(0, values.length - 1));
  const rates = new Float64Array(times.length);
  let count = 0;
  let previous = 0;
  for (let at = 1; at < values.length; at += 1) {
    const elapsedMs = timesMs[at]! - timesMs[previous]!;
    if (!(elapsedMs > 0)) continue;
    const difference = values[at]! - values[previous]!;
    const increase = difference < 0 ? values[at]! : difference;
    times[count] = timesMs[at]!;
    rates[count] = (increase * 1_000) / elapsedMs;
    count += 1;
    previous = at;
  }
  return { timesMs: times.slice(0, count), values: rates.slice(0, count) };
}

/**
 * The rates of a counter on a grid, as {@link counterRates} has them: each stands at the point where its step ends, so the first
 * point has none and is left out.
 *
 * @param grid  at least one point, in the counter's unit; not mutated
 * @returns     a grid that begins one step later, in the counter's unit per second; NaN where there is no sample, or none before
 */
export function counterRateGrid({ startMs, stepMs, values }: Grid): Grid {
  const present = Array.from(values.keys()).filter((at) => !Number.isNaN(values[at]));
  const rates = counterRates(
    Float64Array.from(present, (at) => startMs + at * stepMs),
    Float64Array.from(present, (at) => values[at]!),
  );
  const onGrid = new Float64Array(values.length - 1).fill(Number.NaN);
  for (const [at, timeMs] of rates.timesMs.entries())
    onGrid[Math.round((timeMs - startMs) / stepMs) - 1] = rates.values[at]!;
  return { startMs: startMs + stepMs, stepMs, values: onGrid };
}

/**
 * Whether a metric is a counter, so that its rate is what is analysed and compared with bounds.
 * What the exporter declares counts; where it declares nothing, the naming rule does: counters end in `_total`.
 *
 * @source https://prometheus.io/docs/practices/naming/#metric-names
 */
export const isCounter = (metric: string, type: MetricType): boolean =>
  type === 'counter' || (type === 'unknown' && metric.endsWith('_total'));
