import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ForewarnError } from '../errors/forewarn-error.js';
import { onAbort } from './on-abort.js';
import { withDeadline } from './with-deadline.js';
import { within } from './within.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const late = new ForewarnError('prometheus-timeout', 'too late');
const limits = { what: 'the test', timeoutMs: 1_000, timedOut: () => late };
const never = new Promise<never>(() => {});

describe('within', () => {
  it('gives what the promise gives, and leaves no timer behind', async () => {
    expect(await within(Promise.resolve(5), limits)).toBe(5);
    await expect(within(Promise.reject(late), limits)).rejects.toBe(late);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when the time is over', async () => {
    const outcome = expect(within(never, limits)).rejects.toBe(late);
    await vi.advanceTimersByTimeAsync(1_000);
    await outcome;
  });

  it('ends with the signal, and names what was waited for', async () => {
    const controller = new AbortController();
    const outcome = expect(within(never, { ...limits, signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
      message: 'the test was cancelled',
    });
    controller.abort();
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin behind an abort, and passes on a reason of ours', async () => {
    const signal = AbortSignal.abort(late);
    await expect(within(Promise.resolve(5), { what: 'the test', signal })).rejects.toBe(late);
  });
});

describe('withDeadline', () => {
  /** A task as a library does it: ends with an error of its own when it is aborted. */
  const task = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('socket closed')));
    });

  it('aborts the task when the time is over, and says so whatever the task makes of it', async () => {
    const outcome = expect(withDeadline(limits, task)).rejects.toBe(late);
    await vi.advanceTimersByTimeAsync(1_000);
    await outcome;
  });

  it('aborts the task with its caller', async () => {
    const controller = new AbortController();
    const options = { ...limits, signal: controller.signal };
    const outcome = expect(withDeadline(options, task)).rejects.toMatchObject({ code: 'cancelled' });
    controller.abort();
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin behind an abort', async () => {
    const run = vi.fn(task);
    const outcome = withDeadline({ ...limits, signal: AbortSignal.abort() }, run);
    await expect(outcome).rejects.toMatchObject({ code: 'cancelled' });
    expect(run).not.toHaveBeenCalled();
  });

  it('passes on what the task gives and throws', async () => {
    expect(await withDeadline(limits, async () => 5)).toBe(5);
    await expect(withDeadline(limits, () => Promise.reject(late))).rejects.toBe(late);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('many waits on one signal', () => {
  it('are no leak that Node would warn of', () => {
    const warned = vi.spyOn(process, 'emitWarning');
    const { signal } = new AbortController();
    const releases = Array.from({ length: 50 }, () => onAbort(signal, () => {}));
    for (const release of releases) release();
    expect(warned).not.toHaveBeenCalled();
  });

  it('are all told, and none that was released', () => {
    const controller = new AbortController();
    const told: number[] = [];
    const releases = [0, 1, 2].map((at) => onAbort(controller.signal, () => told.push(at)));
    releases[1]!();
    controller.abort();
    expect(told).toEqual([0, 2]);
  });
});
