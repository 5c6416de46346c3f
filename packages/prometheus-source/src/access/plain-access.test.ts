import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, silentLogger } from '@forewarn/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { answerWith } from '../http/fake-prometheus.fixture.js';
import { createPrometheusSource, type PrometheusSourceOptions } from '../http/prometheus-source.js';
import { failureOf, minute, up } from '../http/source-on-fake-prometheus.fixture.js';
import { basicAuthorization } from './credentials.js';
import { listening } from './listening.fixture.js';

const query = (options: PrometheusSourceOptions) =>
  createPrometheusSource({ timeoutMs: 5_000, ...options }).queryRange(up, minute, 60_000);

/** Headers that are secrets of the request, in small letters as servers see them. */
const secrets = { authorization: basicAuthorization('üser', 's3:cret'), 'x-scope-orgid': 'team-a' };
const access = {
  basic: { username: 'üser', password: 's3:cret' },
  headers: { 'X-Scope-OrgID': 'team-a' },
};

describe('a request to Prometheus', () => {
  it('says who asks, and for which tenant, whatever is asked', async () => {
    const prometheus = await listening();
    const source = createPrometheusSource({ url: `${prometheus.url}/prometheus/`, access });
    await source.check();
    await source.queryRange(up, minute, 60_000);
    await source.rawSamples(up, minute);
    await source.queryExpression('up + 1', minute, 60_000);
    await source.listSeries(up, minute).catch(() => {});
    await source.metricType('up');
    expect(prometheus.seen.map(({ url }) => url?.split('?')[0])).toEqual(
      ['query', 'query_range', 'query', 'query_range', 'series', 'metadata'].map(
        (path) => `/prometheus/api/v1/${path}`,
      ),
    );
    for (const { headers } of prometheus.seen) expect(headers).toMatchObject(secrets);
  });

  it('has the token that its file holds now', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const directory = mkdtempSync(join(tmpdir(), 'forewarn-token-'));
    onTestFinished(() => {
      vi.useRealTimers();
      rmSync(directory, { recursive: true });
    });
    const tokenFile = join(directory, 'token');
    writeFileSync(tokenFile, 'first.token\n');
    const prometheus = await listening();
    const source = createPrometheusSource({ url: prometheus.url, access: { tokenFile } });
    await source.check();
    writeFileSync(join(directory, 'next'), 'second.token');
    renameSync(join(directory, 'next'), tokenFile);
    vi.advanceTimersByTime(1_000);
    await source.check();
    rmSync(tokenFile);
    vi.advanceTimersByTime(1_000);
    await source.check();
    expect(prometheus.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first.token',
      'Bearer second.token',
      'Bearer second.token',
    ]);
  });

  it.each([
    ['', 'the file holds nothing'],
    ['two words', 'the file holds more than a token'],
    ['a\nb', 'the file holds more than a token'],
  ])('is not made where the token is %j', (text, problem) => {
    const directory = mkdtempSync(join(tmpdir(), 'forewarn-token-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const tokenFile = join(directory, 'token');
    writeFileSync(tokenFile, text);
    expect(() => createPrometheusSource({ url: 'http://127.0.0.1', access: { tokenFile } })).toThrow(
      `PROMETHEUS_TOKEN_FILE: ${problem}`,
    );
  });
});

