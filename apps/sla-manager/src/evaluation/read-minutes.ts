import { counterRates } from '@forewarn/analysis';
import type { CallOptions, MetricSource, Samples, SeriesSelector, TimeRange } from '@forewarn/core';
import { counterLookBackMs, minuteMeans, minutesWithin } from '@forewarn/slo';
import { joinMinutes, type SeriesMinutes } from './series-minutes.js';

/** Raw samples are fetched a day at a time and given up once averaged: a month of them would not fit beside others. */
const chunkMs = 86_400_000;

/** Minutes as a source had them. */
export interface MinutesAnswer {
  readonly minutes: readonly SeriesMinutes[];
  /** Whether the source says that samples may be missing, which may come later. */
  readonly isPartial: boolean;
}

/**
 * Reads raw samples and averages them to minutes. Counters become per-second rates first; a pair of samples more than five
 * minutes apart gives none, so that the answer does not depend on where reading began.
 *
 * @param range  [startMs, endMs), `startMs` a multiple of a minute
 * @returns      minutes in that range, the running one included
 */
export async function readMinutes(
  source: MetricSource,
  selector: SeriesSelector,
  { startMs, endMs }: TimeRange,
  isCounter: boolean,
  options: CallOptions,
): Promise<MinutesAnswer> {
  const lookBackMs = isCounter ? counterLookBackMs : 0;
  let minutes: SeriesMinutes[] = [];
  let isPartial = false;
  for (let fromMs = startMs; fromMs < endMs; fromMs += chunkMs) {
    const toMs = Math.min(fromMs + chunkMs, endMs);
    const raw = await source.rawSamples(selector, { startMs: fromMs - lookBackMs, endMs: toMs - 1 }, options);
    const chunk = raw.samples.map((samples) => {
      // What has weights comes minute by minute.
      if (samples.weights) return { series: samples.series, samples: minutesWithin(samples, fromMs, toMs) };
      const { timesMs, values } = isCounter ? ratesOf(samples) : samples;
      const means = minuteMeans(timesMs, values, Number.POSITIVE_INFINITY);
      return { series: samples.series, samples: minutesWithin(means, fromMs, toMs) };
    });
    minutes = joinMinutes(minutes, chunk);
    isPartial ||= raw.isPartial;
  }
  return { minutes: minutes.filter(({ samples }) => samples.values.length > 0), isPartial };
}

function ratesOf({
  timesMs,
  values,
}: Pick<Samples, 'timesMs' | 'values'>): Pick<Samples, 'timesMs' | 'values'> {
  const times = new Float64Array(values.length);
  const rates = new Float64Array(values.length);
  let count = 0;
  let from = 0;
  for (let at = 1; at <= values.length; at += 1) {
    if (at < values.length && timesMs[at]! - timesMs[at - 1]! <= counterLookBackMs) continue;
    const part = counterRates(timesMs.subarray(from, at), values.subarray(from, at));
    times.set(part.timesMs, count);
    rates.set(part.values, count);
    count += part.values.length;
    from = at;
  }
  return { timesMs: times.subarray(0, count), values: rates.subarray(0, count) };
}
