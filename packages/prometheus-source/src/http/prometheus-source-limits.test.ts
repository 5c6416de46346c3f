import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { answerRangeQueries, answerWith } from './fake-prometheus.fixture.js';
import {
  failureOf,
  minute,
  oneSample,
  sourceOnFakePrometheus,
  up,
} from './source-on-fake-prometheus.fixture.js';

const fake = sourceOnFakePrometheus();
const { query, source } = fake;

describe('the HTTP source ends a request', () => {
  const silent: RequestListener = () => {};
  const endless: RequestListener = (_, response) => void response.writeHead(200).write('{"status":');

  it('when no answer begins in time', async () => {
    fake.server.answer(silent);
    expect((await failureOf(query({ timeoutMs: 30 }))).code).toBe('prometheus-timeout');
  });

  it('when an answer begins in time but does not end', async () => {
    fake.server.answer(endless);
    const error = await failureOf(query({ timeoutMs: 50 }));
    expect(error).toMatchObject({
      code: 'prometheus-timeout',
      message: expect.stringContaining('within 50 ms'),
    });
  });

  it.each(Object.entries({ 'before the answer': silent, 'within the answer': endless }))(
    'when its caller cancels %s, and closes the connection',
    async (_, listener) => {
      const controller = new AbortController();
      const closed = new Promise<void>((resolve) => {
        fake.server.answer((request, response) => {
          listener(request, response);
          request.socket.once('close', () => resolve());
          setImmediate(() => controller.abort());
        });
      });
      const call = source().queryRange(up, minute, 60_000, { signal: controller.signal });
      expect((await failureOf(call)).code).toBe('cancelled');
      await closed;
    },
  );

  it('and leaves no listener on a long-lived signal', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...rest: Parameters<typeof add>) => {
      listeners += 1;
      add(...rest);
    };
    signal.removeEventListener = (...rest: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...rest);
    };
    fake.server.answer(answerWith(oneSample));
    await source().queryRange(up, minute, 60_000, { signal });
    expect(listeners).toBe(0);
  });
});

describe('the HTTP source bounds', () => {
  it('the points of one answer: 11,001 are asked for in two requests', async () => {
    fake.server.answer(answerRangeQueries());
    const {
      samples: [samples],
    } = await source().queryRange(up, { startMs: 1_000, endMs: 11_001_000 }, 1_000);
    expect(samples?.timesMs).toEqual(Float64Array.from({ length: 11_001 }, (_, i) => 1_000 + i * 1_000));
    expect(fake.server.requests.map(({ searchParams }) => searchParams.get('end'))).toEqual([
      '10000',
      '11001',
    ]);
  });

  it('the bytes of one answer, by shorter ranges', async () => {
    fake.server.answer(answerRangeQueries(5));
    const { samples } = await source({ maxAnswerBytes: 4_096 }).queryRange(
      up,
      { startMs: 0, endMs: 999_000 },
      1_000,
    );
    expect(samples.map(({ timesMs }) => timesMs.length)).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(fake.server.requests.length).toBeGreaterThan(10);
  });

  it('the bytes of an unpacked answer', async () => {
    fake.server.answer(answerWith(gzipSync(' '.repeat(10_000_000)), 200, { 'content-encoding': 'gzip' }));
    const error = await failureOf(source({ maxAnswerBytes: 100_000 }).check());
    expect(error).toMatchObject({ code: 'prometheus-rejected', details: { tooLarge: true } });
  });

  it('and gives up when one point of all series is too large still', async () => {
    fake.server.answer(answerRangeQueries(1_000));
    const error = await failureOf(query({ maxAnswerBytes: 4_096 }));
    expect(error).toMatchObject({
      code: 'prometheus-rejected',
      message: expect.stringContaining('larger than allowed'),
    });
  });

  it('the requests at once', async () => {
    const held: (() => void)[] = [];
    let most = 0;
    fake.server.answer((request, response) => {
      held.push(() => answerWith(oneSample)(request, response));
      most = Math.max(most, held.length);
      // A third would have the time to arrive.
      if (held.length === 2) setTimeout(() => held.splice(0).forEach((answer) => void answer()), 5);
    });
    const limited = source({ maxConcurrentRequests: 2 });
    await Promise.all(Array.from({ length: 10 }, () => limited.queryRange(up, minute, 60_000)));
    expect(most).toBe(2);
    expect(fake.server.requests).toHaveLength(10);
  });
});

describe('the HTTP source under one signal', () => {
  it('answers as many calls at once as an etl process has selectors, without a warning of a leak', async () => {
    fake.server.answer(answerWith(oneSample));
    const warned = vi.spyOn(process, 'emitWarning');
    onTestFinished(() => warned.mockRestore());
    const asking = source();
    const { signal } = new AbortController();
    const ask = () => asking.queryRange(up, minute, 60_000, { signal });
    const answers = await Promise.all(Array.from({ length: 30 }, ask));
    expect(answers.every(({ samples }) => samples.length === 1)).toBe(true);
    expect(warned).not.toHaveBeenCalled();
  });
});
