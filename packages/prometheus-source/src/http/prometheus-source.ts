import {
  type CallOptions,
  createConcurrencyLimit,
  ForewarnError,
  type Logger,
  type MetricSource,
  type RangeAnswer,
  type Series,
  type SeriesSelector,
  silentLogger,
  type TimeRange,
} from '@forewarn/core';
import type { PrometheusAccessOptions } from '../access/access-options.js';
import { createAccess } from '../access/create-access.js';
import { inCanonicalOrder } from '../canonical-order.js';
import { requireRange } from '../query-arguments.js';
import { complainAbout, readEnvelope } from '../range-response/read-envelope.js';
import { metricType, metricTypeOf } from './metric-type.js';
import { parsePrometheusAddress } from './prometheus-address.js';
import { createPrometheusClient, type PrometheusClient } from './prometheus-client.js';
import { queryExpression } from './query-expression.js';
import { queryRange } from './query-range.js';
import { queryText } from './query-text.js';
import { rawSamples } from './raw-samples.js';
import { readSeriesList } from './read-series-list.js';
import { createRemarkLog } from './remark-log.js';
import { rememberedMetricTypes } from './remembered-metric-types.js';

/** Where a Prometheus is, and how much may be asked of it. */
export interface PrometheusSourceOptions {
  /** With user, password and path where needed: `https://user:password@host/prometheus`. */
  readonly url: string;
  /** What it asks of those who ask it. */
  readonly access?: PrometheusAccessOptions;
  /** Longest time for one request, its answer included. Default: 30 s. */
  readonly timeoutMs?: number;
  /** Points a series in one answer; Prometheus refuses more than 11,000. Default: 10,000. */
  readonly maxPointsPerSeries?: number;
  /** Largest answer that is read, unpacked; what is larger is fetched in shorter pieces. Default: 8 MiB. */
  readonly maxAnswerBytes?: number;
  /** Requests at once. Default: 4. */
  readonly maxConcurrentRequests?: number;
  /** Requests that wait for their turn; one more fails as `prometheus-unavailable`. Default: 1,000. */
  readonly maxWaitingRequests?: number;
  readonly logger?: Logger;
}

/**
 * The metric source on a Prometheus, or on what speaks its HTTP API.
 *
 * `listSeries` asks the index (`/api/v1/series`), which is cheap for ten thousand series but knows times only by chunk: it
 * may also name a series whose samples end shortly before the range, or begin shortly after.
 *
 * @throws {ForewarnError} `config-invalid` for a URL that cannot be one, a token or a certificate that cannot be read
 */
export function createPrometheusSource(options: PrometheusSourceOptions): MetricSource {
  const {
    maxPointsPerSeries: maxPoints = 10_000,
    maxConcurrentRequests = 4,
    maxWaitingRequests = 1_000,
    logger = silentLogger,
  } = options;
  const address = parsePrometheusAddress(options.url);
  const log = createRemarkLog(logger, address.endpoint);
  const client = createPrometheusClient({
    endpoint: address.endpoint,
    access: createAccess(address, options.access ?? {}, logger),
    timeoutMs: options.timeoutMs ?? 30_000,
    maxAnswerBytes: options.maxAnswerBytes ?? 8 * 1024 * 1024,
    limit: createConcurrencyLimit({
      concurrent: maxConcurrentRequests,
      queue: { longest: maxWaitingRequests, refusal: () => tooManyWaiting(maxWaitingRequests) },
      what: 'the request to Prometheus',
    }),
    log,
  });
  const logged = async (answering: Promise<RangeAnswer>): Promise<RangeAnswer> => {
    const answer = await answering;
    log.histograms(answer);
    return answer;
  };
  return {
    listSeries: (selector, range, call) => listSeries(client, selector, range, call),
    queryRange: (selector, range, stepMs, call) =>
      logged(queryRange(client, { query: queryText(selector), range, stepMs, maxPoints }, call)),
    queryExpression: (query, range, stepMs, call) =>
      logged(queryExpression(client, { query, range, stepMs, maxPoints }, call)),
    rawSamples: (selector, range, call) => logged(rawSamples(client, selector, range, call)),
    metricType: rememberedMetricTypes({
      ask: (metric) => metricType(client, metric),
      guess: (metric) => metricTypeOf(metric, []),
      onFailure: log.metadataFailed,
    }),
    check: (call) => check(client, call),
  };
}

const tooManyWaiting = (maxWaiting: number): ForewarnError =>
  new ForewarnError(
    'prometheus-unavailable',
    `${maxWaiting} requests to Prometheus wait already: it answers more slowly than it is asked`,
    { details: { maxWaiting } },
  );

async function listSeries(
  client: PrometheusClient,
  selector: SeriesSelector,
  range: TimeRange,
  options?: CallOptions,
): Promise<readonly Series[]> {
  requireRange(range);
  const match = queryText(selector);
  const series = await client(
    {
      parametersLength: match.length,
      call: (driver) => driver.series(match, new Date(range.startMs), new Date(range.endMs)),
      read: readSeriesList,
    },
    options,
  );
  return inCanonicalOrder(series, (one) => one);
}

/** A query, because a server may be up and yet not able to answer one. */
const check = (client: PrometheusClient, options?: CallOptions): Promise<void> =>
  client(
    {
      parametersLength: 0,
      call: (driver) => driver.instantQuery('vector(1)'),
      read: (body, origin) => void readEnvelope(body, complainAbout(origin)),
    },
    options,
  );
