import { isTimestampMs } from '@forewarn/core';
import { type Complain, shown } from './read-envelope.js';

/** Finite samples of one series, oldest first, and how many were not finite. */
export interface Points {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly droppedCount: number;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const notFinite = /^(?:NaN|[+-]?Inf)$/;

/**
 * Reads `[[seconds, "value"], …]`. NaN and infinities are values that Prometheus has; they are dropped and counted.
 * Strict, because `parseFloat` would make 12 of "12abc".
 *
 * @param path  where the array stands, for messages: `result[3].values`
 */
export function readPoints(pairs: unknown, path: string, complain: Complain): Points {
  if (!Array.isArray(pairs)) throw complain(`${path} is ${shown(pairs)}, not an array of samples`);
  const timesMs = new Float64Array(pairs.length);
  const values = new Float64Array(pairs.length);
  let kept = 0;
  let newestMs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < pairs.length; i += 1) {
    const pair: unknown = pairs[i];
    if (!Array.isArray(pair)) throw complain(`${path}[${i}] is ${shown(pair)}, not [seconds, "value"]`);
    const timeMs = readTimeMs(pair[0]);
    if (timeMs === undefined) throw complain(`${path}[${i}][0] is ${shown(pair[0])}, ${whyNoTime(pair[0])}`);
    if (timeMs <= newestMs) {
      throw complain(`${path}[${i}][0] is ${shown(pair[0])}, not later than the sample before it`);
    }
    newestMs = timeMs;
    const value = readValue(pair[1]);
    if (value === undefined) throw complain(`${path}[${i}][1] is ${shown(pair[1])}, ${whyNoNumber(pair[1])}`);
    if (!Number.isFinite(value)) continue;
    timesMs[kept] = timeMs;
    values[kept] = value;
    kept += 1;
  }
  const droppedCount = pairs.length - kept;
  if (droppedCount === 0) return { timesMs, values, droppedCount };
  return { timesMs: timesMs.slice(0, kept), values: values.slice(0, kept), droppedCount };
}

/** Prometheus keeps whole milliseconds and writes them as a decimal fraction of seconds. Times that no date can say are a mistake. */
function readTimeMs(seconds: unknown): number | undefined {
  if (typeof seconds !== 'number') return undefined;
  const ms = Math.round(seconds * 1000);
  return isTimestampMs(ms) ? ms : undefined;
}

function readValue(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  if (decimal.test(text)) return Number(text);
  return notFinite.test(text) ? Number.NaN : undefined;
}

const whyNoTime = (value: unknown): string =>
  typeof value === 'number' ? 'not Unix seconds of the years 1 to 9999' : 'not Unix seconds';

const whyNoNumber = (value: unknown): string =>
  typeof value === 'number' ? 'without the quotes that Prometheus writes' : 'not a number';
