import { analyzeSeries, referenceProfile } from '@forewarn/analysis';
import {
  type AnalysisRequest,
  analysisRequestedTopic,
  decodeSeriesAnalyzed,
  encodeAnalysisRequested,
  seriesAnalyzedTopic,
} from '@forewarn/contracts';
import { canonicalSeries, type EncodedEvent, ForewarnError, type Series } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { AppendOnlyEventLog, recordBatch, recordingLogger } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { createEtlMetrics } from '../etl-metrics.js';
import { createAnalysisWorker } from './analysis-worker.js';
import { RollingWindow } from './rolling-window.js';

const stepMs = 60_000;
const windowEndMs = Date.UTC(2026, 0, 2, 12);
const seriesOf = (instance: string): Series => ({ metric: 'node_load1', labels: { instance } });
const requestOf = (instance: string): AnalysisRequest => ({
  series: seriesOf(instance),
  partition: instance,
  windowEndMs,
  selector: 'node_load1',
});
const recordOf = (instance: string) => encodeAnalysisRequested(requestOf(instance));

/**
 * A worker whose windows of some instances fail.
 *
 * @param onDecode  sees each record before it is decoded
 */
function bench(
  failures: Readonly<Record<string, Error>> = {},
  onDecode: (record: EncodedEvent) => void = () => {},
) {
  const requests = analysisRequestedTopic({ retentionMs: 3_600_000 });
  const decode = (record: EncodedEvent) => {
    onDecode(record);
    return requests.decode(record);
  };
  const eventLog = new AppendOnlyEventLog();
  const registry = new Registry();
  const logger = recordingLogger();
  const handle = createAnalysisWorker({
    eventLog,
    namespace: 'run',
    requests: { ...requests, decode },
    results: seriesAnalyzedTopic({ name: 'results' }),
    windowFor: async ({ series: { labels } }) => {
      const failure = failures[labels.instance!];
      if (failure) throw failure;
      return new RollingWindow(10, stepMs, windowEndMs);
    },
    analyze: async ({ series, partition }, { startMs, values }) =>
      analyzeSeries({ series, partition, grid: { startMs, stepMs, values } }, referenceProfile),
    metrics: createEtlMetrics(registry),
    logger,
  });
  const outcomes = async () => {
    const metric = await registry.getSingleMetric('forewarn_etl_analyses_total')!.get();
    const counted = metric.values.filter(({ value }) => value > 0);
    return Object.fromEntries(counted.map(({ labels, value }) => [labels.outcome, value]));
  };
  const lag = async (partition: number) => {
    const { values } = await registry.getSingleMetric('forewarn_etl_lag_records')!.get();
    return values.find(({ labels }) => labels.partition === partition)?.value;
  };
  return {
    eventLog,
    logger,
    handle,
    outcomes,
    lag,
    analysed: () => eventLog.records('results').map(({ key }) => key),
  };
}

