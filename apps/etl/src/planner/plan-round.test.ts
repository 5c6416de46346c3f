import { analysisRequestedTopic, decodeAnalysisRequested, seriesProblemsTopic } from '@forewarn/contracts';
import { canonicalSeries, ForewarnError, parseSelector } from '@forewarn/core';
import { createMaintenanceCalendar, type Maintenance } from '@forewarn/slo';
import { AppendOnlyEventLog } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { PickySource } from '../picky-source.fixture.js';
import { problemsBench } from '../problems/problems.fixture.js';
import { leftOutOf as leftOutOfWindow } from './left-out.js';
import { planRound } from './plan-round.js';

const windowEndMs = Date.UTC(2026, 0, 2, 12);
const disk = { metric: 'free_bytes', labels: { device: 'sda1', job: 'host' } };
const memory = { metric: 'memory_bytes', labels: { job: 'host' } };

/** @param selectors  each with the maintenance of its SLAs, or without any */
function bench(...selectors: (string | readonly [string, ...Maintenance[]])[]) {
  const eventLog = new AppendOnlyEventLog();
  const source = new PickySource().add(disk, () => 1).add(memory, () => 1);
  const shared = problemsBench(eventLog, source, () => windowEndMs);
  const plan = (round = 0) =>
    planRound(
      windowEndMs + round * 60_000,
      {
        ...shared,
        source,
        requests: analysisRequestedTopic({ retentionMs: 3_600_000 }),
        selectors: async () =>
          selectors.map((each) => {
            const [text, ...maintenance] = typeof each === 'string' ? [each] : each;
            return { selector: parseSelector(text), maintenance };
          }),
        profile: { windowMs: 12 * 3_600_000, stepMs: 60_000 },
        calendar: createMaintenanceCalendar(),
        partitionLabels: ['device'],
        activityMs: 300_000,
      },
      new AbortController().signal,
    );
  const planned = () => eventLog.records('run.analysis-requests').map(({ key }) => key);
  return { ...shared, eventLog, source, plan, planned };
}

