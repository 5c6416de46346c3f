import { canonicalSeries, nativeHistogram, printable } from '@forewarn/core';
import type { RangeResponse } from '@forewarn/prometheus-source';

/** Series that are named one by one. */
const mostNamed = 5;

/**
 * What people should know about a response beside its analysis, a line each that a terminal can be given: whether samples may be missing, what the server remarked, which
 * series are passed over.
 *
 * @param name  of the input, for people
 */
export function remarkLines(name: string, response: RangeResponse): readonly string[] {
  const { samples, histograms, warnings, isPartial } = response;
  const read = new Set(samples.map(({ series }) => canonicalSeries(series)));
  const passedOver = histograms.filter((series) => !read.has(canonicalSeries(series)));
  const more = passedOver.length - mostNamed;
  return [
    ...(isPartial ? [`${name} is a partial answer: samples may be missing`] : []),
    ...warnings.map((warning) => `${name} says: ${warning}`),
    ...passedOver.slice(0, mostNamed).map((series) => `passed over: ${nativeHistogram(series).message}`),
    ...(more > 0 ? [`passed over: ${more} more series of native histograms`] : []),
  ].map(printable);
}
