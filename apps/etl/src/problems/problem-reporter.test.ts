import { seriesProblemsTopic } from '@forewarn/contracts';
import { ForewarnError } from '@forewarn/core';
import { AppendOnlyEventLog, FakeMetricSource } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import type { ProblemSubject } from './problem-tracker.js';
import { problemsBench } from './problems.fixture.js';

const minuteMs = 60_000;
const noon = Date.UTC(2026, 0, 2, 12);
const { signal } = new AbortController();
const subject: ProblemSubject = { kind: 'series', name: 'up{job="x"}', partition: 'p', selector: 'up' };
const failure = new ForewarnError(
  'prometheus-unavailable',
  'http://user@host cannot answer: checksum mismatch',
  {
    details: { target: 'http://host', status: 500, errorType: 'internal' },
  },
);

function bench() {
  const eventLog = new AppendOnlyEventLog();
  const time = { ms: noon };
  const parts = problemsBench(eventLog, new FakeMetricSource(), () => time.ms);
  const reports = () => eventLog.records('run.series-problems').map(seriesProblemsTopic.decode);
  return { ...parts, eventLog, time, reports };
}

describe('ProblemReporter', () => {
  it('tells the topic of a problem at each try, and of its end', async () => {
    const { problems, reports, time } = bench();
    await problems.failed(subject, failure, noon, { signal });
    time.ms = noon + minuteMs;
    await problems.failed(subject, failure, noon + minuteMs, { signal });
    time.ms = noon + 3 * minuteMs;
    await problems.succeeded(subject, signal);
    await problems.succeeded(subject, signal);
    expect(reports().map(({ attempts, resolvedMs }) => [attempts, resolvedMs])).toEqual([
      [1, null],
      [2, null],
      [2, noon + 3 * minuteMs],
    ]);
  });

  it('tells people what the error means and what the server said, without addresses and its texts', async () => {
    const { problems, reports } = bench();
    await problems.failed(subject, failure, noon, { signal });
    expect(reports()[0]?.detail).toBe(
      'Prometheus cannot be reached or answers with a server error. It said: HTTP status 500, internal.',
    );
  });

  it('passes nothing on that a stranger may have put in the place of a kind of error', async () => {
    const { problems, reports } = bench();
    const details = { status: 422, errorType: '<script>' };
    await problems.failed(subject, new ForewarnError('prometheus-rejected', 'no', { details }), noon, {
      signal,
    });
    expect(reports()[0]?.detail).toMatch(/It said: HTTP status 422\.$/);
  });

  it('logs a problem once, by name, and its end', async () => {
    const { problems, logger } = bench();
    for (const count of [0, 1, 3])
      await problems.failed(subject, failure, noon + count * minuteMs, { signal });
    await problems.succeeded(subject, signal);
    expect(logger.messages('error')).toEqual(['a series was passed over']);
    expect(logger.lines[0]?.fields).toMatchObject({ series: 'up{job="x"}', error: failure });
    expect(logger.messages('info')).toEqual(['a problem is over']);
  });

  it('counts each round in which the series was passed over, by reason, and the problems that there are', async () => {
    const { problems, counted } = bench();
    await problems.failed(subject, failure, noon, { signal });
    await problems.failed(subject, failure, noon + minuteMs, { signal });
    expect(await problems.isDue(subject, noon + 2 * minuteMs, signal)).toBe(false);
    expect(await counted('forewarn_etl_passed_over_total')).toEqual({ 'series prometheus-unavailable': 3 });
    expect(await counted('forewarn_etl_problems')).toEqual({ series: 1 });
    await problems.succeeded(subject, signal);
    expect(await counted('forewarn_etl_problems')).toEqual({});
  });

  it('does not report in each round what is tried in each round', async () => {
    const { problems, reports, time } = bench();
    for (let count = 0; count <= 20; count += 1) {
      time.ms = noon + count * minuteMs;
      await problems.failed(subject, failure, time.ms, { isTriedEachRound: true, signal });
    }
    expect(reports().map(({ attempts }) => attempts)).toEqual([1, 11, 21]);
    // Each report lasts until the next one.
    for (const [index, { lastSeenMs }] of reports().slice(1).entries())
      expect(reports()[index]!.expiresMs).toBeGreaterThan(lastSeenMs);
  });

  it('tells later what the log did not take, without another try', async () => {
    const { problems, reports, eventLog } = bench();
    eventLog.failure = new ForewarnError('event-log-unavailable', 'away');
    await expect(problems.failed(subject, failure, noon, { signal })).rejects.toBe(eventLog.failure);
    await expect(problems.isDue(subject, noon, signal)).rejects.toBe(eventLog.failure);
    eventLog.failure = undefined;
    expect(await problems.isDue(subject, noon, signal)).toBe(false);
    expect(await problems.isDue(subject, noon, signal)).toBe(false);
    expect(reports()).toHaveLength(1);
  });

  it('goes on when the log refuses a report for good', async () => {
    const { problems, eventLog, logger } = bench();
    eventLog.largestValueBytes = 10;
    await problems.failed(subject, failure, noon, { signal });
    expect(logger.messages('error').at(-1)).toBe('a problem could not be reported');
  });

  it('counts no more what is forgotten: by rounds that do not ask, or because others have the work', async () => {
    const { problems, counted } = bench();
    const selector: ProblemSubject = { kind: 'selector', name: 'up', partition: '', selector: 'up' };
    for (const each of [subject, selector]) await problems.failed(each, failure, noon, { signal });
    expect(await counted('forewarn_etl_problems')).toEqual({ series: 1, selector: 1 });
    problems.forget('selector');
    expect(await counted('forewarn_etl_problems')).toEqual({ series: 1 });
    await problems.isDue(selector, noon + 5 * minuteMs, signal);
    expect(await counted('forewarn_etl_problems')).toEqual({});
  });
});
