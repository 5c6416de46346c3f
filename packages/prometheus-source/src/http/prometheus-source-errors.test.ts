import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { answerWith, matrixOf, startFakePrometheus } from './fake-prometheus.fixture.js';
import { createPrometheusSource } from './prometheus-source.js';
import { failureOf, oneSample, sourceOnFakePrometheus } from './source-on-fake-prometheus.fixture.js';

const fake = sourceOnFakePrometheus();
const { query } = fake;

describe('the HTTP source translates', () => {
  const apiError = (errorType: string, error: string) => ({ status: 'error', errorType, error });
  const cases: Record<string, [listener: RequestListener, code: string, message: RegExp]> = {
    'a refused query': [
      answerWith(apiError('bad_data', 'parse error at char 3'), 400),
      'prometheus-rejected',
      /bad_data: parse error at char 3/,
    ],
    'a refusal of a type as long as a book': [
      answerWith(apiError('x'.repeat(9_000), 'oops'), 400),
      'prometheus-rejected',
      /refused the query: x{50}: oops$/,
    ],
    'a refusal whose type is no text, and cannot be made one': [
      answerWith({ status: 'error', errorType: { toString: 1 }, error: 'oops' }, 400),
      'prometheus-rejected',
      /refused the query: an object: oops$/,
    ],
    'an error with the status of success, whose parts cannot be made a text': [
      answerWith({ status: 'error', errorType: { toString: 1 }, error: { toString: 1 } }),
      'prometheus-malformed',
      /it is an error: an object: an object/,
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
    'a missing password': [
      answerWith('', 401),
      'prometheus-access-denied',
      /refuses access \(HTTP status 401\): check PROMETHEUS_USERNAME/,
    ],
    'a user who may not ask': [
      answerWith('no org id', 403),
      'prometheus-access-denied',
      /refuses access \(HTTP status 403\): look what .* PROMETHEUS_HEADERS/,
    ],
    'a refusal of access in words': [
      answerWith(apiError('forbidden', 'tenant team-b'), 403),
      'prometheus-access-denied',
      /refuses access \(forbidden: tenant team-b\)/,
    ],
    'a proxy that asks for a password': [
      answerWith('', 407),
      'prometheus-access-denied',
      /proxy on the way refuses access .* PROMETHEUS_PROXY_URL/,
    ],
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
      /more than 20 redirects/,
    ],
    'a redirect to what is no address of HTTP': [
      answerWith('', 302, { location: 'file:///etc/passwd' }),
      'prometheus-malformed',
      /redirects to what is no address of HTTP/,
    ],
    'a redirect to nowhere': [answerWith('', 302), 'prometheus-malformed', /HTTP status 302/],
  };
  for (const [what, [listener, code, message]] of Object.entries(cases)) {
    it(`${what} to ${code}`, async () => {
      fake.server.answer(listener);
      const error = await failureOf(query());
      expect(error.message).toMatch(message);
      expect(error.code).toBe(code);
    });
  }

  it('a refused connection to prometheus-unavailable', async () => {
    await fake.server.close();
    const error = await failureOf(query());
    expect(error).toMatchObject({
      code: 'prometheus-unavailable',
      retryable: true,
      details: { code: 'ECONNREFUSED' },
    });
  });

  it('a name that does not resolve to prometheus-unavailable', async () => {
    const error = await failureOf(query({ url: 'http://prometheus.invalid:9090' }));
    expect(error.code).toBe('prometheus-unavailable');
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
    fake.server.answer(listener);
    const error = await failureOf(query({ url: fake.server.url.replace('//', '//user:s3cret@') }));
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
      fake.server.answer((request, response) =>
        answerWith('', 307, { location: `${elsewhere}${request.url}` })(request, response),
      );
      await query({ url: fake.server.url.replace('//', '//user:s3cret@') });
      expect(authorization).toBeUndefined();
    } finally {
      await other.close();
    }
  });
});