describe('planRound', () => {
  it('appends a request for each series, keyed by it', async () => {
    const { plan, eventLog } = bench('free_bytes{job="host"}', 'memory_bytes');
    expect(await plan()).toBe(2);
    const records = eventLog.records('run.analysis-requests');
    expect(records.map(({ key }) => key)).toEqual([disk, memory].map(canonicalSeries));
    expect(records.map(decodeAnalysisRequested)).toEqual([
      { series: disk, partition: 'sda1', windowEndMs, selector: 'free_bytes{job="host"}', leftOut: [] },
      { series: memory, partition: 'default', windowEndMs, selector: 'memory_bytes', leftOut: [] },
    ]);
  });

  it('asks once for a series that several selectors match, by the first', async () => {
    const { plan, eventLog } = bench('free_bytes', 'free_bytes{device=~"sd.*"}');
    expect(await plan()).toBe(1);
    expect(
      eventLog.records('run.analysis-requests').map((record) => decodeAnalysisRequested(record).selector),
    ).toEqual(['free_bytes']);
  });

  it('asks for other series while those of one selector take their time', async () => {
    const { plan, source, planned } = bench('free_bytes', 'memory_bytes');
    const asked: string[] = [];
    let answer = () => {};
    const late = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const listSeries = source.listSeries.bind(source);
    source.listSeries = async (selector, ...rest) => {
      asked.push(selector.metric);
      if (selector.metric === 'free_bytes') await late;
      return listSeries(selector, ...rest);
    };
    const round = plan();
    await expect.poll(() => asked).toEqual(['free_bytes', 'memory_bytes']);
    answer();
    expect(await round).toBe(2);
    expect(planned()).toEqual([disk, memory].map(canonicalSeries));
  });

  it('ends what it asks beside a failure of all before it fails', async () => {
    const { plan, source } = bench('free_bytes', 'memory_bytes');
    let ended = false;
    source.listSeries = async ({ metric }, _, call) => {
      if (metric === 'memory_bytes') throw new TypeError('a defect');
      await new Promise<void>((resolve) => call?.signal?.addEventListener('abort', () => resolve()));
      ended = true;
      throw new ForewarnError('cancelled', 'no longer wanted');
    };
    await expect(plan()).rejects.toMatchObject({ code: 'internal' });
    expect(ended).toBe(true);
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

  it.each([
    ['is not readable', new ForewarnError('prometheus-malformed', 'data is null')],
    ['the source refuses', new ForewarnError('prometheus-rejected', 'HTTP status 422')],
    ['the source fails', new ForewarnError('prometheus-unavailable', 'HTTP status 503')],
    ['takes too long', new ForewarnError('prometheus-timeout', 'late')],
  ])('plans the others when the list of one selector %s, which is tried again later', async (_, failure) => {
    const { plan, source, planned, counted, eventLog, logger } = bench('free_bytes', 'memory_bytes');
    source.failing.set('free_bytes', failure);
    for (const round of [0, 1, 2]) expect(await plan(round)).toBe(1);
    expect(planned()).toEqual(new Array(3).fill('memory_bytes{job="host"}'));
    expect(await counted('forewarn_etl_passed_over_total')).toEqual({ [`selector ${failure.code}`]: 3 });
    expect(logger.messages('error')).toEqual([
      'the series of a selector could not be found out; it was passed over',
    ]);
    source.failing.clear();
    expect(await plan(3)).toBe(2);
    const reports = eventLog.records('run.series-problems').map(seriesProblemsTopic.decode);
    expect(reports.map(({ kind, name, attempts, resolvedMs }) => [kind, name, attempts, resolvedMs])).toEqual(
      [
        ['selector', 'free_bytes', 1, null],
        ['selector', 'free_bytes', 2, null],
        ['selector', 'free_bytes', 2, windowEndMs],
      ],
    );
  });

  it('fails when the lists of all selectors do, and tries all of them in the next attempt', async () => {
    const { plan, source } = bench('free_bytes', 'memory_bytes');
    const failure = new ForewarnError('prometheus-unavailable', 'HTTP status 503');
    for (const selector of ['free_bytes', 'memory_bytes']) source.failing.set(selector, failure);
    for (let attempt = 0; attempt < 3; attempt += 1) await expect(plan()).rejects.toBe(failure);
    source.failing.clear();
    expect(await plan()).toBe(2);
  });

  it('is content with a selector that finds nothing, whatever the others fail with', async () => {
    const { plan, source } = bench('free_bytes', 'absent');
    source.failing.set('free_bytes', new ForewarnError('prometheus-rejected', 'no'));
    expect(await plan()).toBe(0);
  });

  it('does not take a log that is away for the failure of a selector', async () => {
    const { plan, source, eventLog, tracker } = bench('free_bytes', 'memory_bytes');
    source.failing.set('free_bytes', new ForewarnError('prometheus-rejected', 'no'));
    await plan(0);
    source.failing.clear();
    eventLog.failure = new ForewarnError('event-log-unavailable', 'away');
    await expect(plan(1)).rejects.toBe(eventLog.failure);
    expect(tracker.count('selector')).toBe(0);
  });
});

describe('the maintenance of a round', () => {
  const minute = (count: number) => windowEndMs + count * 60_000;
  const range = (from: number, to: number) => ({ startMs: minute(from), endMs: minute(to) });
  /** From two to three in the night, each day; the window is from noon back to midnight. */
  const nightly = { cron: '0 2 * * *', durationMs: 3_600_000, timeZone: 'UTC' };
  const leftOutOf = async (...selectors: Parameters<typeof bench>) => {
    const { plan, eventLog } = bench(...selectors);
    await plan();
    const requests = eventLog.records('run.analysis-requests').map(decodeAnalysisRequested);
    return Object.fromEntries(requests.map(({ series, leftOut }) => [series.metric, leftOut]));
  };

  it('is left out of the series of its SLA alone', async () => {
    expect(await leftOutOf(['free_bytes', nightly], 'memory_bytes')).toEqual({
      free_bytes: [range(-600, -540)],
      memory_bytes: [],
    });
  });

  it.each([
    ['settings and an SLA', 'free_bytes', ['free_bytes{job="host"}', nightly]],
    ['an SLA and settings', ['free_bytes', nightly], 'free_bytes{job="host"}'],
  ] as const)('is left out of a series that both %s name', async (_, first, second) => {
    expect(await leftOutOf(first, second)).toEqual({ free_bytes: [range(-600, -540)] });
  });

  it('is that of every SLA that names a series, joined where it overlaps', async () => {
    const leftOut = await leftOutOf(
      ['free_bytes', range(-120, -60), range(-30, -20)],
      ['free_bytes{job="host"}', range(-90, -40), nightly],
      ['free_bytes{device="sda1"}', range(-40, -35)],
    );
    expect(leftOut).toEqual({ free_bytes: [range(-600, -540), range(-120, -35), range(-30, -20)] });
  });

  it('is told in whole minutes, as far as the window goes', async () => {
    const planned = [range(-9_999, -700.5), range(-10.5, -9.5), range(-1, 9_999)];
    expect(await leftOutOf(['free_bytes', ...planned])).toEqual({
      free_bytes: [range(-721, -700), range(-11, -9), range(-1, 1)],
    });
  });

  it('is told where it touches the window, and not what lies apart from it', async () => {
    const beginsNow = [range(-9_999, -722), range(0, 60)];
    expect(await leftOutOf(['free_bytes', ...beginsNow])).toEqual({ free_bytes: [range(0, 1)] });
    expect(await leftOutOf(['free_bytes', range(-9_999, -721), range(1, 60)])).toEqual({ free_bytes: [] });
  });

  it('is not told where there is none: a request has the bytes of one that never had any', async () => {
    const [planned, plain] = [bench(['free_bytes', range(60, 120)]), bench('free_bytes')];
    await Promise.all([planned.plan(), plain.plan()]);
    const [one, other] = [planned, plain].map(({ eventLog }) => eventLog.records('run.analysis-requests'));
    expect(one).toEqual(other);
  });

  it('is the newest where there is too much of it for a request', async () => {
    const many = Array.from({ length: 400 }, (_, i) => range(-2 * i - 1, -2 * i));
    const leftOut = await leftOutOf(['free_bytes', ...many], ['free_bytes{job="host"}', ...many]);
    expect(leftOut.free_bytes).toHaveLength(361);
    const apart = Array.from({ length: 1_100 }, (_, i) => ({ startMs: i, endMs: i + 0.4 }));
    const calendar = { within: () => apart };
    const ranges = leftOutOfWindow(1_100, { profile: { windowMs: 1_100, stepMs: 1 }, calendar })([]);
    expect([ranges.length, ranges.at(-1)]).toEqual([1_000, apart.at(-1)]);
  });
});
