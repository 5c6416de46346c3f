import type { RequestListener } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Logger, parseSelector, silentLogger } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { answerWith, matrixOf } from './fake-prometheus.fixture.js';
import {
  failureOf,
  minute,
  oneSample,
  sourceOnFakePrometheus,
  up,
} from './source-on-fake-prometheus.fixture.js';

const fake = sourceOnFakePrometheus();
const { query, source } = fake;

describe('the HTTP source reaches a Prometheus', () => {
  it('under a path prefix, with or without a slash at its end', async () => {
    fake.server.answer(answerWith(oneSample));
    for (const path of ['/prom', '/prom/', '/deep/prom//']) await query({ url: `${fake.server.url}${path}` });
    expect(fake.server.requests.map(({ pathname }) => pathname)).toEqual([
      '/prom/api/v1/query_range',
      '/prom/api/v1/query_range',
      '/deep/prom/api/v1/query_range',
    ]);
  });

  it.each([301, 302, 307, 308])('behind a redirect with status %i', async (status) => {
    fake.server.answer((request, response) => {
      const path = request.url ?? '';
      if (path.startsWith('/moved')) return answerWith(oneSample)(request, response);
      return answerWith('', status, { location: `/moved${path}` })(request, response);
    });
    expect((await query()).samples).toHaveLength(1);
    expect(fake.server.requests[1]?.searchParams.get('query')).toBe('up');
  });

  it.each(Object.entries({ gzip: gzipSync, br: brotliCompressSync }))(
    'that answers in %s',
    async (encoding, pack) => {
      fake.server.answer(answerWith(pack(JSON.stringify(oneSample)), 200, { 'content-encoding': encoding }));
      expect((await query()).samples).toHaveLength(1);
    },
  );

  it.each([
    ['user:pass%40word', 'user:pass@word'],
    ['user:', 'user:'],
    ['user', 'user:'],
    ['us%C3%A9r:100%', 'usér:100%'],
  ])('with the credentials %s of its URL', async (written, sent) => {
    let authorization: string | undefined;
    fake.server.answer((request, response) => {
      authorization = request.headers.authorization;
      answerWith(oneSample)(request, response);
    });
    await query({ url: fake.server.url.replace('//', `//${written}@`) });
    expect(authorization).toBe(`Basic ${Buffer.from(sent).toString('base64')}`);
  });
});

