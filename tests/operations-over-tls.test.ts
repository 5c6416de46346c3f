import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestCertificates, type TestCertificates } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceName, serviceNames } from './support/service-catalogue.js';
import { startService } from './support/service-process.js';

const token = 'token-of-operations-1';
/** Nothing listens there: operations answer all the same. */
const alone = {
  KAFKA_BROKERS: '127.0.0.1:1',
  MYSQL_PORT: '1',
  PROMETHEUS_URL: 'http://127.0.0.1:1',
  SLA_PORT: '0',
};

describe('a process of its own', () => {
  let directory: string;
  let made: TestCertificates;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-operations-tls-'));
    made = await createTestCertificates(directory);
  });

  afterAll(() => rm(directory, { recursive: true }));

  const certificate = () => ({ TLS_CERT_FILE: made.serverCert, TLS_KEY_FILE: made.serverKey });

  const ask = async (url: string, headers: Record<string, string> = {}) => {
    const sent = request(url, { ca: await readFile(made.ca), agent: false, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode, body: await text(response) };
  };

  it.each(serviceNames)(
    '%s answers for itself over TLS, and tells reasons to who has the token',
    async (name) => {
      const service = await startService(name, { ...alone, ...certificate(), OPERATIONS_TOKEN: token });
      try {
        const url = service.operationsUrl.replace('http:', 'https:');
        await service.logged(({ message }) => message !== undefined);
        await expect
          .poll(
            () =>
              ask(`${url}/healthz`).then(
                ({ status }) => status,
                () => 0,
              ),
            { timeout: 30_000 },
          )
          .toBe(200);
        const ready = await ask(`${url}/readyz`);
        expect([ready.status, JSON.parse(ready.body)]).toEqual([503, { status: 'not ready' }]);
        const authorization = `Bearer ${token}`;
        expect(JSON.parse((await ask(`${url}/readyz`, { authorization })).body)).toHaveProperty('parts');
        expect((await ask(`${url}/metrics`)).status).toBe(401);
        expect((await ask(`${url}/metrics`, { authorization })).body).toContain(
          'forewarn_tls_certificate_expiry_timestamp_seconds{listener="operations"}',
        );
      } finally {
        await service.kill();
      }
    },
  );

  /** Why a process does not start. */
  async function refusal(name: ServiceName, env: Record<string, string>): Promise<string> {
    const main = path.resolve(import.meta.dirname, '..', 'apps', name, 'dist', 'main.js');
    const child = spawn(process.execPath, [main], { env: { ...alone, OPERATIONS_PORT: '0', ...env } });
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(code).toBe(1);
    return stderr;
  }

  it.each(serviceNames)('%s does not start with half a certificate', async (name) => {
    expect(await refusal(name, { TLS_CERT_FILE: made.serverCert })).toMatch(
      / {2}- TLS_CERT_FILE is set, and TLS_KEY_FILE is not/,
    );
  });

  it('does not start with files that do not fit, and names each', async () => {
    const files = {
      TLS_CERT_FILE: made.serverCert,
      TLS_KEY_FILE: made.otherServerKey,
      TLS_CLIENT_CA_FILE: made.clientKey,
    };
    const said = await refusal('storage', { ...files });
    expect(said).toMatch(/ {2}- TLS_CLIENT_CA_FILE: \S+ holds no readable certificate/);
    expect(await refusal('storage', { ...files, TLS_CLIENT_CA_FILE: made.ca })).toMatch(
      / {2}- TLS_KEY_FILE: \S+ is not the key of the certificate in/,
    );
  });
});