describe('the analysis worker', () => {
  it('appends one event per request, in order, before the batch is done', async () => {
    const { eventLog, handle, outcomes } = bench();
    await handle(recordBatch([recordOf('a'), recordOf('b')]));
    const events = eventLog.records('results').map(decodeSeriesAnalyzed);
    expect(events.map(({ series, partition }) => [series, partition])).toEqual([
      [seriesOf('a'), 'a'],
      [seriesOf('b'), 'b'],
    ]);
    expect(events[0]?.window.endMs).toBe(windowEndMs);
    expect(await outcomes()).toEqual({ analyzed: 2 });
  });

  it('passes over what is no request, and says where it stands', async () => {
    const { handle, outcomes, logger, analysed } = bench();
    const poison = { ...recordOf('a'), value: Uint8Array.of(255, 255, 255) };
    await handle(recordBatch([poison, recordOf('b')], { firstOffset: 7, partition: 3 }));
    expect(analysed()).toEqual([canonicalSeries(seriesOf('b'))]);
    expect(await outcomes()).toEqual({ analyzed: 1, undecodable: 1 });
    expect(logger.lines).toEqual([
      {
        level: 'error',
        message: 'an analysis request was passed over',
        fields: {
          topic: 'requests',
          partition: 3,
          offset: 7,
          error: expect.objectContaining({ code: 'undecodable-event' }),
        },
      },
    ]);
  });

  it('passes over a request that brings about a defect in the decoder', async () => {
    const { handle, outcomes, analysed } = bench({}, ({ key }) => {
      if (key?.includes('"a"')) throw new RangeError('Maximum call stack size exceeded');
    });
    await handle(recordBatch([recordOf('a'), recordOf('b')]));
    expect(analysed()).toEqual([canonicalSeries(seriesOf('b'))]);
    expect(await outcomes()).toEqual({ analyzed: 1, undecodable: 1 });
  });

  it.each([
    ['the source refuses', new ForewarnError('prometheus-rejected', 'too many samples')],
    ['the source answers nonsense to', new ForewarnError('prometheus-malformed', 'not JSON')],
  ])('passes over a request that %s, and names the series', async (_, failure) => {
    const { handle, outcomes, logger, analysed } = bench({ a: failure });
    await handle(recordBatch([recordOf('a'), recordOf('b')]));
    expect(analysed()).toEqual([canonicalSeries(seriesOf('b'))]);
    expect(await outcomes()).toEqual({ analyzed: 1, rejected: 1 });
    expect(logger.lines[0]?.fields).toMatchObject({
      series: 'node_load1{instance="a"}',
      windowEnd: '2026-01-02T12:00:00.000Z',
      error: failure,
    });
  });

  it('passes over an event that is too large for the log', async () => {
    const { handle, outcomes, eventLog } = bench();
    eventLog.largestValueBytes = 10;
    await handle(recordBatch([recordOf('a')]));
    expect(await outcomes()).toEqual({ rejected: 1 });
  });

  it.each([
    ['the source is unavailable', new ForewarnError('prometheus-unavailable', 'unavailable')],
    ['the source is late', new ForewarnError('prometheus-timeout', 'late')],
    ['there is a defect', new TypeError('broken')],
  ])('rejects when %s, so that the batch comes again', async (_, failure) => {
    const { handle, analysed } = bench({ b: failure });
    await expect(handle(recordBatch([recordOf('a'), recordOf('b'), recordOf('c')]))).rejects.toMatchObject({
      message: failure.message,
    });
    expect(analysed()).toEqual([canonicalSeries(seriesOf('a'))]);
  });

  it('rejects when the log is unavailable', async () => {
    const { handle, eventLog, outcomes } = bench();
    eventLog.failure = new ForewarnError('event-log-unavailable', 'unavailable');
    await expect(handle(recordBatch([recordOf('a')]))).rejects.toBe(eventLog.failure);
    expect(await outcomes()).toEqual({});
  });

  it('says how many requests of a partition wait, also while a batch keeps failing', async () => {
    const { handle, lag } = bench({ b: new ForewarnError('prometheus-unavailable', 'unavailable') });
    await handle(recordBatch([recordOf('a')], { partition: 2, firstOffset: 5, endOffset: 9 }));
    expect(await lag(2)).toBe(3);
    const failing = recordBatch([recordOf('b')], { partition: 2, firstOffset: 6, endOffset: 20 });
    await expect(handle(failing)).rejects.toMatchObject({ code: 'prometheus-unavailable' });
    expect(await lag(2)).toBe(14);
  });

  it('does not complete a batch whose partition was taken away', async () => {
    const { handle, analysed } = bench();
    const controller = new AbortController();
    const handling = handle(recordBatch([recordOf('a'), recordOf('b')], { signal: controller.signal }));
    const outcome = expect(handling).rejects.toMatchObject({ retryable: true });
    // The worker lets the event loop turn behind each request.
    setImmediate(() => controller.abort());
    await outcome;
    expect(analysed().length).toBeLessThan(2);
  });
});
