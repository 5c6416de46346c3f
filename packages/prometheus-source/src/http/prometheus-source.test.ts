import type { RequestListener } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { ForewarnError, type Logger, type MetricSource, silentLogger } from '@forewarn/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerRangeQueries,
  answerWith,
  type FakePrometheus,
  matrixOf,
  startFakePrometheus,
} from './fake-prometheus.fixture.js';
import { createPrometheusSource, type PrometheusSourceOptions } from './prometheus-source.js';

const up = { metric: 'up', matchers: [] };
const minute = { startMs: 60_000, endMs: 120_000 };
const oneSample = matrixOf({ metric: { __name__: 'up' }, values: [[60, '1']] });

let server: FakePrometheus;
beforeEach(async () => {
  server = await startFakePrometheus();
});
afterEach(() => server.close());

const source = (options: Partial<PrometheusSourceOptions> = {}): MetricSource =>
  createPrometheusSource({ url: server.url, timeoutMs: 5_000, ...options });
const query = (options?: Partial<PrometheusSourceOptions>) => source(options).queryRange(up, minute, 60_000);

async function failureOf(call: Promise<unknown>): Promise<ForewarnError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ForewarnError);
  return error as ForewarnError;
}

describe('the HTTP source translates', () => {
  const apiError = (errorType: string, error: string) => ({ status: 'error', errorType, error });
  const cases: Record<string, [listener: RequestListener, code: string, message: RegExp]> = {
    'a refused query': [
      answerWith(apiError('bad_data', 'parse error at char 3'), 400),
      'prometheus-rejected',
      /bad_data: parse error at char 3/,
    ],
    'a query that cannot be executed': [
      answerWith(apiError('execution', 'many-to-many matching'), 422),
      'prometheus-rejected',
      /execution: many-to-many matching/,
    ],
    'a query that Prometheus gave up': [
      answerWith(apiError('timeout', 'query timed out'), 503),
      'prometheus-timeout',
      /timeout: query timed out/,
    ],
    'an internal error': [
      answerWith(apiError('internal', 'oops'), 500),
      'prometheus-unavailable',
      /internal: oops/,
    ],
    'a proxy without a Prometheus behind it': [
      answerWith('<html>Bad gateway</html>', 502),
      'prometheus-unavailable',
      /HTTP status 502/,
    ],
    'a proxy that waited too long': [answerWith('', 504), 'prometheus-timeout', /HTTP status 504/],
    'a proxy that limits rates': [answerWith('slow down', 429), 'prometheus-unavailable', /HTTP status 429/],
    'a missing password': [answerWith('', 401), 'prometheus-rejected', /refuses access .*user and password/],
    'a path where there is no Prometheus': [
      answerWith('404 page', 404),
      'prometheus-malformed',
      /check the path/,
    ],
    'a web page': [answerWith('<!doctype html><html>', 200), 'prometheus-malformed', /it is a web page/],
    'an answer that is cut off': [
      answerWith('{"status":"success","data":{"resultType":"matrix","result":[{"metric"'),
      'prometheus-malformed',
      /damaged or cut off after 69 characters/,
    ],
    'an empty answer': [answerWith(''), 'prometheus-malformed', /damaged or cut off after 0 characters/],
    'an answer without fields': [answerWith({}), 'prometheus-malformed', /status is missing/],
    'an answer of another type': [
      answerWith({ status: 'success', data: { resultType: 'scalar', result: [1, '1'] } }),
      'prometheus-malformed',
      /resultType is "scalar"/,
    ],
    'a value that is no number': [
      answerWith(matrixOf({ metric: { __name__: 'up' }, values: [[60, 'abc']] })),
      'prometheus-malformed',
      /result\[0\]\.values\[0\]\[1\] is "abc"/,
    ],
    'points at times that were not asked for': [
      answerWith(matrixOf({ metric: { __name__: 'up' }, values: [[61, '1']] })),
      'prometheus-malformed',
      /point at 61000 ms, which is no step/,
    ],
    'gzip that is none': [
      answerWith('not gzip', 200, { 'content-encoding': 'gzip' }),
      'prometheus-malformed',
      /incorrect header/,
    ],
    'a connection that closes before the answer': [
      (request) => request.socket.destroy(),
      'prometheus-unavailable',
      /cannot reach Prometheus at http:\/\/127\.0\.0\.1/,
    ],
    'a connection that closes within the answer': [
      (request, response) => {
        response
          .writeHead(200, { 'content-length': '1000' })
          .write('{"status":', () => request.socket.destroy());
      },
      'prometheus-unavailable',
      /cannot reach Prometheus/,
    ],
    'what does not speak HTTP': [
      (request) => void request.socket.end('SSH-2.0-OpenSSH\r\n'),
      'prometheus-malformed',
      /cannot be read/,
    ],
    'a redirect that never ends': [
      answerWith('', 302, { location: '/again' }),
      'prometheus-unavailable',
      /redirects/,
    ],
  };
  for (const [what, [listener, code, message]] of Object.entries(cases)) {
    it(`${what} to ${code}`, async () => {
      server.answer(listener);
      const error = await failureOf(query());
      expect(error.message).toMatch(message);
      expect(error.code).toBe(code);
    });
  }

  it('a refused connection to prometheus-unavailable', async () => {
    await server.close();
    const error = await failureOf(query());
    expect(error).toMatchObject({
      code: 'prometheus-unavailable',
      retryable: true,
      details: { code: 'ECONNREFUSED' },
    });
    server = await startFakePrometheus();
  });

  it('a name that does not resolve to prometheus-unavailable', async () => {
    const error = await failureOf(query({ url: 'http://prometheus.invalid:9090' }));
    expect(error.code).toBe('prometheus-unavailable');
  });
});

