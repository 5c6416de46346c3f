import type { SeriesProblemReport } from '@forewarn/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAnalysisRequested } from './analysis-requested.js';
import { seriesProblemsTopic } from './series-problem-reported.js';

const noonMs = Date.UTC(2026, 0, 2, 12);

const report: SeriesProblemReport = {
  kind: 'series',
  name: 'disk_bytes{device="sda"}',
  partition: 'sda',
  selector: 'disk_bytes',
  code: 'prometheus-unavailable',
  detail: 'Prometheus cannot be reached or answers with a server error.',
  sinceMs: noonMs,
  lastSeenMs: noonMs + 120_000,
  attempts: 2,
  nextTryMs: noonMs + 240_000,
  expiresMs: noonMs + 600_000,
  resolvedMs: null,
};

const { encode, decode } = seriesProblemsTopic;

describe('the topic of problems', () => {
  it('has a name under the namespace, and keys that tell a series from a selector', () => {
    expect(seriesProblemsTopic.name('mine')).toBe('mine.series-problems');
    const kinds = ['series', 'selector'] as const;
    expect(kinds.map((kind) => seriesProblemsTopic.key({ ...report, kind, name: 'up' }))).toEqual([
      'series up',
      'selector up',
    ]);
  });

  it.each([
    ['that lasts', report],
    ['that is over', { ...report, resolvedMs: noonMs + 180_000 }],
    ['of a selector', { ...report, kind: 'selector' as const, partition: '' }],
  ])('gives a report of a problem %s back', (_, each) => {
    expect(decode(encode(each))).toEqual(each);
  });

  it.each<[string, Partial<SeriesProblemReport>, string]>([
    ['of another kind', { kind: 'metric' as 'series' }, 'kind is not one of series, selector'],
    ['without a name', { name: '' }, 'name is empty'],
    ['with a code that is none', { code: '<b>' }, 'code is not the code of an error'],
    ['with a code that no column holds', { code: 'x'.repeat(64) }, 'code is not the code of an error'],
    ['without an attempt', { attempts: 0 }, 'attempts is 0'],
    ['that was seen before it began', { lastSeenMs: noonMs - 1 }, 'lastSeen is before since'],
  ])('refuses a report %s, and names the field', (_, change, problem) => {
    expect(() => decode(encode({ ...report, ...change }))).toThrow(
      expect.objectContaining({ code: 'invalid-event', message: expect.stringContaining(problem) }),
    );
  });

  it('refuses a key that is not that of the content', () => {
    expect(() => decode({ ...encode(report), key: 'series other' })).toThrow(
      expect.objectContaining({ code: 'invalid-event' }),
    );
  });

  it('refuses an event of another schema', () => {
    const request = {
      series: { metric: 'up', labels: {} },
      partition: '',
      windowEndMs: noonMs,
      selector: 'up',
      leftOut: [],
    };
    expect(() => decode(encodeAnalysisRequested(request))).toThrow(
      expect.objectContaining({ code: 'undecodable-event' }),
    );
  });

  it('finds in any bytes a report or a coded error', () => {
    const { headers } = encode(report);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
        try {
          expect(decode({ value, headers }).attempts).toBeGreaterThan(0);
        } catch (error) {
          expect(['undecodable-event', 'invalid-event']).toContain((error as { code?: string }).code);
        }
      }),
    );
  });
});
