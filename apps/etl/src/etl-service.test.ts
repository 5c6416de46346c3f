import { isUnavailable, referenceProfile } from '@forewarn/analysis';
import {
  decodeSeriesAnalyzed,
  encodeAnalysisRequested,
  seriesProblemsTopic,
  serviceLevelsTopic,
} from '@forewarn/contracts';
import {
  canonicalSeries,
  type EventLog,
  ForewarnError,
  type MetricType,
  parseSelector,
  type Series,
} from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { EventLogInbox, FakeMetricSource } from '@forewarn/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createEtl } from './create-etl.js';
import { embeddedLogs } from './embedded-log.fixture.js';
import type { EtlDeps } from './etl-service.js';
import { PickySource } from './picky-source.fixture.js';

const openLog = embeddedLogs();
const noon = Date.UTC(2026, 0, 2, 12);
const minuteMs = 60_000;
const { signal } = new AbortController();
const profile = { ...referenceProfile, windowMs: 3_600_000 };

const free: Series = { metric: 'free_bytes', labels: { device: 'sda1' } };
const requests: Series = { metric: 'requests_total', labels: { job: 'web' } };

const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
});

const newSource = () =>
  new FakeMetricSource()
    .add(free, (ms) => 1e9 - ms / 1e6)
    // Grows by two a second, and starts anew half an hour before noon.
    .add(requests, (ms) => 2 * ((ms - (noon - 7_200_000)) / 1_000) - (ms >= noon - 1_800_000 ? 10_800 : 0));

/** A service that is not started yet. Its clock stands half a minute behind noon. */
function newService(eventLog: EventLog, source = newSource(), options: Partial<EtlDeps> = {}) {
  const registry = new Registry();
  const [service] = createEtl({
    eventLog,
    source,
    registry,
    profile,
    selectors: ['free_bytes', 'requests_total'].map(parseSelector),
    partitionLabels: ['device'],
    intervalMs: minuteMs,
    settleMs: 5_000,
    resultTopic: 'results',
    topicPartitions: 4,
    format: 'protobuf',
    clock: () => noon + 30_000,
    ...options,
  }).services;
  running.push(service);
  const metric = async (name: string) => (await registry.getSingleMetric(name)!.get()).values[0]?.value;
  return { service, source, metric };
}

/** Consumes the events of the results, once there is such a topic. */
async function resultsOf(log: EventLog): Promise<EventLogInbox> {
  const inbox = new EventLogInbox();
  await log.ensureTopics([{ name: 'results', partitions: 4 }]);
  running.push(await log.consume({ topic: 'results', group: 'test', handle: inbox.handle }));
  return inbox;
}

const analysesIn = (inbox: EventLogInbox) =>
  inbox.records.map(decodeSeriesAnalyzed).sort((a, b) => (a.series.metric < b.series.metric ? -1 : 1));

