import { createMetricsRegistry } from '@forewarn/telemetry';
import type { TestCertificates } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fakeService } from '../fake-service.fixture.js';
import { createOperationsServer, type OperationsOptions } from '../operations-server.js';
import { openServerCertificates } from './server-certificates.js';
import { certificatesOfTests, pem, secureClient, servedFiles } from './tls-bench.fixture.js';

let made: TestCertificates;
let remove: () => void;

beforeAll(async () => {
  ({ made, remove } = await certificatesOfTests());
});

afterAll(() => remove());

/** Operations over TLS, of a service that is ready. */
async function start({
  clientCa = true,
  ...options
}: Partial<OperationsOptions> & { clientCa?: boolean } = {}) {
  const { clientCaFile, ...files } = servedFiles(made);
  const certificates = await openServerCertificates({ ...files, ...(clientCa && { clientCaFile }) });
  onTestFinished(() => certificates.close());
  const server = createOperationsServer({
    host: '127.0.0.1',
    port: 0,
    registry: createMetricsRegistry(),
    services: [fakeService('storage', [])],
    certificates,
    ...options,
  });
  await server.start(new AbortController().signal);
  onTestFinished(() => server.stop());
  const as = (files: { cert?: string; key?: string } = {}) =>
    secureClient(server.port, pem({ ca: made.ca, ...files }));
  return { server, as };
}

describe('operations over TLS', () => {
  it('are open to all where nobody needs to show anything', async () => {
    const get = (await start({ clientCa: false })).as();
    expect(await get('/metrics')).toMatchObject({ status: 200 });
    expect(JSON.parse((await get('/readyz')).body)).toEqual({ status: 'ready', parts: { storage: 'ready' } });
  });

  it('tell probes without a certificate that the process is ready, and nobody why', async () => {
    const get = (await start()).as();
    expect(await get('/healthz')).toMatchObject({ status: 200 });
    const ready = await get('/readyz');
    expect([ready.status, JSON.parse(ready.body)]).toEqual([200, { status: 'ready' }]);
    expect(await get('/metrics')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="operations"' },
    });
  });

  it('take a certificate of an authority that is trusted in place of the token', async () => {
    const { as } = await start({ token: 'the-token-of-operations' });
    const get = as({ cert: made.clientCert, key: made.clientKey });
    expect(await get('/metrics')).toMatchObject({
      status: 200,
      body: expect.stringMatching(
        /^forewarn_tls_certificate_expiry_timestamp_seconds\{listener="operations"\} \d{10}$/m,
      ),
    });
    expect(JSON.parse((await get('/readyz')).body)).toHaveProperty('parts.storage', 'ready');
    expect(await as()('/metrics', { authorization: 'Bearer the-token-of-operations' })).toMatchObject({
      status: 200,
    });
  });

  it('take no certificate of another authority', async () => {
    const get = (await start()).as({ cert: made.otherClientCert, key: made.otherClientKey });
    expect(await get('/metrics')).toMatchObject({ status: 401 });
  });

  it.each([
    ['do not take a resumed session for a certificate', false, 401],
    ['know a certificate again where a session is resumed', true, 200],
  ])('%s', async (_, withCertificate, status) => {
    const { server } = await start();
    const own = withCertificate ? pem({ cert: made.clientCert, key: made.clientKey }) : {};
    // Each request on a connection of its own, by the ticket of the one before.
    const get = secureClient(server.port, { ...pem({ ca: made.ca }), ...own, keepAlive: false });
    for (const _time of [1, 2, 3])
      expect(await get('/metrics', { connection: 'close' })).toMatchObject({ status });
  });
});
