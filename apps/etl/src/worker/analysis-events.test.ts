import { analyzeSeries, referenceProfile } from '@forewarn/analysis';
import { decodeSeriesAnalyzed, type EventFormat, encodeSeriesAnalyzed } from '@forewarn/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const endMs = Date.UTC(2026, 0, 2, 12);
const series = { metric: 'm', labels: { job: 'host' } };
const profile = { ...referenceProfile, decomposition: { model: 'additive', period: 6 } } as const;

/** Without −0, which JSON does not know. */
const value = fc
  .oneof(
    { weight: 5, arbitrary: fc.double({ min: -1e12, max: 1e12, noNaN: true }) },
    { weight: 2, arbitrary: fc.constant(Number.NaN) },
    { weight: 1, arbitrary: fc.constant(7) },
    { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  )
  .map((number) => number + 0);

describe('the event of an analysis', () => {
  it('can be stored, whatever the samples were', () => {
    const values = fc.array(value, { minLength: 1, maxLength: 60 });
    const stepMs = fc.constantFrom(15_000, 60_000, 300_000);
    const format = fc.constantFrom<EventFormat>('protobuf', 'json');
    fc.assert(
      fc.property(values, stepMs, format, (samples, step, encoding) => {
        const grid = {
          startMs: endMs - (samples.length - 1) * step,
          stepMs: step,
          values: Float64Array.from(samples),
        };
        const analysis = analyzeSeries({ series, partition: 'p', grid }, profile);
        expect(decodeSeriesAnalyzed(encodeSeriesAnalyzed(analysis, encoding))).toEqual(analysis);
      }),
      { numRuns: 100 },
    );
  });
});
