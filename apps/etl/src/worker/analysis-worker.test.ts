import { analyzeSeries, referenceProfile } from '@forewarn/analysis';
import {
  type AnalysisRequest,
  analysisRequestedTopic,
  decodeSeriesAnalyzed,
  encodeAnalysisRequested,
  seriesAnalyzedTopic,
  seriesProblemsTopic,
} from '@forewarn/contracts';
import { canonicalSeries, type EncodedEvent, ForewarnError, type Series } from '@forewarn/core';
import { AppendOnlyEventLog, FakeMetricSource, recordBatch } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { problemsBench } from '../problems/problems.fixture.js';
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
  leftOut: [],
});
const recordOf = (instance: string, rounds = 0) =>
  encodeAnalysisRequested({ ...requestOf(instance), windowEndMs: windowEndMs + rounds * stepMs });

/**
 * A worker whose windows of some instances fail, while the source is well unless it is told otherwise.
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
  const source = new FakeMetricSource();
  const { registry, ...shared } = problemsBench(eventLog, source, () => windowEndMs);
  const { logger } = shared;
  const failing = new Map(Object.entries(failures));
  const asked: string[] = [];
  let partialFromMs: number | undefined;
  const handle = createAnalysisWorker({
    ...shared,
    requests: { ...requests, decode },
    results: seriesAnalyzedTopic({ name: 'results' }),
    windowFor: async ({ series: { labels } }) => {
      asked.push(labels.instance!);
      const failure = failing.get(labels.instance!);
      if (failure) throw failure;
      const window = new RollingWindow(10, stepMs, windowEndMs);
      if (partialFromMs !== undefined) window.replaceFrom(partialFromMs, undefined, true);
      return window;
    },
    analyze: async ({ series, partition }, { startMs, values }) =>
      analyzeSeries({ series, partition, grid: { startMs, stepMs, values } }, referenceProfile),
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
    source,
    failing,
    asked,
    counted: shared.counted,
    setPartialFrom: (ms: number | undefined) => {
      partialFromMs = ms;
    },
    reports: () => eventLog.records('run.series-problems').map(seriesProblemsTopic.decode),
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
    ['a server error', new ForewarnError('prometheus-unavailable', 'HTTP status 500'), 2],
    ['a refusal', new ForewarnError('prometheus-rejected', 'HTTP status 422'), 1],
    ['a query that takes too long', new ForewarnError('prometheus-timeout', 'late'), 1],
    ['native histograms', new ForewarnError('native-histogram', 'no single value'), 1],
  ])('passes over a series that always meets %s, while its neighbours go on', async (_, failure, tries) => {
    const { handle, analysed, outcomes, asked, reports, counted, failing, logger } = bench({ b: failure });
    for (let round = 0; round < 5; round += 1)
      await handle(recordBatch(['a', 'b', 'c'].map((instance) => recordOf(instance, round))));
    expect(analysed().filter((key) => key?.includes('"b"'))).toEqual([]);
    expect(await outcomes()).toEqual({ analyzed: 10, rejected: 3, postponed: 2 });
    // In the rounds 0, 1 and 3.
    expect(asked.filter((instance) => instance === 'b')).toHaveLength(3 * tries);
    expect(await counted('forewarn_etl_passed_over_total')).toEqual({ [`series ${failure.code}`]: 5 });
    expect(reports().map(({ name, code, attempts }) => [name, code, attempts])).toEqual([
      ['node_load1{instance="b"}', failure.code, 1],
      ['node_load1{instance="b"}', failure.code, 2],
      ['node_load1{instance="b"}', failure.code, 3],
    ]);
    expect(logger.messages('error')).toEqual(['a series was passed over']);
    failing.clear();
    await handle(recordBatch([recordOf('b', 7)]));
    expect(analysed().at(-1)).toBe('node_load1{instance="b"}');
    expect(reports().at(-1)).toMatchObject({ resolvedMs: windowEndMs });
  });

  it('asks no more than three series of a selector in a round in which they take too long', async () => {
    const late = new ForewarnError('prometheus-timeout', 'late');
    const instances = ['a', 'b', 'c', 'd', 'e', 'f'];
    const { handle, asked, outcomes, failing } = bench(
      Object.fromEntries(instances.map((instance) => [instance, late])),
    );
    await handle(recordBatch(instances.map((instance) => recordOf(instance))));
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(await outcomes()).toEqual({ rejected: 6 });
    failing.clear();
    await handle(recordBatch(instances.map((instance) => recordOf(instance, 1))));
    expect(await outcomes()).toEqual({ rejected: 6, analyzed: 6 });
  });

  it('does not hold the time-outs of a source that was away against its selectors', async () => {
    const { handle, source, failing, outcomes } = bench({
      a: new ForewarnError('prometheus-timeout', 'late'),
    });
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(handle(recordBatch([recordOf('a')]))).rejects.toMatchObject({
        code: 'prometheus-timeout',
      });
    source.failure = undefined;
    failing.clear();
    await handle(recordBatch([recordOf('a')]));
    expect(await outcomes()).toEqual({ analyzed: 1 });
  });

  it('goes on asking the series of a selector of which only some take too long', async () => {
    const late = new ForewarnError('prometheus-timeout', 'late');
    const { handle, asked } = bench({ a: late, b: late, d: late, e: late });
    await handle(recordBatch(['a', 'b', 'c', 'd', 'e', 'f'].map((instance) => recordOf(instance))));
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('asks a source that is well once more before it passes a series over', async () => {
    const { handle, outcomes, failing, asked, source } = bench({
      b: new ForewarnError('prometheus-unavailable', 'HTTP status 503'),
    });
    source.check = async () => void failing.clear();
    await handle(recordBatch([recordOf('b')]));
    expect(asked).toEqual(['b', 'b']);
    expect(await outcomes()).toEqual({ analyzed: 1 });
  });

  it('reports a partial answer beside the analysis, in each round until it is whole', async () => {
    const { handle, outcomes, setPartialFrom, reports, asked } = bench();
    setPartialFrom(windowEndMs - 3 * stepMs);
    for (const round of [0, 1, 2]) await handle(recordBatch([recordOf('a', round)]));
    setPartialFrom(undefined);
    await handle(recordBatch([recordOf('a', 3)]));
    expect(asked).toHaveLength(4);
    expect(await outcomes()).toEqual({ analyzed: 4 });
    expect(reports().map(({ code, resolvedMs }) => [code, resolvedMs !== null])).toEqual([
      ['partial-answer', false],
      ['partial-answer', true],
    ]);
  });

  it('passes over a request whose selector is refused', async () => {
    const refused = {
      ...recordOf('a'),
      value: encodeAnalysisRequested({ ...requestOf('a'), selector: 'up{' }).value,
    };
    const { handle, outcomes, analysed } = bench();
    await handle(recordBatch([refused, recordOf('b')]));
    expect(await outcomes()).toEqual({ analyzed: 1, undecodable: 1 });
    expect(analysed()).toEqual([canonicalSeries(seriesOf('b'))]);
  });

  it.each([
    ['the source is unavailable', new ForewarnError('prometheus-unavailable', 'unavailable')],
    ['the source is late', new ForewarnError('prometheus-timeout', 'late')],
    ['there is a defect', new TypeError('broken')],
  ])('rejects when %s, so that the batch comes again', async (_, failure) => {
    const { handle, analysed, source } = bench({ b: failure });
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
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
    const { handle, lag, source } = bench({ b: new ForewarnError('prometheus-unavailable', 'unavailable') });
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
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
