import { canonicalSeries, type RangeAnswer, type Samples, type Series } from '@forewarn/core';
import {
  type Complain,
  complainAbout,
  isNothing,
  isObject,
  type ResponseOrigin,
  readEnvelope,
  shown,
} from './read-envelope.js';
import { type Points, readPoints } from './read-points.js';
import { readSeries } from './read-series.js';

/** The content of a range-query response, its series in the order of the response. */
export interface RangeResponse extends RangeAnswer {
  /** Samples left out because they are NaN or infinite. */
  readonly droppedCount: number;
}

/**
 * Reads the body of a response of `/api/v1/query_range`, parsed from JSON: `{status, data: {resultType: "matrix", result}}`.
 * Everything is checked; the first problem is named by its path, as in `result[3].values[17][1] is "abc", not a number`.
 * Data or a result that is null, or is not there, is that nothing was found.
 *
 * @param body    of any shape
 * @param origin  the name to put before a problem, and the error code that fits
 * @returns       times strictly increasing in each series, values finite; a series of histograms alone has no samples
 * @throws        {ForewarnError} `origin.code`
 * @source        https://prometheus.io/docs/prometheus/latest/querying/api/#range-vectors
 */
export function parseRangeResponse(body: unknown, origin: ResponseOrigin): RangeResponse {
  const complain = complainAbout(origin);
  const { data, warnings, isPartial } = readEnvelope(body, complain);
  const samples: Samples[] = [];
  const histograms: Series[] = [];
  const indexOf = new Map<string, number>();
  let droppedCount = 0;
  readResult(data, complain).forEach((item, index) => {
    const { series, hasHistograms, points } = readItem(
      item,
      `result[${index}]`,
      complain,
      origin.unnamedMetric,
    );
    const key = canonicalSeries(series);
    const earlier = indexOf.get(key);
    if (earlier !== undefined)
      throw complain(`result[${index}] is the same series as result[${earlier}]: ${key}`);
    indexOf.set(key, index);
    if (hasHistograms) histograms.push(series);
    if (points === undefined) return;
    samples.push({ series, timesMs: points.timesMs, values: points.values });
    droppedCount += points.droppedCount;
  });
  return { samples, histograms, droppedCount, warnings, isPartial };
}

function readResult(data: unknown, complain: Complain): readonly unknown[] {
  if (isNothing(data)) return [];
  if (!isObject(data)) throw complain(`data is ${shown(data)}, not an object with resultType and result`);
  const { resultType, result } = data;
  if (isNothing(resultType) && isNothing(result)) return [];
  if (resultType !== 'matrix') {
    throw complain(
      `data.resultType is ${shown(resultType)}, not "matrix", the type of a range query's result`,
    );
  }
  if (isNothing(result)) return [];
  if (!Array.isArray(result)) throw complain(`data.result is ${shown(result)}, not an array of series`);
  return result;
}

/** One series of a result. */
interface Item {
  readonly series: Series;
  readonly hasHistograms: boolean;
  /** Undefined where all its points are histograms. */
  readonly points: Points | undefined;
}

function readItem(item: unknown, path: string, complain: Complain, unnamedMetric: string | undefined): Item {
  if (!isObject(item)) throw complain(`${path} is ${shown(item)}, not an object with metric and values`);
  const series = readSeries(item.metric, `${path}.metric`, complain, unnamedMetric);
  const hasHistograms = Array.isArray(item.histograms) && item.histograms.length > 0;
  if (isNothing(item.values) && hasHistograms) return { series, hasHistograms, points: undefined };
  // Only a result of another type has one value: an instant query's.
  const values = isNothing(item.values) && item.value === undefined ? [] : item.values;
  return { series, hasHistograms, points: readPoints(values, `${path}.values`, complain) };
}