describe('the HTTP source', () => {
  it('leaves out series whose samples are all NaN', async () => {
    fake.server.answer(
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
    expect((await query()).samples).toEqual([]);
  });

  it('gives series in canonical order whatever the order of the answer', async () => {
    const series = (cpu: string) => ({ metric: { __name__: 'up', cpu }, values: [[60, '1']] });
    fake.server.answer(answerWith(matrixOf(series('10'), series('9'), series('1'))));
    expect((await query()).samples.map((one) => one.series.labels.cpu)).toEqual(['1', '10', '9']);
  });

  it('leaves out raw samples outside the range, which Prometheus 2 and 3 cut differently', async () => {
    const values = [59.999, 60, 90, 120].map((seconds) => [seconds, '1']);
    fake.server.answer(answerWith(matrixOf({ metric: { __name__: 'up' }, values })));
    const {
      samples: [samples],
    } = await source().rawSamples(up, minute);
    expect(samples?.timesMs).toEqual(Float64Array.of(60_000, 90_000, 120_000));
    expect(fake.server.requests[0]?.searchParams.get('query')).toBe('up[60001ms]');
  });

  it('names a metric that needs quotes as every Prometheus reads it', async () => {
    fake.server.answer(answerWith(matrixOf()));
    const selectors = ['up', '{"http.requests"}', '{"http.requests",job="a"}', 'up{"service.name"="b"}'];
    for (const selector of selectors) await source().queryRange(parseSelector(selector), minute, 60_000);
    expect(fake.server.requests.map(({ searchParams }) => searchParams.get('query'))).toEqual([
      'up',
      '{__name__="http.requests"}',
      '{__name__="http.requests",job="a"}',
      'up{"service.name"="b"}',
    ]);
  });

  it('asks for the very grid that it wants, in the address and in the body of a request', async () => {
    fake.server.answer(answerWith(matrixOf()));
    const long = {
      metric: 'up',
      matchers: [{ name: 'job', operator: '=', value: 'x'.repeat(3_000) }],
    } as const;
    for (const selector of [up, long]) await source().queryRange(selector, minute, 60_000);
    expect(fake.server.requests.map(({ searchParams }) => searchParams.get('nocache'))).toEqual(['1', '1']);
    expect(fake.server.requests[1]?.searchParams.get('query')).toBeNull();
  });

  it('reads names of any text, and what is none as text', async () => {
    const metric = { __name__: 'http.requests', 'service.name': 'b', 'Ü "x"': 'c\n', broken: '\ud800' };
    fake.server.answer(answerWith({ status: 'success', data: [metric] }));
    expect(await source().listSeries(up, minute)).toEqual([
      { metric: 'http.requests', labels: { 'service.name': 'b', 'Ü "x"': 'c\n', broken: '\ufffd' } },
    ]);
  });

  it('reads an answer with a byte-order mark', async () => {
    fake.server.answer(answerWith(`\ufeff${JSON.stringify(oneSample)}`));
    expect((await query()).samples).toHaveLength(1);
  });

  it('finds no series in a list that is null, or not there', async () => {
    for (const body of [{ status: 'success', data: null }, { status: 'success' }]) {
      fake.server.answer(answerWith(body));
      expect(await source().listSeries(up, minute)).toEqual([]);
    }
  });

  it('passes on that one of the answers it joins was partial', async () => {
    const ranges = { startMs: 0, endMs: 30_000 };
    for (const part of [0, 1, 2]) {
      let asked = 0;
      fake.server.answer((request, response) => {
        const remark = asked++ === part ? { isPartial: true } : {};
        answerWith({ ...matrixOf(), ...remark })(request, response);
      });
      const answer = await source({ maxPointsPerSeries: 11 }).queryRange(up, ranges, 1_000);
      expect([asked, answer.isPartial]).toEqual([3, true]);
    }
  });

  it('names native histograms of all answers that it joins, each once', async () => {
    const histogram = { metric: { __name__: 'up', pod: 'a' }, histograms: [[60, {}]] };
    fake.server.answer(answerWith(matrixOf(histogram)));
    const answer = await source({ maxPointsPerSeries: 1 }).queryRange(up, minute, 60_000);
    expect(answer).toMatchObject({ samples: [], histograms: [{ metric: 'up', labels: { pod: 'a' } }] });
    expect(fake.server.requests).toHaveLength(2);
  });

  it('logs the warnings of an answer', async () => {
    const warnings: unknown[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => void warnings.push(fields.warnings) };
    fake.server.answer(answerWith({ ...oneSample, warnings: ['a store did not answer'] }));
    await query({ logger });
    expect(warnings).toEqual([['a store did not answer']]);
  });

  it.each<[string, RequestListener]>([
    ['404', answerWith('404 page not found', 404)],
    ['403 of a proxy', answerWith({ message: 'Forbidden' }, 403)],
    ['405', answerWith('method not allowed', 405)],
    ['400', answerWith({ status: 'error', errorType: 'bad_data', error: 'unsupported endpoint' }, 400)],
    ['422', answerWith({ status: 'error', errorType: 'execution', error: 'no store matched' }, 422)],
    ['501', answerWith({ status: 'error', errorType: 'internal', error: 'not implemented' }, 501)],
    ['503', answerWith('TSDB not ready', 503)],
    ['null for data', answerWith({ status: 'success', data: null })],
    ['no data', answerWith({ status: 'success' })],
    ['null for the metric', answerWith({ status: 'success', data: { up: null, requests_total: null } })],
    [
      'declarations without a type',
      answerWith({ status: 'success', data: { up: [{}], requests_total: [7] } }),
    ],
    ['a web page', answerWith('<!doctype html><html>')],
    ['nothing', answerWith('')],
    ['a closed connection', (request) => void request.socket.destroy()],
  ])('takes metadata for a hint: with %s for an answer the name decides', async (_, listener) => {
    fake.server.answer(listener);
    const { metricType } = source();
    expect(await metricType('up')).toBe('unknown');
    expect(await metricType('requests_total')).toBe('counter');
  });

  it('takes no property that every object has for a declaration', async () => {
    fake.server.answer(answerWith({ status: 'success', data: {} }));
    expect(await source().metricType('constructor')).toBe('unknown');
  });

  it('believes the suffix where exporters contradict each other', async () => {
    const types = [{ type: 'gauge' }, { type: 'counter' }];
    fake.server.answer(answerWith({ status: 'success', data: { sent_total: types, sent: types } }));
    expect(await source().metricType('sent_total')).toBe('counter');
    expect(await source().metricType('sent')).toBe('unknown');
  });

  it('does not send a request whose caller has cancelled', async () => {
    await failureOf(source().check({ signal: AbortSignal.abort() }));
    expect(fake.server.requests).toEqual([]);
  });
});
