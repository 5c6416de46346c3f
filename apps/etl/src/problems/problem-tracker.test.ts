import { describe, expect, it } from 'vitest';
import { type ProblemSubject, ProblemTracker, type ProblemTrackerOptions } from './problem-tracker.js';

const minuteMs = 60_000;
const noon = Date.UTC(2026, 0, 2, 12);
const round = (count: number) => noon + count * minuteMs;
const subject: ProblemSubject = { kind: 'series', name: 'up', partition: 'p', selector: 'up' };
const timeout = { code: 'prometheus-timeout', detail: 'It took too long.', isTriedEachRound: false };
const partial = { code: 'partial-answer', detail: 'Something is missing.', isTriedEachRound: true };

function bench(options: Partial<ProblemTrackerOptions> = {}) {
  const time = { ms: noon };
  const tracker = new ProblemTracker({
    intervalMs: minuteMs,
    settleMs: 5_000,
    clock: () => time.ms,
    ...options,
  });
  return { tracker, time };
}

describe('ProblemTracker', () => {
  it('tries what keeps failing in rounds further and further apart, at least every quarter of an hour', () => {
    const { tracker } = bench();
    const tried: number[] = [];
    for (let count = 0; count <= 62; count += 1) {
      if (!tracker.isDue(subject, round(count))) continue;
      tried.push(count);
      tracker.failed(subject, timeout, round(count));
    }
    expect(tried).toEqual([0, 1, 3, 7, 15, 30, 45, 60]);
  });

  it('tries in each round where rounds are further apart than that', () => {
    const intervalMs = 60 * minuteMs;
    const { tracker } = bench({ intervalMs });
    for (let count = 0; count < 5; count += 1) {
      expect(tracker.isDue(subject, noon + count * intervalMs)).toBe(true);
      tracker.failed(subject, timeout, noon + count * intervalMs);
    }
  });

  it('begins anew when a try has succeeded', () => {
    const { tracker, time } = bench();
    for (const count of [0, 1, 3]) tracker.failed(subject, timeout, round(count));
    time.ms = round(7);
    expect(tracker.succeeded(subject)).toMatchObject({ attempts: 3, resolvedMs: round(7) });
    expect(tracker.succeeded(subject)).toBeUndefined();
    tracker.failed(subject, timeout, round(8));
    expect(tracker.isDue(subject, round(9))).toBe(true);
  });

  it('says what is wrong, since when, how often it was tried, and when it is tried next', () => {
    const { tracker, time } = bench();
    tracker.failed(subject, timeout, round(0));
    time.ms = round(1) + 7_000;
    expect(tracker.failed(subject, timeout, round(1))?.problem.report).toEqual({
      ...subject,
      code: 'prometheus-timeout',
      detail: 'It took too long.',
      sinceMs: noon,
      lastSeenMs: round(1) + 7_000,
      attempts: 2,
      nextTryMs: round(3) + 5_000,
      expiresMs: round(23) + 5_000,
      resolvedMs: null,
    });
  });

  it('knows another problem of the same series from the one before', () => {
    const { tracker } = bench();
    expect(tracker.failed(subject, timeout, round(0))?.isNew).toBe(true);
    expect(tracker.failed(subject, timeout, round(1))?.isNew).toBe(false);
    const another = tracker.failed(subject, { ...timeout, code: 'prometheus-rejected' }, round(3));
    expect(another).toMatchObject({ isNew: true, problem: { report: { attempts: 1, sinceMs: noon } } });
  });

  it('keeps what is tried in each round due', () => {
    const { tracker } = bench();
    for (let count = 0; count < 9; count += 1) {
      expect(tracker.isDue(subject, round(count))).toBe(true);
      tracker.failed(subject, partial, round(count));
    }
    expect(tracker.isDue(subject, round(8))).toBe(true);
  });

  it('has a series and a selector of one name for two', () => {
    const { tracker } = bench();
    tracker.failed(subject, timeout, round(0));
    expect(tracker.isDue({ ...subject, kind: 'selector' }, round(0))).toBe(true);
    expect([tracker.count('series'), tracker.count('selector')]).toEqual([1, 0]);
  });

  it('forgets what no round asks for any more', () => {
    const { tracker } = bench();
    const other = { ...subject, name: 'other' };
    for (const each of [subject, other]) tracker.failed(each, timeout, round(0));
    for (let count = 1; count <= 5; count += 1) tracker.isDue(other, round(count));
    expect([tracker.problemOf(subject), tracker.problemOf(other)?.report.name]).toEqual([undefined, 'other']);
  });

  it('keeps no more than it may; what fails beyond is tried in each round', () => {
    const { tracker } = bench({ mostProblems: 1 });
    tracker.failed(subject, timeout, round(0));
    const other = { ...subject, name: 'other' };
    expect(tracker.failed(other, timeout, round(0))).toBeUndefined();
    expect([tracker.isDue(subject, round(0)), tracker.isDue(other, round(0))]).toEqual([false, true]);
    expect(tracker.failed(subject, timeout, round(1))?.problem.report.attempts).toBe(2);
  });

  it('does not wait for days when the clock is set back', () => {
    const { tracker } = bench();
    tracker.failed(subject, timeout, round(0));
    expect(tracker.isDue(subject, round(-1_440))).toBe(true);
  });
});
