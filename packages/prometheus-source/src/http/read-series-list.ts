import type { Series } from '@forewarn/core';
import {
  complainAbout,
  isNothing,
  type ResponseOrigin,
  readEnvelope,
  shown,
} from '../range-response/read-envelope.js';
import { readSeries } from '../range-response/read-series.js';

/**
 * Reads the body of a response of `/api/v1/series`; without data nothing was found.
 *
 * @throws {ForewarnError} `origin.code`
 * @source https://prometheus.io/docs/prometheus/latest/querying/api/#finding-series-by-label-matchers
 */
export function readSeriesList(body: unknown, origin: ResponseOrigin): readonly Series[] {
  const complain = complainAbout(origin);
  const { data } = readEnvelope(body, complain);
  if (isNothing(data)) return [];
  if (!Array.isArray(data)) throw complain(`data is ${shown(data)}, not an array of series`);
  return data.map((item: unknown, index) => readSeries(item, `data[${index}]`, complain));
}
