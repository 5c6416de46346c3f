import { ForewarnError } from '@forewarn/core';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeBehaviour, fakeService } from './fake-service.fixture.js';
import { type RunOptions, runServices } from './run-services.js';

/** Services that share a list of events, and how to run them. */
function bench() {
  const events: string[] = [];
  const controller = new AbortController();
  const logger = recordingLogger();
  return {
    events,
    logger,
    abort: () => controller.abort(),
    service: (name: string, behaviour?: FakeBehaviour) => fakeService(name, events, behaviour),
    run: (services: Parameters<typeof runServices>[0], options: Partial<RunOptions> = {}) =>
      runServices(services, { logger, signal: controller.signal, ...options }),
  };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

const never = () => new Promise<void>(() => {});
const unavailable = new ForewarnError('store-unavailable', 'the database is unavailable');

describe('runServices', () => {
  it('starts in order, runs until the signal, and stops in reverse order', async () => {
    const { events, service, run, abort } = bench();
    const onStarted = () => {
      events.push('all started');
      abort();
    };
    await run([service('a'), service('b')], { onStarted });
    expect(events).toEqual(['a started', 'b started', 'all started', 'b stopped', 'a stopped']);
  });

  it('does nothing when the signal came first', async () => {
    const { events, service, run, abort } = bench();
    abort();
    await run([service('a')]);
    expect(events).toEqual([]);
  });

  it('stops all with the first failure, and throws that', async () => {
    const { events, service, run, logger } = bench();
    const [a, b] = [service('a'), service('b')];
    const onStarted = () => {
      a.fail(unavailable);
      b.fail(new Error('later'));
    };
    await expect(run([a, b], { onStarted })).rejects.toBe(unavailable);
    expect(events.slice(2)).toEqual(['b stopped', 'a stopped']);
    expect(logger.lines.find(({ level }) => level === 'error')).toMatchObject({
      fields: { part: 'a', error: unavailable },
      message: 'a failed; stopping',
    });
  });

  it('stops what has begun when a start fails, the one that failed included', async () => {
    const { events, service, run } = bench();
    const b = service('b', { start: () => Promise.reject(new Error('no')) });
    await expect(run([service('a'), b, service('c')])).rejects.toMatchObject({
      code: 'internal',
      message: 'no',
    });
    expect(events).toEqual(['a started', 'b stopped', 'a stopped']);
  });

  it('ends a start that waits when a service before it fails', async () => {
    const { events, service, run } = bench();
    const a = service('a');
    const b = service('b', {
      start: (signal) => {
        a.fail(unavailable);
        return untilAborted(signal);
      },
    });
    await expect(run([a, b, service('c')])).rejects.toBe(unavailable);
    expect(events).toEqual(['a started', 'b stopped', 'a stopped']);
  });

  it('ends a start that waits at the signal, and takes that for no failure', async () => {
    const { events, service, run, abort } = bench();
    const b = service('b', {
      start: (signal) => {
        queueMicrotask(abort);
        return untilAborted(signal);
      },
    });
    await run([service('a'), b]);
    expect(events).toEqual(['a started', 'b stopped', 'a stopped']);
  });

  it('stops a service only when its start has ended', async () => {
    const { events, service, run, abort } = bench();
    let finish: () => void = () => {};
    const slow = service('slow', {
      start: () => {
        abort();
        setImmediate(() => finish());
        return new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
    });
    await run([slow]);
    expect(events).toEqual(['slow started', 'slow stopped']);
  });

  it('stops the others when one does not stop cleanly', async () => {
    const { events, service, run, abort, logger } = bench();
    const b = service('b', { stop: () => Promise.reject(new Error('stuck')) });
    await run([service('a'), b], { onStarted: abort });
    expect(events.at(-1)).toBe('a stopped');
    expect(logger.messages('error')).toEqual(['b did not stop cleanly']);
  });

  describe('with a deadline to stop', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it.each([
      ['a stop that hangs', { stop: never }],
      ['a start that hears no abort', { start: never }],
    ])('gives up waiting for %s', async (_, behaviour) => {
      const { service, run, abort } = bench();
      const running = run([service('a', behaviour)], { stopDeadlineMs: 5_000 });
      const outcome = expect(running).rejects.toMatchObject({
        code: 'stop-timeout',
        message: expect.stringContaining('did not stop within 5s'),
      });
      await vi.advanceTimersByTimeAsync(1);
      abort();
      await vi.advanceTimersByTimeAsync(5_000);
      await outcome;
    });

    it('throws the failure that came first, not the late stop', async () => {
      const { service, run, logger } = bench();
      const a = service('a', { stop: never });
      const outcome = expect(run([a], { onStarted: () => a.fail(unavailable) })).rejects.toBe(unavailable);
      await vi.advanceTimersByTimeAsync(9_000);
      await outcome;
      expect(logger.messages('error')).toEqual(['a failed; stopping', 'the services did not stop in time']);
    });
  });
});