describe('a redirect', () => {
  it('to another server takes no password and no header along, however it goes on', async () => {
    const [prometheus, elsewhere] = [await listening(), await listening()];
    prometheus.answer((request, response) =>
      answerWith('', 302, { location: `${elsewhere.url}${request.url}` })(request, response),
    );
    elsewhere.answer((request, response) => {
      const again = elsewhere.seen.length === 1 ? '/again' : undefined;
      if (again) return answerWith('', 307, { location: again })(request, response);
      return answerWith('', 401)(request, response);
    });
    const error = await failureOf(query({ url: prometheus.url, access }));
    expect(prometheus.seen[0]!.headers).toMatchObject(secrets);
    expect(elsewhere.seen).toHaveLength(2);
    for (const { headers } of elsewhere.seen) {
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization']));
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-scope-orgid']));
    }
    expect(error.code).toBe('prometheus-access-denied');
    expect(error.message).toContain(`it redirects to ${elsewhere.url}, which is told no password`);
  });

  it('takes no user from the address that it names', async () => {
    const prometheus = await listening();
    prometheus.answer((request, response) =>
      prometheus.seen.length > 1
        ? answerWith({ status: 'success', data: { resultType: 'matrix', result: [] } })(request, response)
        : answerWith('', 308, { location: `http://a:b@localhost:${prometheus.port}/x` })(request, response),
    );
    await query({ url: prometheus.url, access });
    expect(prometheus.seen[1]!.headers.authorization).toBeUndefined();
  });

  it('to another path of the same server takes all along, the query in its body too', async () => {
    const prometheus = await listening();
    prometheus.answer((request, response) =>
      request.url === '/there'
        ? answerWith({ status: 'success', data: { resultType: 'matrix', result: [] } })(request, response)
        : answerWith('', 301, { location: '/there' })(request, response),
    );
    const source = createPrometheusSource({ url: prometheus.url, access });
    await source.queryExpression(`up + ${'1'.repeat(3_000)}`, minute, 60_000);
    const [asked, redirected] = prometheus.seen;
    expect(redirected).toMatchObject({ url: '/there', method: 'POST', body: asked!.body, headers: secrets });
    expect(asked!.body).toContain('query=up');
  });
});

describe('a proxy of its own', () => {
  it('is sent requests whole, with the password of the proxy beside that of Prometheus', async () => {
    const proxy = await listening();
    const proxyUrl = proxy.url.replace('//', '//me:p%40ss@');
    await query({ url: 'http://prometheus.example.invalid/prom', access: { ...access, proxyUrl } });
    expect(proxy.seen[0]!.url).toMatch(
      /^http:\/\/prometheus\.example\.invalid\/prom\/api\/v1\/query_range\?/,
    );
    expect(proxy.seen[0]!.headers).toMatchObject({
      ...secrets,
      host: 'prometheus.example.invalid',
      'proxy-authorization': basicAuthorization('me', 'p@ss'),
    });
  });

  it('is taken to what is near as well, since it was meant', async () => {
    const [proxy, prometheus] = [await listening(), await listening()];
    await query({ url: prometheus.url, access: { proxyUrl: proxy.url } });
    expect(proxy.seen).toHaveLength(1);
    expect(prometheus.seen).toHaveLength(0);
  });

  it('that is none of HTTP is a mistake of the environment', async () => {
    for (const name of ['ALL_PROXY', 'all_proxy']) vi.stubEnv(name, 'socks5://me:s3cret@127.0.0.1:1');
    for (const name of ['http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
    onTestFinished(() => void vi.unstubAllEnvs());
    const error = await failureOf(query({ url: 'http://prometheus.example.invalid' }));
    expect(error.message).toMatch(/ALL_PROXY names no HTTP proxy/);
    expect(error.message).not.toContain('s3cret');
  });
});

describe('a password without encryption', () => {
  const warningsFor = (options: PrometheusSourceOptions): string[] => {
    const warnings: string[] = [];
    const warn: Logger['warn'] = (fields, message) => void warnings.push(JSON.stringify(fields) + message);
    createPrometheusSource({ ...options, logger: { ...silentLogger, warn } });
    return warnings;
  };

  it('is warned of once, and not repeated', () => {
    const [warning, ...others] = warningsFor({ url: 'http://metrics.example.org', access });
    expect(warning).toMatch(/metrics\.example\.org.*sent without encryption: write https/);
    expect(warning).not.toContain('s3:cret');
    expect(others).toEqual([]);
    expect(warningsFor({ url: 'http://user:s3cret@prometheus:9090' })).toHaveLength(1);
  });

  it('is fine with TLS and on this machine, and a tenant is no password', () => {
    expect(warningsFor({ url: 'https://metrics.example.org', access })).toEqual([]);
    expect(warningsFor({ url: 'http://127.0.0.1:9090', access })).toEqual([]);
    expect(warningsFor({ url: 'http://metrics:9090', access: { headers: access.headers } })).toEqual([]);
  });
});
