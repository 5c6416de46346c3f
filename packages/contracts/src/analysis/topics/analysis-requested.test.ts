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
};

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
  });

  test.each<[string, Partial<AnalysisRequest>]>([
    ['a selector that is not PromQL', { selector: 'sum(' }],
    ['a selector whose pattern is too large', { selector: `up{a=~"${'.{0,1000}'.repeat(200)}"}` }],
    ['a series without a metric', { series: { metric: '', labels: {} } }],
    ['a time after the year 9999', { windowEndMs: 8e15 }],
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
