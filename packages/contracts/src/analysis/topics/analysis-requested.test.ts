import { ForewarnError } from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type AnalysisRequest,
  decodeAnalysisRequested,
  encodeAnalysisRequested,
} from './analysis-requested.js';

const request: AnalysisRequest = {
  series: { metric: 'node_load1', labels: { instance: 'a:9100' } },
  partition: 'default',
  windowEndMs: Date.UTC(2025, 0, 1, 12),
  selector: 'node_load1{job="host"}',
  leftOut: [],
};
const minute = (count: number) => request.windowEndMs + count * 60_000;
const range = (from: number, to: number) => ({ startMs: minute(from), endMs: minute(to) });

const codeOf = (call: () => unknown): string => {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof ForewarnError) return thrown.code;
    throw thrown;
  }
  return 'accepted';
};

describe('an AnalysisRequested event', () => {
  it('decodes to the request that was encoded', () => {
    expect(decodeAnalysisRequested(encodeAnalysisRequested(request))).toEqual(request);
    const leftOut = [range(-300, -200), range(-199, -198), range(-10, 1)];
    const partly = { ...request, leftOut };
    expect(decodeAnalysisRequested(encodeAnalysisRequested(partly))).toEqual(partly);
    const most = { ...request, leftOut: Array.from({ length: 1_000 }, (_, i) => range(2 * i, 2 * i + 1)) };
    expect(decodeAnalysisRequested(encodeAnalysisRequested(most))).toEqual(most);
  });

  it('has the bytes that it had before anything could be left out, where nothing is', () => {
    // Made by the program of the version before.
    expect(Buffer.from(encodeAnalysisRequested(request).value).toString('hex')).toBe(
      '0a290a0a6e6f64655f6c6f61643112120a08696e7374616e63651206613a393130301a0764656661756c74120808c0dcd4bb0610001a166e6f64655f6c6f6164317b6a6f623d22686f7374227d',
    );
  });

  test.each<[string, Partial<AnalysisRequest>]>([
    ['a selector that is not PromQL', { selector: 'sum(' }],
    ['a selector whose pattern is too large', { selector: `up{a=~"${'.{0,1000}'.repeat(200)}"}` }],
    ['a series without a metric', { series: { metric: '', labels: {} } }],
    ['a time after the year 9999', { windowEndMs: 8e15 }],
    ['a range that begins at no time', { leftOut: [{ startMs: -8e15, endMs: 0 }] }],
    ['a range that ends at no time', { leftOut: [{ startMs: 0, endMs: 8e15 }] }],
    ['a range of no length', { leftOut: [range(1, 1)] }],
    ['ranges that touch', { leftOut: [range(1, 2), range(2, 3)] }],
    ['ranges in no order', { leftOut: [range(3, 4), range(1, 2)] }],
    [
      'more ranges than a request may have',
      { leftOut: Array.from({ length: 1_001 }, (_, i) => range(2 * i, 2 * i + 1)) },
    ],
  ])('%s is invalid', (_, change) => {
    expect(codeOf(() => decodeAnalysisRequested(encodeAnalysisRequested({ ...request, ...change })))).toBe(
      'invalid-event',
    );
  });

  it('is accepted or rejected with one of two codes, whatever the bytes', () => {
    const { headers } = encodeAnalysisRequested(request);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (value) => {
        const code = codeOf(() => decodeAnalysisRequested({ value, headers }));
        expect(['accepted', 'undecodable-event', 'invalid-event']).toContain(code);
      }),
      { seed: 5, numRuns: 1_000 },
    );
  });
});
