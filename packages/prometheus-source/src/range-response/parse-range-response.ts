import { canonicalSeries, type Samples } from '@forewarn/core';
import {
  type Complain,
  complainAbout,
  isObject,
  type ResponseOrigin,
  readEnvelope,
  shown,
} from './read-envelope.js';
import { readPoints } from './read-points.js';
import { readSeries } from './read-series.js';

/** The content of a range-query response. */
export interface RangeResponse {
  /** One item a series, in the order of the response. */
  readonly samples: readonly Samples[];
  /** Samples left out because they are NaN or infinite. */
  readonly droppedCount: number;
  /** Prometheus' remarks: often that the data is not complete. */
  readonly warnings: readonly string[];
}

/**
 * Reads the body of a response of `/api/v1/query_range`, parsed from JSON: `{status, data: {resultType: "matrix", result}}`.
 * Everything is checked; the first problem is named by its path, as in `result[3].values[17][1] is "abc", not a number`.
 *
 * @param body    of any shape
 * @param origin  the name to put before a problem, and the error code that fits
 * @returns       times strictly increasing in each series, values finite
 * @throws        {ForewarnError} `origin.code`
 * @source        https://prometheus.io/docs/prometheus/latest/querying/api/#range-vectors
 */
export function parseRangeResponse(body: unknown, origin: ResponseOrigin): RangeResponse {
  const complain = complainAbout(origin);
  const { data, warnings } = readEnvelope(body, complain);
  const samples: Samples[] = [];
  const indexOf = new Map<string, number>();
  let droppedCount = 0;
  readResult(data, complain).forEach((item, index) => {
    const { series, points } = readItem(item, `result[${index}]`, complain, origin.unnamedMetric);
    const key = canonicalSeries(series);
    const earlier = indexOf.get(key);
    if (earlier !== undefined)
      throw complain(`result[${index}] is the same series as result[${earlier}]: ${key}`);
    indexOf.set(key, index);
    samples.push({ series, timesMs: points.timesMs, values: points.values });
    droppedCount += points.droppedCount;
  });
  return { samples, droppedCount, warnings };
}

function readResult(data: unknown, complain: Complain): readonly unknown[] {
  if (!isObject(data)) throw complain(`data is ${shown(data)}, not an object with resultType and result`);
  if (data.resultType !== 'matrix') {
    throw complain(
      `data.resultType is ${shown(data.resultType)}, not "matrix", the type of a range query's result`,
    );
  }
  if (!Array.isArray(data.result))
    throw complain(`data.result is ${shown(data.result)}, not an array of series`);
  return data.result;
}

function readItem(item: unknown, path: string, complain: Complain, unnamedMetric: string | undefined) {
  if (!isObject(item)) throw complain(`${path} is ${shown(item)}, not an object with metric and values`);
  const series = readSeries(item.metric, `${path}.metric`, complain, unnamedMetric);
  if (item.values === undefined && item.histograms !== undefined) {
    throw complain(
      `${path} holds native histograms, not numbers: query a quantile or the count of ${series.metric}`,
    );
  }
  return { series, points: readPoints(item.values, `${path}.values`, complain) };
}
