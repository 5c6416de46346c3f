import type { Analysis } from '@forewarn/analysis';
import { canonicalSeries, type EncodedEvent, type NewRecord, type TopicContract } from '@forewarn/core';
import { undecodableEvent } from '../../encoding/event-error.js';
import { type EventFormat, eventFormat, eventHeaders } from '../../encoding/event-headers.js';
import { checkKey } from '../../encoding/event-key.js';
import { deserialize } from '../../encoding/event-message.js';
import { protoDefinitions } from '../../proto-definitions.js';
import { analysisFromJson } from '../wire/analysis-from-json.js';
import { analysisToJson } from '../wire/analysis-to-json.js';
import { analysisFromWire, analysisToWire } from '../wire/analysis-wire.js';
import { validateAnalysis } from '../wire/validate-analysis.js';

const schema = 'forewarn.events.v1.SeriesAnalyzed';

const messageType = () => protoDefinitions().forewarn.events.v1.SeriesAnalyzed;

const keyOf = ({ series }: Analysis): string => canonicalSeries(series);

/** The record of an analysis for the topic of results, keyed by its canonical series. */
export function encodeSeriesAnalyzed(
  analysis: Analysis,
  format: EventFormat = 'protobuf',
): NewRecord & { readonly key: string } {
  const value =
    format === 'protobuf'
      ? messageType().serialize(analysisToWire(analysis))
      : new TextEncoder().encode(JSON.stringify(analysisToJson(analysis)));
  return { key: keyOf(analysis), value, headers: eventHeaders(schema, format) };
}

/**
 * The analysis in a record of the topic of results, validated: what comes out can be stored.
 * A key, where there is one, must be the canonical series.
 *
 * @throws {ForewarnError} `undecodable-event`: not such an event, of a newer version, or damaged bytes
 * @throws {ForewarnError} `invalid-event`: decoded, but the content contradicts itself; names the field
 */
export function decodeSeriesAnalyzed(event: EncodedEvent): Analysis {
  const format = eventFormat(event.headers, schema);
  const analysis =
    format === 'protobuf' ? fromProtobuf(event.value) : analysisFromJson(parseJson(event.value));
  checkKey(event, analysis.series);
  return analysis;
}

function fromProtobuf(value: Uint8Array): Analysis {
  const analysis = analysisFromWire(deserialize(messageType(), value));
  validateAnalysis(analysis);
  return analysis;
}

function parseJson(value: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch (cause) {
    throw undecodableEvent('the value is not JSON in UTF-8', cause);
  }
}

/** What is to be said of the topic of results. */
export interface SeriesAnalyzedTopicOptions {
  /** The full name: that of KAFKA_TOPIC, which does not stand under the namespace. */
  readonly name: string;
  /** How analyses are written; both forms are read. Default: protobuf. */
  readonly format?: EventFormat;
}

/** The topic of results: one analysis a record, kept as long as the log does by itself. */
export const seriesAnalyzedTopic = ({
  name,
  format = 'protobuf',
}: SeriesAnalyzedTopicOptions): TopicContract<Analysis> => ({
  name: () => name,
  key: keyOf,
  encode: (analysis) => encodeSeriesAnalyzed(analysis, format),
  decode: decodeSeriesAnalyzed,
});
