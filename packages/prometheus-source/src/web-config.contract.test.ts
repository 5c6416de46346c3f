import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricSource } from '@forewarn/core';
import {
  canStartServers,
  createTestCertificates,
  freePort,
  type PrometheusHandle,
  startPrometheus,
  type TestCertificates,
} from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PrometheusAccessOptions } from './access/access-options.js';
import { createPrometheusSource } from './http/prometheus-source.js';
import { failureOf } from './http/source-on-fake-prometheus.fixture.js';

const password = 'test-password';
/** Made of it by crypt(3), bcrypt with 16 rounds. */
const hash = '$2b$04$rbyPIGMoGZa/jJr9UT9q6.gnQFr80Q3DgFGo3j8n7Cz/.DcXmfMAq';

describe.skipIf(!canStartServers())('a real Prometheus with a web.config', () => {
  let directory: string;
  let files: TestCertificates;
  let prometheus: PrometheusHandle;
  let allowed: PrometheusAccessOptions;

  const source = (access: PrometheusAccessOptions): MetricSource =>
    createPrometheusSource({ url: prometheus.url.replace('http:', 'https:'), access });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-web-config-'));
    files = await createTestCertificates(directory);
    allowed = {
      basic: { username: 'forewarn', password },
      tls: { caFile: files.ca, certFile: files.clientCert, keyFile: files.clientKey },
    };
    const config = join(directory, 'web.yml');
    // JSON, which is YAML too.
    const server = {
      cert_file: files.serverCert,
      key_file: files.serverKey,
      client_auth_type: 'RequireAndVerifyClientCert',
      client_ca_file: files.ca,
    };
    await writeFile(
      config,
      JSON.stringify({ tls_server_config: server, basic_auth_users: { forewarn: hash } }),
    );
    const port = await freePort();
    prometheus = await startPrometheus({
      port,
      extraFlags: [`--web.config.file=${config}`],
      probe: (signal) =>
        createPrometheusSource({ url: `https://127.0.0.1:${port}`, access: allowed }).check({ signal }),
    });
  });
  afterAll(async () => {
    await prometheus?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('answers who has the certificate and the password', async () => {
    const endMs = Date.now();
    const range = { startMs: endMs - 60_000, endMs };
    const { samples } = await source(allowed).queryExpression('vector(7)', range, 60_000);
    expect([...samples[0]!.values]).toEqual([7, 7]);
  });

  it.each<[what: string, access: () => PrometheusAccessOptions, message: RegExp]>([
    [
      'a wrong password',
      () => ({ ...allowed, basic: { username: 'forewarn', password: 'no' } }),
      /HTTP status 401/,
    ],
    ['no password', () => ({ tls: allowed.tls! }), /HTTP status 401/],
    ['no certificate', () => ({ ...allowed, tls: { caFile: files.ca } }), /PROMETHEUS_TLS_CERT_FILE/],
    [
      'a certificate of another authority',
      () => ({
        ...allowed,
        tls: { caFile: files.ca, certFile: files.otherClientCert, keyFile: files.otherClientKey },
      }),
      /PROMETHEUS_TLS_CERT_FILE/,
    ],
  ])('refuses %s as prometheus-access-denied', async (_, access, message) => {
    const error = await failureOf(source(access()).check());
    expect(error.message).toMatch(message);
    expect(error.code).toBe('prometheus-access-denied');
  });
});
