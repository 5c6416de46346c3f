import { analysisRequestedTopic, decodeAnalysisRequested } from '@forewarn/contracts';
import { canonicalSeries, ForewarnError, parseSelector } from '@forewarn/core';
import { AppendOnlyEventLog, FakeMetricSource } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { planRound } from './plan-round.js';

const windowEndMs = Date.UTC(2026, 0, 2, 12);
const disk = { metric: 'free_bytes', labels: { device: 'sda1', job: 'host' } };
const memory = { metric: 'memory_bytes', labels: { job: 'host' } };

function bench(...selectors: string[]) {
  const eventLog = new AppendOnlyEventLog();
  const source = new FakeMetricSource().add(disk, () => 1).add(memory, () => 1);
  const plan = () =>
    planRound(
      windowEndMs,
      {
        source,
        eventLog,
        namespace: 'run',
        requests: analysisRequestedTopic({ retentionMs: 3_600_000 }),
        selectors: selectors.map(parseSelector),
        partitionLabels: ['device'],
        activityMs: 300_000,
      },
      new AbortController().signal,
    );
  return { eventLog, source, plan };
}

describe('planRound', () => {
  it('appends a request for each series, keyed by it', async () => {
    const { plan, eventLog } = bench('free_bytes{job="host"}', 'memory_bytes');
    expect(await plan()).toBe(2);
    const records = eventLog.records('run.analysis-requests');
    expect(records.map(({ key }) => key)).toEqual([disk, memory].map(canonicalSeries));
    expect(records.map(decodeAnalysisRequested)).toEqual([
      { series: disk, partition: 'sda1', windowEndMs, selector: 'free_bytes{job="host"}' },
      { series: memory, partition: 'default', windowEndMs, selector: 'memory_bytes' },
    ]);
  });

  it('asks once for a series that several selectors match, by the first', async () => {
    const { plan, eventLog } = bench('free_bytes', 'free_bytes{device=~"sd.*"}');
    expect(await plan()).toBe(1);
    expect(
      eventLog.records('run.analysis-requests').map((record) => decodeAnalysisRequested(record).selector),
    ).toEqual(['free_bytes']);
  });

  it('appends nothing when nothing matches', async () => {
    const { plan, eventLog } = bench('absent');
    expect(await plan()).toBe(0);
    expect(eventLog.records('run.analysis-requests')).toEqual([]);
  });

  it('appends nothing when the series of one selector cannot be found out', async () => {
    const { plan, eventLog, source } = bench('free_bytes', 'memory_bytes');
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    await expect(plan()).rejects.toBe(source.failure);
    expect(eventLog.records('run.analysis-requests')).toEqual([]);
  });
});
