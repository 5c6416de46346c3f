import type { SeriesProblemReport } from '@forewarn/analysis';
import {
  encodeAnalysisRequested,
  encodeSeriesAnalyzed,
  objectiveEvaluatedTopic,
  seriesProblemsTopic,
  serviceLevelsTopic,
} from '@forewarn/contracts';
import { canonicalSeries, type NewRecord } from '@forewarn/core';
import { sampleAnalysis, sampleVerdict } from '@forewarn/testkit';
import fc from 'fast-check';
import { damaged, documentBytes, wildBytes } from './bytes.js';
import { edited, type Json } from './json.js';
import { wildText } from './texts.js';

/** The value of a header: bytes, null, none, or several under one name. */
type Header = Uint8Array | string | null | undefined | readonly (Uint8Array | string | null)[];

/** A record as any producer may write it. */
export interface KafkaRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [name: string, value: Header])[];
  /** A whole number of 64 bits. */
  readonly timestamp: string;
}

const series = { metric: 'disk_bytes', labels: { device: 'sda' } };
const problem: SeriesProblemReport = {
  kind: 'series',
  name: canonicalSeries(series),
  partition: 'sda',
  selector: 'disk_bytes',
  code: 'prometheus-rejected',
  detail: 'refused',
  ...{ sinceMs: 1_000, lastSeenMs: 2_000, attempts: 3, nextTryMs: 3_000, expiresMs: 9_000, resolvedMs: null },
};
const sound: readonly NewRecord[] = [
  encodeSeriesAnalyzed(sampleAnalysis()),
  encodeSeriesAnalyzed(sampleAnalysis({ points: 0 })),
  encodeSeriesAnalyzed(sampleAnalysis(), 'json'),
  encodeAnalysisRequested({
    series,
    partition: 'sda',
    windowEndMs: 60_000,
    selector: 'disk_bytes{device="sda"}',
    leftOut: [
      { startMs: -120_000, endMs: -60_000 },
      { startMs: 0, endMs: 60_000 },
    ],
  }),
  seriesProblemsTopic.encode(problem),
  objectiveEvaluatedTopic.encode(sampleVerdict()),
  serviceLevelsTopic.encode({
    kind: 'sla',
    name: 'shop',
    selectors: [{ metric: 'disk_bytes', matchers: [{ name: 'device', operator: '=', value: 'sda' }] }],
    maintenance: [
      { cron: '0 2 * * SUN', durationMs: 7_200_000, timeZone: 'Europe/Berlin' },
      { startMs: 0, endMs: 60_000 },
    ],
  }),
  serviceLevelsTopic.encode({ kind: 'indicator', name: 'errors', definition: { expression: 'a / b' } }),
];

/** Analyses as JSON whose fields are not what they should be. */
const editedEvents = edited(
  fc
    .constantFrom(sampleAnalysis(), sampleAnalysis({ points: 2, device: 'é' }))
    .map(
      (analysis) => JSON.parse(Buffer.from(encodeSeriesAnalyzed(analysis, 'json').value).toString()) as Json,
    ),
);
const jsonEvent: fc.Arbitrary<NewRecord> = documentBytes(editedEvents).map((value) => ({
  ...sound[2]!,
  value,
}));
const damagedEvent: fc.Arbitrary<NewRecord> = fc
  .constantFrom(...sound)
  .chain((event) => damaged(fc.constant(event.value)).map((value) => ({ ...event, value })));

const headerText = fc.oneof(
  wildBytes,
  wildText,
  fc.constant(null),
  fc.constantFrom(
    '1',
    '2',
    '999999999',
    'application/json',
    'application/x-protobuf; v=1',
    'application/json;',
  ),
);
const header: fc.Arbitrary<Header> = fc.oneof(
  { weight: 4, arbitrary: headerText },
  { weight: 1, arbitrary: fc.array(headerText, { maxLength: 3 }) },
);
const headerName = fc.oneof(
  fc.constantFrom('schema', 'schema-version', 'content-type', 'traceparent', '__proto__', 'constructor', ''),
  wildText,
);
const bytes = fc.oneof(
  wildBytes,
  wildText.map((text) => Buffer.from(text)),
);

/** What other producers change of an event of ours. */
interface Change {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly more: KafkaRecord['headers'];
  readonly without: string;
  readonly timestamp: string;
}

const changes: fc.Arbitrary<Partial<Change>> = fc.record(
  {
    key: fc.option(bytes),
    value: fc.oneof(
      fc.constant(null),
      bytes,
      fc.nat({ max: 200_000 }).map((length) => Buffer.alloc(length, 1)),
    ),
    more: fc.array(fc.tuple(headerName, header), { maxLength: 4 }),
    without: fc.constantFrom('schema', 'schema-version', 'content-type'),
    timestamp: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  },
  { requiredKeys: [] },
);

/** Events of ours, sound and damaged, and what has nothing to do with them. */
export const kafkaRecords: fc.Arbitrary<KafkaRecord> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: jsonEvent },
      { weight: 3, arbitrary: damagedEvent },
      { weight: 1, arbitrary: fc.constantFrom(...sound) },
    ),
    fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: changes }),
  )
  .map(([event, change]: [NewRecord, Partial<Change>]) => ({
    key: change.key === undefined ? Buffer.from(event.key ?? '') : change.key,
    value: change.value === undefined ? event.value : change.value,
    headers: [
      ...Object.entries(event.headers).filter(([name]) => name !== change.without),
      ...(change.more ?? []),
    ],
    timestamp: change.timestamp ?? '1700000000000',
  }));
