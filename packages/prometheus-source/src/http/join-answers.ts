import { canonicalSeries, type RangeAnswer, type Samples, type Series } from '@forewarn/core';
import { inCanonicalOrder } from '../canonical-order.js';
import { joinRemarks } from '../range-response/read-remarks.js';

/**
 * Joins answers for consecutive ranges: one item a series, in canonical order; series without samples are left out. One partial
 * answer makes the whole partial.
 *
 * @param pieces  earlier ranges first
 */
export const joinAnswers = (pieces: readonly RangeAnswer[]): RangeAnswer => ({
  samples: joinSamples(pieces.flatMap(({ samples }) => samples)),
  histograms: distinct(pieces.flatMap(({ histograms }) => histograms)),
  ...joinRemarks(pieces),
});

function distinct(series: readonly Series[]): Series[] {
  const byKey = new Map(series.map((one) => [canonicalSeries(one), one]));
  return inCanonicalOrder(byKey.values(), (one) => one);
}

function joinSamples(pieces: readonly Samples[]): Samples[] {
  const partsOf = new Map<string, Samples[]>();
  for (const samples of pieces) {
    if (samples.timesMs.length === 0) continue;
    const key = canonicalSeries(samples.series);
    const parts = partsOf.get(key);
    if (parts === undefined) partsOf.set(key, [samples]);
    else parts.push(samples);
  }
  return inCanonicalOrder(Array.from(partsOf.values(), concatenate), ({ series }) => series);
}

function concatenate(parts: readonly Samples[]): Samples {
  const first = parts[0]!;
  if (parts.length === 1) return first;
  const length = parts.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
  const timesMs = new Float64Array(length);
  const values = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    timesMs.set(part.timesMs, at);
    values.set(part.values, at);
    at += part.timesMs.length;
  }
  return { series: first.series, timesMs, values };
}
