import type { CallOptions, RangeAnswer, TimeRange } from '@forewarn/core';
import { requireRange, requireStep } from '../query-arguments.js';
import { parseRangeResponse } from '../range-response/parse-range-response.js';
import { complainAbout } from '../range-response/read-envelope.js';
import { fetchInPieces } from './fetch-in-pieces.js';
import { joinAnswers } from './join-answers.js';
import type { PrometheusClient } from './prometheus-client.js';
import { requireGrid } from './sample-times.js';

/** What is asked at each point of a grid. */
export interface GridQuery {
  /** PromQL. */
  readonly query: string;
  readonly range: TimeRange;
  readonly stepMs: number;
  /** Points a series in one request. */
  readonly maxPoints: number;
  /** The metric of results that have none. Default: they are refused. */
  readonly unnamedMetric?: string;
}

/**
 * Range queries of at most `maxPoints` points a series, one after another, joined.
 *
 * @throws {ForewarnError} as the port has it
 */
export async function queryRange(
  client: PrometheusClient,
  grid: GridQuery,
  options?: CallOptions,
): Promise<RangeAnswer> {
  const { range, stepMs, maxPoints } = grid;
  requireRange(range);
  requireStep(stepMs);
  const count = Math.floor((range.endMs - range.startMs) / stepMs) + 1;
  const pieces = await fetchInPieces(count, { widest: maxPoints, narrowest: 1 }, (from, width) => {
    const startMs = range.startMs + from * stepMs;
    const piece = { startMs, endMs: startMs + (width - 1) * stepMs };
    return queryPiece(client, { ...grid, range: piece }, options);
  });
  return joinAnswers(pieces);
}

/** VictoriaMetrics moves start and end to multiples of the step otherwise, and answers from a cache that backfilled samples do not reach. */
const unaligned = { nocache: '1' };

function queryPiece(
  client: PrometheusClient,
  { query, range, stepMs, unnamedMetric }: GridQuery,
  options?: CallOptions,
): Promise<RangeAnswer> {
  return client(
    {
      parametersLength: query.length,
      parameters: unaligned,
      // Dates, because the library takes the number 0 for a missing time.
      call: (driver) =>
        driver.rangeQuery(query, new Date(range.startMs), new Date(range.endMs), stepMs / 1000),
      read: (body, origin) => {
        const answer = parseRangeResponse(body, {
          ...origin,
          ...(unnamedMetric !== undefined && { unnamedMetric }),
        });
        requireGrid(answer.samples, range, stepMs, complainAbout(origin));
        return answer;
      },
    },
    options,
  );
}
