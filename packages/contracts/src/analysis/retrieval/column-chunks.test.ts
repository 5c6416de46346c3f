import type { Decomposition, StageOutcome, StoredResult } from '@forewarn/analysis';
import { describe, expect, it } from 'vitest';
import { decompositionChunks } from './column-chunks.js';

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
    const chunks = [...decompositionChunks(stored(2_500))];
    expect(chunks.map((chunk) => chunk.timesMs?.length)).toEqual([1_000, 1_000, 500]);
    expect(chunks.flatMap((chunk) => chunk.trend)).toEqual(
      Array.from({ length: 2_500 }, (_, index) => index),
    );
    expect(chunks.map((chunk) => chunk.series?.metric)).toEqual(['up', 'up', 'up']);
  });

  it('stand at the times of the window', () => {
    const chunks = [...decompositionChunks(stored(1_001))];
    expect(chunks[0]?.timesMs?.slice(0, 2)).toEqual([startMs, startMs + stepMs]);
    expect(chunks[1]?.timesMs).toEqual([startMs + 1_000 * stepMs]);
  });

  it('are one chunk with the reason when there is no result', () => {
    const gap = { reason: 'gap', detail: '17 minutes are missing' };
    expect([...decompositionChunks({ ...stored(5), result: gap })]).toMatchObject([gap]);
  });
});
