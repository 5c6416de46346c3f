import type { CallOptions, RangeAnswer, SeriesSelector, TimeRange } from '@forewarn/core';
import { requireRange } from '../query-arguments.js';
import { parseRangeResponse } from '../range-response/parse-range-response.js';
import { fetchInPieces, type PieceWidths } from './fetch-in-pieces.js';
import { joinAnswers } from './join-answers.js';
import type { PrometheusClient } from './prometheus-client.js';
import { queryText } from './query-text.js';
import { withinRange } from './sample-times.js';

/** At most a day at a time: how many samples there are is known only from an answer. */
const pieceWidthsMs: PieceWidths = { widest: 86_400_000, narrowest: 1_000 };

/**
 * Samples as they were scraped: instant queries of `selector[duration]`, one after another, joined.
 *
 * @throws {ForewarnError} as the port has it
 */
export async function rawSamples(
  client: PrometheusClient,
  selector: SeriesSelector,
  range: TimeRange,
  options?: CallOptions,
): Promise<RangeAnswer> {
  requireRange(range);
  const countMs = range.endMs - range.startMs + 1;
  const pieces = await fetchInPieces(countMs, pieceWidthsMs, (from, width) => {
    const startMs = range.startMs + from;
    return rawPiece(client, selector, { startMs, endMs: startMs + width - 1 }, options);
  });
  return joinAnswers(pieces);
}

/**
 * A range selector includes its start in Prometheus 2 and excludes it in Prometheus 3, so a millisecond more is asked for
 * and what lies outside is left out.
 */
function rawPiece(
  client: PrometheusClient,
  selector: SeriesSelector,
  range: TimeRange,
  options?: CallOptions,
): Promise<RangeAnswer> {
  const query = `${queryText(selector)}[${range.endMs - range.startMs + 1}ms]`;
  return client(
    {
      parametersLength: query.length,
      call: (driver) => driver.instantQuery(query, new Date(range.endMs)),
      read: (body, origin) => {
        const answer = parseRangeResponse(body, origin);
        return { ...answer, samples: answer.samples.map((samples) => withinRange(samples, range)) };
      },
    },
    options,
  );
}
