import type { Decomposition, StageOutcome, StoredResult } from '@forewarn/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompositionChunks, mostPointsPerChunk } from './column-chunks.js';

const stepMs = 60_000;
const startMs = Date.UTC(2025, 0, 1);

const stored = (points: number): StoredResult<StageOutcome<Decomposition>> => ({
  series: { metric: 'up', labels: {} },
  partition: 'default',
  window: { startMs, endMs: startMs + (points - 1) * stepMs, stepMs, sampleCount: points, missingCount: 0 },
  result: {
    model: 'additive',
    period: 60,
    trend: Float64Array.from({ length: points }, (_, index) => index),
    seasonal: new Float64Array(points),
    residual: new Float64Array(points),
  },
});

describe('the chunks of a decomposition', () => {
  it('hold together every point once, in order, each with its series', () => {
    const chunks = [...decompositionChunks(stored(2_500), {})];
    expect(chunks.map((chunk) => chunk.timesMs?.length)).toEqual([1_000, 1_000, 500]);
    expect(chunks.flatMap((chunk) => chunk.trend)).toEqual(
      Array.from({ length: 2_500 }, (_, index) => index),
    );
    expect(chunks.map((chunk) => chunk.series?.metric)).toEqual(['up', 'up', 'up']);
  });

  it('hold exactly the points in the range, both ends included', () => {
    const window = fc.record({
      points: fc.integer({ min: 1, max: 2_100 }),
      from: fc.integer(),
      length: fc.nat(),
    });
    fc.assert(
      fc.property(window, ({ points, from, length }) => {
        const range = {
          startMs: startMs + (from % 10_000_000),
          endMs: startMs + (from % 10_000_000) + length,
        };
        const all = Array.from({ length: points }, (_, index) => startMs + index * stepMs);
        const chunks = [...decompositionChunks(stored(points), range)];
        expect(chunks.flatMap((chunk) => chunk.timesMs)).toEqual(
          all.filter((ms) => ms >= range.startMs && ms <= range.endMs),
        );
        for (const chunk of chunks) expect(chunk.timesMs?.length).toBeLessThanOrEqual(mostPointsPerChunk);
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('are one chunk with the reason when there is no result', () => {
    const gap = { reason: 'gap', detail: '17 minutes are missing' };
    expect([...decompositionChunks({ ...stored(5), result: gap }, {})]).toMatchObject([gap]);
  });
});