describe('the HTTP source ends a request', () => {
  const silent: RequestListener = () => {};
  const endless: RequestListener = (_, response) => void response.writeHead(200).write('{"status":');

  it('when no answer begins in time', async () => {
    server.answer(silent);
    expect((await failureOf(query({ timeoutMs: 30 }))).code).toBe('prometheus-timeout');
  });

  it('when an answer begins in time but does not end', async () => {
    server.answer(endless);
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
        server.answer((request, response) => {
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
    server.answer(answerWith(oneSample));
    await source().queryRange(up, minute, 60_000, { signal });
    expect(listeners).toBe(0);
  });
});

describe('the HTTP source bounds', () => {
  it('the points of one answer: 11,001 are asked for in two requests', async () => {
    server.answer(answerRangeQueries());
    const [samples] = await source().queryRange(up, { startMs: 1_000, endMs: 11_001_000 }, 1_000);
    expect(samples?.timesMs).toEqual(Float64Array.from({ length: 11_001 }, (_, i) => 1_000 + i * 1_000));
    expect(server.requests.map(({ searchParams }) => searchParams.get('end'))).toEqual(['10000', '11001']);
  });

  it('the bytes of one answer, by shorter ranges', async () => {
    server.answer(answerRangeQueries(5));
    const samples = await source({ maxAnswerBytes: 4_096 }).queryRange(
      up,
      { startMs: 0, endMs: 999_000 },
      1_000,
    );
    expect(samples.map(({ timesMs }) => timesMs.length)).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(server.requests.length).toBeGreaterThan(10);
  });

  it('the bytes of an unpacked answer', async () => {
    server.answer(answerWith(gzipSync(' '.repeat(10_000_000)), 200, { 'content-encoding': 'gzip' }));
    const error = await failureOf(source({ maxAnswerBytes: 100_000 }).check());
    expect(error).toMatchObject({ code: 'prometheus-rejected', details: { tooLarge: true } });
  });

  it('and gives up when one point of all series is too large still', async () => {
    server.answer(answerRangeQueries(1_000));
    const error = await failureOf(query({ maxAnswerBytes: 4_096 }));
    expect(error).toMatchObject({
      code: 'prometheus-rejected',
      message: expect.stringContaining('larger than allowed'),
    });
  });

  it('the requests at once', async () => {
    const held: (() => void)[] = [];
    let most = 0;
    server.answer((request, response) => {
      held.push(() => answerWith(oneSample)(request, response));
      most = Math.max(most, held.length);
      // A third would have the time to arrive.
      if (held.length === 2) setTimeout(() => held.splice(0).forEach((answer) => void answer()), 5);
    });
    const limited = source({ maxConcurrentRequests: 2 });
    await Promise.all(Array.from({ length: 10 }, () => limited.queryRange(up, minute, 60_000)));
    expect(most).toBe(2);
    expect(server.requests).toHaveLength(10);
  });
});

describe('the HTTP source reaches a Prometheus', () => {
  it('under a path prefix, with or without a slash at its end', async () => {
    server.answer(answerWith(oneSample));
    for (const path of ['/prom', '/prom/', '/deep/prom//']) await query({ url: `${server.url}${path}` });
    expect(server.requests.map(({ pathname }) => pathname)).toEqual([
      '/prom/api/v1/query_range',
      '/prom/api/v1/query_range',
      '/deep/prom/api/v1/query_range',
    ]);
  });

  it.each([301, 302, 307, 308])('behind a redirect with status %i', async (status) => {
    server.answer((request, response) => {
      const path = request.url ?? '';
      if (path.startsWith('/moved')) return answerWith(oneSample)(request, response);
      return answerWith('', status, { location: `/moved${path}` })(request, response);
    });
    expect(await query()).toHaveLength(1);
    expect(server.requests[1]?.searchParams.get('query')).toBe('up');
  });

  it.each(Object.entries({ gzip: gzipSync, br: brotliCompressSync }))(
    'that answers in %s',
    async (encoding, pack) => {
      server.answer(answerWith(pack(JSON.stringify(oneSample)), 200, { 'content-encoding': encoding }));
      expect(await query()).toHaveLength(1);
    },
  );

  it.each([
    ['user:pass%40word', 'user:pass@word'],
    ['user:', 'user:'],
    ['user', 'user:'],
    ['us%C3%A9r:100%', 'usér:100%'],
  ])('with the credentials %s of its URL', async (written, sent) => {
    let authorization: string | undefined;
    server.answer((request, response) => {
      authorization = request.headers.authorization;
      answerWith(oneSample)(request, response);
    });
    await query({ url: server.url.replace('//', `//${written}@`) });
    expect(authorization).toBe(`Basic ${Buffer.from(sent).toString('base64')}`);
  });
});

describe('the HTTP source keeps the password', () => {
  const everythingIn = (error: unknown): string =>
    JSON.stringify(error, Object.getOwnPropertyNames(error)) +
    String((error as Error).cause) +
    (error as Error).stack;

  it.each(
    Object.entries({
      'a refusal': answerWith('', 401),
      'a server error': answerWith('', 500),
      'a closed connection': ((request) => void request.socket.destroy()) satisfies RequestListener,
      'a web page': answerWith('<html>'),
    }),
  )('out of the error for %s', async (_, listener) => {
    server.answer(listener);
    const error = await failureOf(query({ url: server.url.replace('//', '//user:s3cret@') }));
    expect(everythingIn(error)).not.toContain('s3cret');
    expect(everythingIn(error)).not.toContain(Buffer.from('user:s3cret').toString('base64'));
  });

  it('out of the error for a URL that is none', () => {
    for (const url of ['ftp://user:s3cret@host', 'http://user:s3cret@host/?a=b', 'user:s3cret@host']) {
      try {
        createPrometheusSource({ url });
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'config-invalid' });
        expect(everythingIn(error)).not.toContain('s3cret');
      }
    }
  });

  it('from another host that it is redirected to', async () => {
    const other = await startFakePrometheus();
    try {
      let authorization: string | undefined = 'none came';
      other.answer((request, response) => {
        authorization = request.headers.authorization;
        answerWith(oneSample)(request, response);
      });
      const elsewhere = other.url.replace('127.0.0.1', 'localhost');
      server.answer((request, response) =>
        answerWith('', 307, { location: `${elsewhere}${request.url}` })(request, response),
      );
      await query({ url: server.url.replace('//', '//user:s3cret@') });
      expect(authorization).toBeUndefined();
    } finally {
      await other.close();
    }
  });
});

