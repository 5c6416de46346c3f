import fc from 'fast-check';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { describe, expect, it, test } from 'vitest';
import { toLogRecord } from './to-log-record.js';

const message = (fields: Partial<KafkaMessage>): KafkaMessage =>
  Object.assign(
    { key: null, value: null, timestamp: '0', attributes: 0, offset: '7', headers: {} },
    fields,
  ) as KafkaMessage;

/** What kafkajs may hand over, which is more than its types say. */
const headersOf = (headers: Record<string, unknown>) => headers as IHeaders;

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const headerValue = fc.oneof(bytes, fc.constant(null), fc.constant(undefined), fc.string());
const headerName = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'schema', ''),
);
const foreignMessages = fc.record({
  key: fc.option(bytes),
  value: fc.option(bytes),
  timestamp: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    fc.constantFrom('-1', '0'),
  ),
  offset: fc.nat().map(String),
  headers: fc
    .array(fc.tuple(headerName, fc.oneof(headerValue, fc.array(headerValue, { maxLength: 3 }))), {
      maxLength: 6,
    })
    .map((entries) => headersOf(Object.fromEntries(entries))),
});

describe('a record of Kafka', () => {
  test.each<[string, unknown, string]>([
    ['null', null, ''],
    ['nothing', undefined, ''],
    ['bytes', Buffer.from('a'), 'a'],
    ['a text', 'a', 'a'],
    ['no bytes', Buffer.alloc(0), ''],
    ['several values', [Buffer.from('a'), Buffer.from('b')], 'b'],
    ['several values, the last of which is null', [Buffer.from('a'), null], ''],
    ['an empty list', [], ''],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff]), 'a\uFFFD'],
  ])('whose header is %s is read', (_, value, text) => {
    expect(toLogRecord(message({ headers: headersOf({ traceparent: value }) })).headers).toEqual({
      traceparent: text,
    });
  });

  it('keeps a header of any name apart from what objects bring with them', () => {
    const headers = headersOf(JSON.parse('{"__proto__": "a", "constructor": "b"}'));
    expect(Object.entries(toLogRecord(message({ headers })).headers)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('without key, value and headers is one with empty parts', () => {
    const { headers: _, ...bare } = message({});
    expect(toLogRecord(bare as KafkaMessage)).toEqual({
      key: null,
      value: new Uint8Array(0),
      headers: {},
      offset: 7,
      timestampMs: 0,
    });
  });

  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(foreignMessages, (foreign) => {
        const record = toLogRecord(message(foreign));
        expect(record.value).toBeInstanceOf(Uint8Array);
        expect(record.key === null || typeof record.key === 'string').toBe(true);
        expect(Object.keys(record.headers)).toEqual(Object.keys(foreign.headers));
        for (const text of Object.values(record.headers)) expect(typeof text).toBe('string');
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });
});
