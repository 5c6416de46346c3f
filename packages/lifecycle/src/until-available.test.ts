import { ForewarnError } from '@forewarn/core';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { untilAvailable } from './until-available.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const unavailable = () => new ForewarnError('store-unavailable', 'connection refused');

/** A call that is unavailable so many times, then answers. */
function answersAfter(failures: number) {
  const call = async () => {
    call.attempts += 1;
    if (call.attempts <= failures) throw unavailable();
    return 'answer';
  };
  call.attempts = 0;
  return call;
}

const open = () => new AbortController().signal;

describe('untilAvailable', () => {
  it('returns the answer of the first call without a word', async () => {
    const logger = recordingLogger();
    expect(await untilAvailable('MySQL', answersAfter(0), { signal: open(), logger })).toBe('answer');
    expect(logger.lines).toEqual([]);
  });

  it('tries again until there is an answer', async () => {
    const logger = recordingLogger();
    const waiting = untilAvailable('MySQL', answersAfter(3), { signal: open(), logger });
    await vi.runAllTimersAsync();
    expect(await waiting).toBe('answer');
    expect(logger.lines.map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'waiting for MySQL'],
      ['info', 'MySQL is available'],
    ]);
    expect(logger.lines[1]?.fields).toEqual({ what: 'MySQL', attempts: 4 });
  });

  it('waits longer and longer, at most five seconds', async () => {
    const timesMs: number[] = [];
    const call = () => {
      timesMs.push(performance.now());
      return timesMs.length > 12 ? Promise.resolve() : Promise.reject(unavailable());
    };
    const waiting = untilAvailable('MySQL', call, { signal: open() });
    await vi.runAllTimersAsync();
    await waiting;
    const waits = timesMs.slice(1).map((ms, i) => ms - timesMs[i]!);
    expect(waits[0]).toBeLessThanOrEqual(200);
    expect(Math.min(...waits.slice(6))).toBeGreaterThanOrEqual(2_500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
  });

  it('says what it waits for at first and then rarely', async () => {
    const logger = recordingLogger();
    const waiting = untilAvailable('MySQL', answersAfter(25), { signal: open(), logger });
    await vi.runAllTimersAsync();
    await waiting;
    expect(logger.messages('warn')).toEqual(['waiting for MySQL', 'waiting for MySQL', 'waiting for MySQL']);
    expect(logger.lines[0]?.fields).toMatchObject({
      what: 'MySQL',
      waitedMs: 0,
      error: { message: 'connection refused' },
    });
  });

  it('throws at once what no retry can mend', async () => {
    const denied = new ForewarnError('store-access-denied', 'wrong password');
    await expect(untilAvailable('MySQL', () => Promise.reject(denied), { signal: open() })).rejects.toBe(
      denied,
    );
    await expect(
      untilAvailable('MySQL', () => Promise.reject(new Error('x')), { signal: open() }),
    ).rejects.toMatchObject({ code: 'internal' });
  });

  it('gives up behind the longest wait, with the last reason', async () => {
    const waiting = untilAvailable('MySQL', answersAfter(100), { signal: open(), timeoutMs: 1_000 });
    const outcome = expect(waiting).rejects.toMatchObject({
      code: 'start-timeout',
      message: 'MySQL did not become available within 1s: connection refused',
    });
    await vi.advanceTimersByTimeAsync(1_000);
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with the signal while it waits', async () => {
    const controller = new AbortController();
    const waiting = untilAvailable('MySQL', answersAfter(100), { signal: controller.signal });
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(10);
    controller.abort();
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes any failure of a call during the abort for the abort', async () => {
    const controller = new AbortController();
    const call = () => {
      controller.abort();
      return Promise.reject(new Error('socket closed'));
    };
    await expect(untilAvailable('MySQL', call, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('calls nothing when the signal came first', async () => {
    const call = answersAfter(0);
    await expect(untilAvailable('MySQL', call, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(call.attempts).toBe(0);
  });
});