describe('the etl service', () => {
  it('takes each series from the plan to its event', async () => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const { service, metric } = newService(log);
    await service.start(signal);
    await inbox.untilRecords(2);
    const [gauge, counter] = analysesIn(inbox);
    expect(gauge).toMatchObject({
      series: free,
      partition: 'sda1',
      window: {
        startMs: noon - 59 * minuteMs,
        endMs: noon,
        stepMs: minuteMs,
        sampleCount: 60,
        missingCount: 0,
      },
    });
    expect(counter).toMatchObject({ series: requests, partition: 'default', window: { sampleCount: 60 } });
    expect(await metric('forewarn_etl_planner_leader')).toBe(1);
    expect(await metric('forewarn_etl_windows')).toBe(2);
    expect(await metric('forewarn_etl_interval_seconds')).toBe(60);
  });

  it.each<[string, MetricType, (max: number) => boolean]>([
    ['a counter as rates, its reset mended', 'counter', (max) => Math.abs(max - 2) < 1e-9],
    ['what nobody declares by its name, as a counter', 'unknown', (max) => Math.abs(max - 2) < 1e-9],
    ['a gauge as it is, whatever its name', 'gauge', (max) => max > 1_000],
  ])('analyses %s', async (_, type, isRight) => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const { service, source } = newService(log);
    source.types.set('requests_total', type);
    await service.start(signal);
    await inbox.untilRecords(2);
    const { aggregates } = analysesIn(inbox)[1]!;
    if (isUnavailable(aggregates)) throw new Error(aggregates.detail);
    const { max, min } = aggregates.bins[0]!;
    expect(max).toSatisfy(isRight);
    expect(min).toSatisfy((value: number) => value > 0);
  });

  it('analyses what objectives are about beside what is configured, and what their indicators come to', async () => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const { service, source } = newService(log, newSource(), { selectors: [parseSelector('free_bytes')] });
    source.expressions.set('a / b', 'requests_total');
    const of = (text: string) => parseSelector(text);
    await log.ensureTopics([{ name: 'forewarn.objectives', partitions: 1 }]);
    const defined = [
      { kind: 'indicator', name: 'ratio', definition: { expression: 'a / b' } },
      {
        kind: 'sla',
        name: 'shop',
        selectors: [of('forewarn_indicator{indicator="ratio"}'), of('free_bytes')],
        maintenance: [],
      },
      {
        kind: 'sla',
        name: 'gone',
        selectors: [of('nothing'), of('forewarn_indicator{indicator="gone"}')],
        maintenance: [],
      },
    ] as const;
    await log.append('forewarn.objectives', defined.map(serviceLevelsTopic.encode));
    await service.start(signal);
    await inbox.untilRecords(2);
    const [indicator, gauge] = analysesIn(inbox);
    expect(gauge).toMatchObject({ series: free, partition: 'sda1' });
    expect(indicator).toMatchObject({
      series: { metric: 'forewarn_indicator', labels: { job: 'web', indicator: 'ratio' } },
      partition: 'ratio',
      window: { sampleCount: 60, missingCount: 0 },
    });
    // What it comes to is taken as it is: no rate of it.
    if (isUnavailable(indicator!.aggregates)) throw new Error(indicator!.aggregates.detail);
    expect(indicator!.aggregates.bins[0]!.max).toBeGreaterThan(1_000);
  });

  it('leaves out what is planned as maintenance of an SLA', async () => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const { service } = newService(log);
    await log.ensureTopics([{ name: 'forewarn.objectives', partitions: 1 }]);
    const maintenance = [{ startMs: noon - 30 * minuteMs, endMs: noon - 20 * minuteMs }];
    const sla = {
      kind: 'sla',
      name: 'shop',
      selectors: [parseSelector('free_bytes{device="sda1"}')],
      maintenance,
    } as const;
    await log.append('forewarn.objectives', [serviceLevelsTopic.encode(sla)]);
    await service.start(signal);
    await inbox.untilRecords(2);
    expect(analysesIn(inbox).map(({ window }) => window.missingCount)).toEqual([11, 0]);
  });

  it('analyses what another process has asked for', async () => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const { service } = newService(log, newSource(), { selectors: [parseSelector('absent')] });
    await service.start(signal);
    const windowEndMs = noon - 10 * minuteMs;
    const request = { series: free, partition: 'p', windowEndMs, selector: 'free_bytes', leftOut: [] };
    await log.append('forewarn.analysis-requests', [encodeAnalysisRequested(request)]);
    await inbox.untilRecords(1);
    expect(analysesIn(inbox)[0]).toMatchObject({ partition: 'p', window: { endMs: windowEndMs } });
  });

  it('goes on when the source comes back', async () => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const { service, source } = newService(log, newSource(), { selectors: [parseSelector('absent')] });
    await service.start(signal);
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    const request = { series: free, partition: 'p', windowEndMs: noon, selector: 'free_bytes', leftOut: [] };
    await log.append('forewarn.analysis-requests', [encodeAnalysisRequested(request)]);
    while (source.asked.length < 3) await new Promise((resolve) => setImmediate(resolve));
    source.failure = undefined;
    await inbox.untilRecords(1);
    expect(inbox.records).toHaveLength(1);
  });

  it('passes over a series that always fails, and tells the topic of problems', async () => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const told = new EventLogInbox();
    await log.ensureTopics([{ name: 'forewarn.series-problems', partitions: 4 }]);
    running.push(
      await log.consume({ topic: 'forewarn.series-problems', group: 'test', handle: told.handle }),
    );
    const source = new PickySource().add(free, () => 1).add(requests, () => 2);
    const selector = canonicalSeries(free);
    source.failing.set(selector, new ForewarnError('prometheus-unavailable', 'HTTP status 500'));
    const { service } = newService(log, source, {
      selectors: ['free_bytes', 'requests_total'].map(parseSelector),
    });
    source.listSeries = async ({ metric }) => [metric === 'free_bytes' ? free : requests];
    await service.start(signal);
    await Promise.all([inbox.untilRecords(1), told.untilRecords(1)]);
    expect(analysesIn(inbox).map(({ series }) => series)).toEqual([requests]);
    expect(told.records.map(seriesProblemsTopic.decode)).toEqual([
      expect.objectContaining({ name: selector, code: 'prometheus-unavailable', attempts: 1 }),
    ]);
  });

  it('shares the work, and has one planner', async () => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const [one, other] = [newService(log), newService(log)];
    await Promise.all([one.service.start(signal), other.service.start(signal)]);
    await inbox.untilRecords(2);
    const leaders = await Promise.all(
      [one, other].map(({ metric }) => metric('forewarn_etl_planner_leader')),
    );
    expect(leaders.sort()).toEqual([0, 1]);
    expect(inbox.records).toHaveLength(2);
  });

  it('hands planning on when it stops', async () => {
    const log = openLog();
    const inbox = await resultsOf(log);
    const [one, other] = [newService(log), newService(log)];
    await one.service.start(signal);
    await other.service.start(signal);
    await inbox.untilRecords(2);
    await one.service.stop();
    // The new leader plans the present round again: the same analyses once more.
    await inbox.untilRecords(4);
    expect(await one.metric('forewarn_etl_planner_leader')).toBe(0);
    expect(await other.metric('forewarn_etl_planner_leader')).toBe(1);
    expect(new Set(inbox.records.map(({ key }) => key)).size).toBe(2);
  });

  it('is ready while it takes part and reaches log and source', async () => {
    const { service, source } = newService(openLog());
    await expect(service.check(signal)).rejects.toThrow('takes no part in the work');
    await service.start(signal);
    await service.check(signal);
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    await expect(service.check(signal)).rejects.toBe(source.failure);
    source.failure = undefined;
    await service.stop();
    await expect(service.check(signal)).rejects.toThrow('takes no part in the work');
  });

  it('fails when a defect meets a request', async () => {
    const log = openLog();
    const source = newSource();
    const { service } = newService(log, source, { selectors: [parseSelector('absent')] });
    await service.start(signal);
    source.gate = Promise.reject(new TypeError('broken'));
    source.gate.catch(() => {});
    const request = { series: free, partition: 'p', windowEndMs: noon, selector: 'free_bytes', leftOut: [] };
    await log.append('forewarn.analysis-requests', [encodeAnalysisRequested(request)]);
    await expect(service.failure).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/forewarn\.analysis-requests.*broken/),
    });
  });

  it('may be stopped without having been started', async () => {
    await newService(openLog()).service.stop();
  });

  it('gives the wait for a source up when it is told to', async () => {
    const { service, source } = newService(openLog());
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    const controller = new AbortController();
    const starting = service.start(controller.signal);
    setImmediate(() => controller.abort());
    await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
    await service.stop();
  });
});
