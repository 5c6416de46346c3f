import { metricSourceContract } from '@forewarn/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { seriesOfMetric, stampedRecording } from '../stamped-recording.fixture.js';
import { loadRecording } from './load-recording.js';
import { createRecordedSource } from './recorded-source.js';
import type { Recording } from './recording.js';

const anchorMs = Date.UTC(2026, 10, 21, 12, 0);
const minuteMs = 60_000;
const openFiles = { metric: 'node_filefd_allocated', matchers: [] };

metricSourceContract('the recorded source', async () => ({
  source: createRecordedSource({ recording: await loadRecording(), anchorMs, clock: () => anchorMs }),
  known: seriesOfMetric(stampedRecording(anchorMs), 'node_filesystem_avail_bytes'),
}));

describe('the recorded source', () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await loadRecording();
  });

  it('begins 1536 minutes before the anchor', async () => {
    const source = createRecordedSource({ recording, anchorMs, clock: () => anchorMs });
    const {
      samples: [samples],
    } = await source.rawSamples(openFiles, { startMs: 0, endMs: anchorMs });
    expect(samples?.timesMs[0]).toBe(anchorMs - 1536 * minuteMs);
    expect(samples?.timesMs).toHaveLength(1537);
  });

  it('goes on from the first sample after the last, in a loop', async () => {
    const laterMs = anchorMs + 3 * 1537 * minuteMs;
    const source = createRecordedSource({ recording, anchorMs, clock: () => laterMs });
    const {
      samples: [loop],
    } = await source.rawSamples(openFiles, { startMs: anchorMs + minuteMs, endMs: laterMs });
    const recorded = recording.series.find(({ series }) => series.metric === openFiles.metric)!.values;
    expect(loop?.values).toEqual(Float64Array.from([...recorded, ...recorded, ...recorded]));
  });

  it('has no sample later than the clock', async () => {
    let nowMs = anchorMs + 10 * minuteMs - 1;
    const source = createRecordedSource({ recording, anchorMs, clock: () => nowMs });
    const range = { startMs: anchorMs + minuteMs, endMs: anchorMs + 60 * minuteMs };
    const counts = async () => (await source.rawSamples(openFiles, range)).samples[0]?.timesMs.length;
    expect(await counts()).toBe(9);
    nowMs += 1;
    expect(await counts()).toBe(10);
  });

  it('never changes what it answered, however far the clock goes on', async () => {
    const range = { startMs: anchorMs - 60 * minuteMs, endMs: anchorMs + 60 * minuteMs };
    const answerAt = (nowMs: number) =>
      createRecordedSource({ recording, anchorMs, clock: () => nowMs }).queryRange(openFiles, range, 17_000);
    expect(await answerAt(range.endMs + 1e12)).toEqual(await answerAt(range.endMs));
  });

  it('aligns an anchor within a minute down to it', async () => {
    const range = { startMs: anchorMs - 10 * minuteMs, endMs: anchorMs };
    const answerFor = (anchor: number) =>
      createRecordedSource({ recording, anchorMs: anchor, clock: () => anchorMs }).rawSamples(
        openFiles,
        range,
      );
    expect(await answerFor(anchorMs + 59_999)).toEqual(await answerFor(anchorMs));
  });

  it('knows its metrics as gauges', async () => {
    const source = createRecordedSource({ recording, anchorMs, clock: () => anchorMs });
    expect(await source.metricType('node_load1')).toBe('gauge');
  });
});
