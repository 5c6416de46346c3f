import { metricSourceContract } from '@forewarn/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { seriesOfMetric, stampedRecording } from '../stamped-recording.fixture.js';
import { loadRecording } from './load-recording.js';
import { createRecordedSource } from './recorded-source.js';
import type { RecordedSeries, Recording } from './recording.js';

const anchorMs = Date.UTC(2026, 10, 21, 12, 0);
const minuteMs = 60_000;
const openFiles = { metric: 'node_filefd_allocated', matchers: [] };

metricSourceContract('the recorded source', async () => ({
  source: createRecordedSource({ recordings: [await loadRecording()], anchorMs, clock: () => anchorMs }),
  known: seriesOfMetric(stampedRecording(anchorMs), 'node_filesystem_avail_bytes'),
}));

describe('the recorded source', () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await loadRecording();
  });

  it('begins 1536 minutes before the anchor', async () => {
    const source = createRecordedSource({ recordings: [recording], anchorMs, clock: () => anchorMs });
    const {
      samples: [samples],
    } = await source.rawSamples(openFiles, { startMs: 0, endMs: anchorMs });
    expect(samples?.timesMs[0]).toBe(anchorMs - 1536 * minuteMs);
    expect(samples?.timesMs).toHaveLength(1537);
  });

  it('goes on from the first sample after the last, in a loop', async () => {
    const laterMs = anchorMs + 3 * 1537 * minuteMs;
    const source = createRecordedSource({ recordings: [recording], anchorMs, clock: () => laterMs });
    const {
      samples: [loop],
    } = await source.rawSamples(openFiles, { startMs: anchorMs + minuteMs, endMs: laterMs });
    const recorded = recording.series.find(({ series }) => series.metric === openFiles.metric)!.values;
    expect(loop?.values).toEqual(Float64Array.from([...recorded, ...recorded, ...recorded]));
  });

  it('has no sample later than the clock', async () => {
    let nowMs = anchorMs + 10 * minuteMs - 1;
    const source = createRecordedSource({ recordings: [recording], anchorMs, clock: () => nowMs });
    const range = { startMs: anchorMs + minuteMs, endMs: anchorMs + 60 * minuteMs };
    const counts = async () => (await source.rawSamples(openFiles, range)).samples[0]?.timesMs.length;
    expect(await counts()).toBe(9);
    nowMs += 1;
    expect(await counts()).toBe(10);
  });

  it('never changes what it answered, however far the clock goes on', async () => {
    const range = { startMs: anchorMs - 60 * minuteMs, endMs: anchorMs + 60 * minuteMs };
    const answerAt = (nowMs: number) =>
      createRecordedSource({ recordings: [recording], anchorMs, clock: () => nowMs }).queryRange(
        openFiles,
        range,
        17_000,
      );
    expect(await answerAt(range.endMs + 1e12)).toEqual(await answerAt(range.endMs));
  });

  it('aligns an anchor within a minute down to it', async () => {
    const range = { startMs: anchorMs - 10 * minuteMs, endMs: anchorMs };
    const answerFor = (anchor: number) =>
      createRecordedSource({ recordings: [recording], anchorMs: anchor, clock: () => anchorMs }).rawSamples(
        openFiles,
        range,
      );
    expect(await answerFor(anchorMs + 59_999)).toEqual(await answerFor(anchorMs));
  });

  it('knows its metrics as gauges', async () => {
    const source = createRecordedSource({ recordings: [recording], anchorMs, clock: () => anchorMs });
    expect(await source.metricType('node_load1')).toBe('gauge');
  });
});

describe('the recorded source of a service', () => {
  const series = (metric: string, values: number[], labels = {}): RecordedSeries => ({
    series: { metric, labels },
    values: Float64Array.from(values),
  });
  const service: Recording = {
    series: [series('requests_total', [7, 9, 12]), series('requests_total_bytes', [7, 9, 12])],
    expressions: [
      { expression: 'sum by (le) (rate(x[5m]))', series: [series('forewarn_indicator', [0.1, 0.3, 0.2])] },
    ],
    stepMs: 1_000,
    sampleCount: 3,
    faults: [],
  };
  const laterMs = anchorMs + 4 * minuteMs;
  const replayed = (clock = () => laterMs) =>
    createRecordedSource({ recordings: [service], anchorMs, clock });
  const all = { startMs: 0, endMs: laterMs };
  const selected = (metric: string) => ({ metric, matchers: [] });
  const times = [-2, -1, 0, 1, 2, 3, 4].map((minutes) => anchorMs + minutes * minuteMs);

  it('lets counters rise as fast for a minute as for the second that was recorded, from zero in each loop', async () => {
    const { samples } = await replayed().rawSamples(selected('requests_total'), all);
    expect(samples.map(({ timesMs, values }) => [[...timesMs], [...values]])).toEqual([
      [times, [0, 120, 300, 0, 120, 300, 0]],
    ]);
    expect(await replayed().metricType('requests_total')).toBe('counter');
  });

  it('leaves gauges as they are, whatever is in their name', async () => {
    const { samples } = await replayed().rawSamples(selected('requests_total_bytes'), all);
    expect([...samples[0]!.values]).toEqual([7, 9, 12, 7, 9, 12, 7]);
    expect(await replayed().metricType('requests_total_bytes')).toBe('gauge');
    expect(await replayed().metricType('requests')).toBe('unknown');
  });

  it('answers an expression whose answer was recorded, however it is spaced', async () => {
    const range = { startMs: anchorMs - 2 * minuteMs, endMs: anchorMs };
    const { samples } = await replayed().queryExpression('sum by(le)(rate( x[5m] ))', range, minuteMs);
    expect(samples).toEqual([
      {
        series: { metric: 'forewarn_indicator', labels: {} },
        timesMs: Float64Array.from(times.slice(0, 3)),
        values: Float64Array.from([0.1, 0.3, 0.2]),
      },
    ]);
  });

  it('refuses any other, and says which ones it can answer', async () => {
    await expect(replayed().queryExpression('vector(1)', all, minuteMs)).rejects.toMatchObject({
      code: 'prometheus-rejected',
      message: expect.stringMatching(/evaluates no PromQL.*--prometheus.*sum by \(le\) \(rate\(x\[5m\]\)\)/),
    });
    const plain = createRecordedSource({
      recordings: [{ ...service, expressions: [] }],
      anchorMs,
      clock: () => laterMs,
    });
    await expect(plain.queryExpression('vector(1)', all, minuteMs)).rejects.toMatchObject({
      message: expect.not.stringContaining('recorded are'),
    });
  });

  it('replays each of several recordings in a loop of its own length, its series among the others', async () => {
    const other = { ...service, series: [series('requests_total', [1, 2], { code: '500' })], sampleCount: 2 };
    const source = createRecordedSource({ recordings: [other, service], anchorMs, clock: () => laterMs });
    const { samples } = await source.rawSamples(selected('requests_total'), all);
    expect(samples.map(({ series: { labels }, values }) => [labels, [...values]])).toEqual([
      [{}, [0, 120, 300, 0, 120, 300, 0]],
      [{ code: '500' }, [0, 60, 0, 60, 0, 60]],
    ]);
  });
});
