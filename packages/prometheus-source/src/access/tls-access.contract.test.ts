import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import type { ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestCertificates, type TestCertificates } from '@forewarn/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerWith } from '../http/fake-prometheus.fixture.js';
import { createPrometheusSource, type PrometheusSourceOptions } from '../http/prometheus-source.js';
import { failureOf, minute, up } from '../http/source-on-fake-prometheus.fixture.js';
import type { PrometheusAccessOptions } from './access-options.js';
import { basicAuthorization } from './credentials.js';
import { connectProxy, listening } from './listening.fixture.js';

describe('the access to a Prometheus with TLS', () => {
  let directory: string;
  let files: TestCertificates;
  let own: Required<NonNullable<PrometheusAccessOptions['tls']>>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-access-'));
    files = await createTestCertificates(directory);
    own = { caFile: files.ca, certFile: files.clientCert, keyFile: files.clientKey };
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  /** A server's side: it asks for a certificate, and takes none or any. */
  const tls = (more: ServerOptions = {}): ServerOptions => ({
    cert: readFileSync(files.serverCert),
    key: readFileSync(files.serverKey),
    ca: readFileSync(files.ca),
    requestCert: true,
    rejectUnauthorized: false,
    ...more,
  });
  const query = (options: PrometheusSourceOptions) =>
    createPrometheusSource({ timeoutMs: 5_000, ...options }).queryRange(up, minute, 60_000);

  it('shows its certificate to a server that asks for one, and trusts the authority that it is told', async () => {
    const prometheus = await listening(tls());
    const { samples } = await query({ url: prometheus.url, access: { tls: own } });
    expect(samples).toHaveLength(1);
    expect(prometheus.seen[0]!.client).toBe('client');
  });

  const refusals: Record<
    string,
    [server: () => ServerOptions, access: () => PrometheusAccessOptions, code: string, message: RegExp]
  > = {
    'a server that nobody vouches for': [
      tls,
      () => ({}),
      'prometheus-unavailable',
      /name its authority in PROMETHEUS_TLS_CA_FILE/,
    ],
    'a server of another authority': [
      tls,
      () => ({ tls: { caFile: files.otherCa } }),
      'prometheus-unavailable',
      /name its authority in PROMETHEUS_TLS_CA_FILE/,
    ],
    'a certificate of last month': [
      () => tls({ cert: readFileSync(files.expiredCert), key: readFileSync(files.expiredKey) }),
      () => ({ tls: own }),
      'prometheus-unavailable',
      /not valid for this name at this time.*expired/,
    ],
    'a certificate of another name': [
      () => tls({ cert: readFileSync(files.elsewhereCert), key: readFileSync(files.elsewhereKey) }),
      () => ({ tls: own }),
      'prometheus-unavailable',
      /not valid for this name at this time.*127\.0\.0\.1/,
    ],
    'no certificate where one is demanded': [
      () => tls({ rejectUnauthorized: true }),
      () => ({ tls: { caFile: files.ca } }),
      'prometheus-access-denied',
      /does not accept this client: check PROMETHEUS_TLS_CERT_FILE/,
    ],
    'a server that hangs up on a certificate': [
      () => tls({ rejectUnauthorized: true }),
      () => ({
        tls: { caFile: files.ca, certFile: files.otherClientCert, keyFile: files.otherClientKey },
      }),
      'prometheus-unavailable',
      /socket hang up\. .*does it accept the certificate of this client/,
    ],
  };
  it.each(Object.entries(refusals))(
    'says what is wrong with %s',
    async (_, [server, access, code, message]) => {
      const prometheus = await listening(server());
      const error = await failureOf(query({ url: prometheus.url, access: access() }));
      expect(error.message).toMatch(message);
      expect(error.code).toBe(code);
    },
  );

  it('says that a server does not speak TLS', async () => {
    const prometheus = await listening();
    const url = prometheus.url.replace('http:', 'https:');
    const error = await failureOf(query({ url }));
    expect(error.message).toMatch(/does not speak TLS: does PROMETHEUS_URL begin with http/);
  });

  it('takes a new certificate and key without a restart, and not one without the other', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const next = await files.authority.issue({ name: 'renewed' });
    const [certFile, keyFile] = ['rotating.crt', 'rotating.key'].map((name) => join(directory, name)) as [
      string,
      string,
    ];
    copyFileSync(files.clientCert, certFile);
    copyFileSync(files.clientKey, keyFile);
    const prometheus = await listening(tls());
    const tlsFiles = { caFile: files.ca, certFile, keyFile };
    const source = createPrometheusSource({ url: prometheus.url, access: { tls: tlsFiles } });
    const ask = async () => {
      vi.advanceTimersByTime(1_000);
      await source.check();
    };
    await ask();
    writeFileSync(certFile, readFileSync(next.cert));
    await ask();
    writeFileSync(keyFile, readFileSync(next.key));
    await ask();
    rmSync(certFile);
    await ask();
    expect(prometheus.seen.map(({ client }) => client)).toEqual(['client', 'client', 'renewed', 'renewed']);
  });

  it.each([
    [{ caFile: 'key' }, /PROMETHEUS_TLS_CA_FILE: the file holds no certificate in PEM/],
    [{ certFile: 'key', keyFile: 'key' }, /PROMETHEUS_TLS_CERT_FILE: the file holds no certificate in PEM/],
    [{ certFile: 'cert', keyFile: 'other' }, /PROMETHEUS_TLS_KEY_FILE: .* that fits the certificate/],
    [{ caFile: 'absent' }, /PROMETHEUS_TLS_CA_FILE: .*absent cannot be read \(ENOENT\)/],
  ])('is not made with files that do not fit: %j', (wrong, message) => {
    const paths: Record<string, string> = {
      key: files.clientKey,
      cert: files.clientCert,
      other: files.otherClientKey,
      absent: join(directory, 'absent'),
    };
    const given = Object.fromEntries(Object.entries(wrong).map(([name, which]) => [name, paths[which]!]));
    expect(() => createPrometheusSource({ url: 'https://127.0.0.1', access: { tls: given } })).toThrow(
      message,
    );
  });

  it('shows no certificate and says no password to the server that it is redirected to', async () => {
    const [prometheus, elsewhere] = [await listening(tls()), await listening(tls())];
    prometheus.answer((request, response) =>
      answerWith('', 307, { location: `${elsewhere.url}${request.url}` })(request, response),
    );
    const basic = { username: 'u', password: 's3cret' };
    await query({ url: prometheus.url, access: { basic, tls: own } });
    expect(prometheus.seen).toMatchObject([
      { client: 'client', headers: { authorization: basicAuthorization('u', 's3cret') } },
    ]);
    expect(elsewhere.seen).toMatchObject([{ client: undefined }]);
    expect(elsewhere.seen[0]!.headers.authorization).toBeUndefined();
  });

  describe('by a proxy', () => {
    it('goes through a tunnel, the end of which alone sees password and certificate', async () => {
      const prometheus = await listening(tls());
      const proxy = await connectProxy(prometheus.port, basicAuthorization('me', 'p@ss'));
      const access = {
        tls: own,
        basic: { username: 'u', password: 's3cret' },
        headers: { 'X-Scope-OrgID': 'team-a' },
        proxyUrl: proxy.url.replace('//', '//me:p%40ss@'),
      };
      const source = createPrometheusSource({ url: prometheus.url, access });
      await source.queryRange(up, minute, 60_000);
      await source.queryRange(up, minute, 60_000);
      expect(prometheus.seen).toHaveLength(2);
      expect(prometheus.seen[0]).toMatchObject({
        client: 'client',
        headers: { authorization: basicAuthorization('u', 's3cret'), 'x-scope-orgid': 'team-a' },
      });
      expect(prometheus.seen[0]!.headers['proxy-authorization']).toBeUndefined();
      // The connection is kept: both requests went through one tunnel.
      expect(proxy.asked).toHaveLength(1);
      expect(proxy.asked[0]!.authority).toBe(`127.0.0.1:${prometheus.port}`);
      expect(JSON.stringify(proxy.asked[0]!.headers)).not.toMatch(/team-a|"authorization"/);
    });

    it('that the environment names goes the same way, for what is further away', async () => {
      const cert = readFileSync(files.elsewhereCert);
      const prometheus = await listening(tls({ cert, key: readFileSync(files.elsewhereKey) }));
      const proxy = await connectProxy(prometheus.port);
      for (const name of ['https_proxy', 'HTTPS_PROXY']) vi.stubEnv(name, proxy.url);
      for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
      await query({ url: 'https://elsewhere.example', access: { tls: own } });
      expect(proxy.asked[0]!.authority).toBe('elsewhere.example:443');
      expect(prometheus.seen[0]!.client).toBe('client');
      for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '.example');
      await failureOf(query({ url: 'https://elsewhere.example', access: { tls: own } }));
      expect(proxy.asked).toHaveLength(1);
    });

    it('that wants a password is told apart from a Prometheus that does', async () => {
      const proxy = await connectProxy(1, basicAuthorization('me', 'p@ss'));
      const access = { proxyUrl: proxy.url.replace('//', '//me:wr0ng@') };
      const error = await failureOf(query({ url: 'https://127.0.0.1', access }));
      expect(error.code).toBe('prometheus-access-denied');
      expect(error.message).toMatch(/proxy 127\.0\.0\.1:\d+ refuses access .* PROMETHEUS_PROXY_URL/);
      expect(error.message).not.toContain('wr0ng');
    });

    it('that does not connect is named', async () => {
      const proxy = await listening();
      proxy.answer(answerWith('', 503));
      const error = await failureOf(query({ url: 'https://127.0.0.1', access: { proxyUrl: proxy.url } }));
      expect(error.code).toBe('prometheus-unavailable');
    });

    it('that nobody runs is unavailable', async () => {
      const access = { proxyUrl: 'http://127.0.0.1:1' };
      const error = await failureOf(query({ url: 'https://127.0.0.1', access }));
      expect(error).toMatchObject({ code: 'prometheus-unavailable', details: { code: 'ECONNREFUSED' } });
    });
  });
});