describe('the HTTP source', () => {
  it('leaves out series whose samples are all NaN', async () => {
    server.answer(
      answerWith(
        matrixOf({
          metric: { __name__: 'up' },
          values: [
            [60, 'NaN'],
            [120, '+Inf'],
          ],
        }),
      ),
    );
    expect(await query()).toEqual([]);
  });

  it('gives series in canonical order whatever the order of the answer', async () => {
    const series = (cpu: string) => ({ metric: { __name__: 'up', cpu }, values: [[60, '1']] });
    server.answer(answerWith(matrixOf(series('10'), series('9'), series('1'))));
    expect((await query()).map((one) => one.series.labels.cpu)).toEqual(['1', '10', '9']);
  });

  it('leaves out raw samples outside the range, which Prometheus 2 and 3 cut differently', async () => {
    const values = [59.999, 60, 90, 120].map((seconds) => [seconds, '1']);
    server.answer(answerWith(matrixOf({ metric: { __name__: 'up' }, values })));
    const [samples] = await source().rawSamples(up, minute);
    expect(samples?.timesMs).toEqual(Float64Array.of(60_000, 90_000, 120_000));
    expect(server.requests[0]?.searchParams.get('query')).toBe('up[60001ms]');
  });

  it('logs the warnings of an answer', async () => {
    const warnings: unknown[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => void warnings.push(fields.warnings) };
    server.answer(answerWith({ ...oneSample, warnings: ['a store did not answer'] }));
    await query({ logger });
    expect(warnings).toEqual([['a store did not answer']]);
  });

  it('takes an API without metadata for one that does not say', async () => {
    server.answer(answerWith('', 404));
    expect(await source().metricType('up')).toBe('unknown');
    expect(await source().metricType('requests_total')).toBe('counter');
  });

  it('believes the suffix where exporters contradict each other', async () => {
    const types = [{ type: 'gauge' }, { type: 'counter' }];
    server.answer(answerWith({ status: 'success', data: { sent_total: types, sent: types } }));
    expect(await source().metricType('sent_total')).toBe('counter');
    expect(await source().metricType('sent')).toBe('unknown');
  });

  it('does not send a request whose caller has cancelled', async () => {
    await failureOf(source().check({ signal: AbortSignal.abort() }));
    expect(server.requests).toEqual([]);
  });
});
