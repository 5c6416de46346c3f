import {
  canonicalSeries,
  type EncodedEvent,
  ForewarnError,
  type NewRecord,
  parseSelector,
  type Series,
  type TimeRange,
  type TopicContract,
} from '@forewarn/core';
import { invalidEvent, undecodableEvent } from '../../encoding/event-error.js';
import { eventFormat, eventHeaders } from '../../encoding/event-headers.js';
import { checkKey } from '../../encoding/event-key.js';
import { deserialize } from '../../encoding/event-message.js';
import { ensure, requireTime } from '../../encoding/field-checks.js';
import { rangeFromWire, rangeToWire } from '../../encoding/range-wire.js';
import { seriesFromWire, seriesToWire } from '../../encoding/series-wire.js';
import { timestampFromWire, timestampToWire } from '../../encoding/timestamp.js';
import { validateSeries } from '../../encoding/validate-series.js';
import { protoDefinitions } from '../../proto-definitions.js';

/** The wish to have one series analysed over the window that ends at a time. */
export interface AnalysisRequest {
  readonly series: Series;
  /** A short name of the series for people. */
  readonly partition: string;
  readonly windowEndMs: number;
  /** The configured selector that found the series, in PromQL. */
  readonly selector: string;
  /**
   * What of the window nothing is computed from, since maintenance was planned for it: ascending, apart from each other, at most
   * {@link mostLeftOut}.
   */
  readonly leftOut: readonly TimeRange[];
}

/** A request stays small, however often something recurs. */
export const mostLeftOut = 1_000;

const schema = 'forewarn.events.v1.AnalysisRequested';

const messageType = () => protoDefinitions().forewarn.events.v1.AnalysisRequested;

const keyOf = ({ series }: AnalysisRequest): string => canonicalSeries(series);

/** The record of a request for the topic of analysis requests, keyed by its canonical series. */
export const encodeAnalysisRequested = (request: AnalysisRequest): NewRecord & { readonly key: string } => ({
  key: keyOf(request),
  value: messageType().serialize({
    series: seriesToWire(request.series, request.partition),
    windowEnd: timestampToWire(request.windowEndMs),
    selector: request.selector,
    leftOut: request.leftOut.map(rangeToWire),
  }),
  headers: eventHeaders(schema, 'protobuf'),
});

/**
 * The request in a record of the topic of analysis requests, validated.
 *
 * @throws {ForewarnError} `undecodable-event`, `invalid-event`
 */
export function decodeAnalysisRequested(event: EncodedEvent): AnalysisRequest {
  if (eventFormat(event.headers, schema) !== 'protobuf') {
    throw undecodableEvent('analysis requests are protobuf, not JSON');
  }
  const wire = deserialize(messageType(), event.value);
  const { series, partition } = seriesFromWire(wire.series);
  validateSeries(series);
  checkKey(event, series);
  const windowEndMs = wire.windowEnd ? timestampFromWire(wire.windowEnd) : Number.NaN;
  requireTime('windowEnd', windowEndMs);
  checkSelector(wire.selector);
  const leftOut = wire.leftOut.map(rangeFromWire);
  checkLeftOut(leftOut);
  return { series, partition, windowEndMs, selector: wire.selector, leftOut };
}

function checkLeftOut(ranges: readonly TimeRange[]): void {
  ensure(
    ranges.length <= mostLeftOut,
    'leftOut',
    `has ${ranges.length} ranges, at most ${mostLeftOut} may be`,
  );
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const [at, { startMs, endMs }] of ranges.entries()) {
    requireTime(`leftOut[${at}].start`, startMs);
    requireTime(`leftOut[${at}].end`, endMs);
    ensure(startMs < endMs, `leftOut[${at}]`, 'ends before it has begun');
    ensure(startMs > untilMs, `leftOut[${at}]`, 'does not lie behind the one before');
    untilMs = endMs;
  }
}

function checkSelector(selector: string): void {
  try {
    parseSelector(selector);
  } catch (thrown) {
    throw invalidEvent('selector', `cannot be used: ${ForewarnError.from(thrown).message}`);
  }
}

/** What is to be said of the topic of analysis requests. */
export interface AnalysisRequestedTopicOptions {
  /** Longer than any request may wait for its analysis. */
  readonly retentionMs: number;
}

/** The topic of {@link AnalysisRequest}s, under the namespace. */
export const analysisRequestedTopic = ({
  retentionMs,
}: AnalysisRequestedTopicOptions): TopicContract<AnalysisRequest> => ({
  name: (namespace) => `${namespace}.analysis-requests`,
  retentionMs,
  key: keyOf,
  encode: encodeAnalysisRequested,
  decode: decodeAnalysisRequested,
});
