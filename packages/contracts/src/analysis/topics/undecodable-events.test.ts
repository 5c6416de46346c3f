import type { EncodedEvent } from '@forewarn/core';
import { describe, expect, it, test } from 'vitest';
import {
  type AnalysisRequest,
  decodeAnalysisRequested,
  decodeSeriesAnalyzed,
  EventError,
  encodeAnalysisRequested,
  encodeSeriesAnalyzed,
  loadRetrievalService,
  retrievalServiceName,
} from '../../index.js';
import { exampleAnalysis } from '../analysis.fixture.js';

const request: AnalysisRequest = {
  series: { metric: 'node_load1', labels: { instance: 'a:9100' } },
  partition: 'default',
  windowEndMs: Date.UTC(2025, 0, 1, 12),
  selector: 'node_load1{job="host"}',
  leftOut: [],
};
const analyzed = encodeSeriesAnalyzed(exampleAnalysis);
const requested = encodeAnalysisRequested(request);

function errorOf(decode: (event: EncodedEvent) => unknown, event: EncodedEvent): EventError {
  try {
    decode(event);
  } catch (thrown) {
    if (thrown instanceof EventError) return thrown;
    throw thrown;
  }
  throw new Error('the event was accepted');
}

describe('the headers of an event', () => {
  it('say what it is', () => {
    expect(analyzed.headers).toEqual({
      'content-type': 'application/x-protobuf',
      schema: 'forewarn.events.v1.SeriesAnalyzed',
      'schema-version': '1',
    });
    expect(encodeSeriesAnalyzed(exampleAnalysis, 'json').headers['content-type']).toBe('application/json');
    expect(requested.headers).toEqual({
      'content-type': 'application/x-protobuf',
      schema: 'forewarn.events.v1.AnalysisRequested',
      'schema-version': '1',
    });
  });

  test.each(['application/x-protobuf; charset=x', ' Application/X-Protobuf ', 'application/x-protobuf;'])(
    'may have the content type "%s"',
    (type) => {
      const event = { ...analyzed, headers: { ...analyzed.headers, 'content-type': type } };
      expect(decodeSeriesAnalyzed(event)).toEqual(exampleAnalysis);
    },
  );

  test.each(['0', '000001'])('may have the version %s', (version) => {
    const event = { ...analyzed, headers: { ...analyzed.headers, 'schema-version': version } };
    expect(decodeSeriesAnalyzed(event)).toEqual(exampleAnalysis);
  });

  const version = (shown: string) =>
    `header schema-version is ${shown}, this program reads up to 1: update it`;
  const type = (shown: string) =>
    `header content-type is ${shown}, expected application/x-protobuf or application/json`;
  test.each<[string, Record<string, string | undefined>, string]>([
    [
      'no schema',
      { schema: undefined },
      'header schema is missing, expected forewarn.events.v1.SeriesAnalyzed',
    ],
    [
      'another schema',
      { schema: 'x"' },
      'header schema is "x\\"", expected forewarn.events.v1.SeriesAnalyzed',
    ],
    [
      'no version',
      { 'schema-version': undefined },
      'header schema-version is missing, expected a number up to 1',
    ],
    ['an empty version', { 'schema-version': '' }, version('""')],
    ['a newer version', { 'schema-version': '2' }, version('"2"')],
    ['a version with a sign', { 'schema-version': '+1' }, version('"+1"')],
    ['a version with an end', { 'schema-version': '1x' }, version('"1x"')],
    ['a version of seven digits', { 'schema-version': '0000001' }, version('"0000001"')],
    ['no content type', { 'content-type': undefined }, type('missing')],
    ['another content type', { 'content-type': 'text/plain' }, type('"text/plain"')],
    ['a long content type', { 'content-type': 'x'.repeat(101) }, type(`"${'x'.repeat(100)}"`)],
  ])('with %s are undecodable', (_, changed, problem) => {
    const known = Object.entries({ ...analyzed.headers, ...changed }).filter(
      ([, value]) => value !== undefined,
    );
    const error = errorOf(decodeSeriesAnalyzed, {
      value: analyzed.value,
      headers: Object.fromEntries(known) as Record<string, string>,
    });
    expect(error.code).toBe('undecodable-event');
    expect(error.message).toBe(`the event cannot be decoded: ${problem}`);
  });
});

describe('the value of an event', () => {
  it('that is no protobuf is undecodable, with the cause', () => {
    const error = errorOf(decodeSeriesAnalyzed, { ...analyzed, value: Uint8Array.of(255, 255) });
    expect(error.message).toBe(
      'the event cannot be decoded: the value is not a protobuf message of the schema',
    );
    expect(error.cause).toBeInstanceOf(Error);
  });

  test.each([
    ['is no JSON', new TextEncoder().encode('{')],
    ['is no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('that %s is undecodable, with the cause', (_, value) => {
    const { headers } = encodeSeriesAnalyzed(exampleAnalysis, 'json');
    const error = errorOf(decodeSeriesAnalyzed, { value, headers });
    expect(error.message).toBe('the event cannot be decoded: the value is not JSON in UTF-8');
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('is read from the middle of a larger buffer', () => {
    const whole = new Uint8Array(analyzed.value.length + 2);
    whole.set(analyzed.value, 1);
    const value = whole.subarray(1, -1);
    expect(decodeSeriesAnalyzed({ ...analyzed, value })).toEqual(exampleAnalysis);
  });
});

describe('the key of an event', () => {
  it('may be absent, or null as of a record without one', () => {
    const { key: _, ...keyless } = analyzed;
    expect(decodeSeriesAnalyzed(keyless)).toEqual(exampleAnalysis);
    expect(decodeSeriesAnalyzed({ ...keyless, key: null } as unknown as EncodedEvent)).toEqual(
      exampleAnalysis,
    );
  });

  it('must name the series', () => {
    const problem = 'key is up, but the series is node_load1{instance="a:9100"}';
    const error = errorOf(decodeAnalysisRequested, { ...requested, key: 'up' });
    expect([error.code, error.message]).toEqual([
      'invalid-event',
      `the event contradicts itself: ${problem}`,
    ]);
  });
});

describe('a request for an analysis', () => {
  it('is keyed by the canonical series', () => {
    expect(requested.key).toBe('node_load1{instance="a:9100"}');
  });

  it('is protobuf alone', () => {
    const headers = { ...requested.headers, 'content-type': 'application/json' };
    expect(errorOf(decodeAnalysisRequested, { ...requested, headers }).message).toBe(
      'the event cannot be decoded: analysis requests are protobuf, not JSON',
    );
  });

  it('says which field contradicts the rest, and how', () => {
    const problemOf = (change: Partial<AnalysisRequest>) =>
      errorOf(decodeAnalysisRequested, encodeAnalysisRequested({ ...request, ...change })).message;
    expect(problemOf({ windowEndMs: 8e15 })).toBe(
      'the event contradicts itself: windowEnd is not a time between the years 1 and 9999',
    );
    expect(problemOf({ selector: 'sum(' })).toMatch(
      /^the event contradicts itself: selector cannot be used: \S/,
    );
  });
});

it('the service is called as in health checks', () => {
  expect(retrievalServiceName).toBe('dataretrieval.v1.RetrievalService');
  const paths = Object.values(loadRetrievalService()).map(({ path }) => path);
  for (const path of paths) expect(path.startsWith(`/${retrievalServiceName}/`)).toBe(true);
  expect(paths.length).toBeGreaterThan(5);
});
