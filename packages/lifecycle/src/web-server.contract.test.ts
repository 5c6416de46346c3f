import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { Registry } from '@forewarn/telemetry';
import { recordingLogger, type TestCertificate, type TestCertificates } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listen } from './listen.js';
import { openServerCertificates } from './tls/server-certificates.js';
import { certificatesOfTests, pem, secureClient, serve, servedFiles } from './tls/tls-bench.fixture.js';
import { createWebServer, type WebServerOptions } from './web-server.js';

let made: TestCertificates;
let remove: () => void;
let renewed: TestCertificate;

beforeAll(async () => {
  ({ made, remove } = await certificatesOfTests());
  renewed = await made.authority.issue({ name: 'renewed', hosts: ['IP:127.0.0.1'] });
});

afterAll(() => remove());

/** A server that says hello over TLS. */
async function start(options: Partial<WebServerOptions> = {}) {
  const files = servedFiles(made);
  const certificates = await openServerCertificates(files);
  const [registry, logger] = [new Registry(), recordingLogger()];
  const web = createWebServer(
    {
      headersTimeout: 10_000,
      maxConnections: 100,
      certificates,
      refusals: { listener: 'http', registry, logger },
      ...options,
    },
    (_, response) => response.end('hello'),
  );
  const port = await listen(web.server, { host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    web.destroyConnections();
    web.server.close();
    await certificates.close();
  });
  return { port, web, files, certificates, logger, registry };
}

/** A connection in plain text that says what it is given. */
async function plain(port: number, said?: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  if (said !== undefined) socket.write(said);
  return socket.resume();
}

/** How a handshake ends. */
async function handshake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', ...pem({ ca: made.ca }), ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

const refusals = async (registry: Registry) =>
  Number(/^forewarn_refused_handshakes_total\{listener="http"\} (\d+)$/m.exec(await registry.metrics())?.[1]);

describe('a server with a certificate', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s', async (version) => {
    const { port } = await start();
    const socket = await handshake(port, { minVersion: version, maxVersion: version });
    expect(socket.getProtocol()).toBe(version);
  });

  it('refuses TLS 1.1, counts it and says so once a minute', async () => {
    const { port, registry, logger } = await start();
    expect(await refusals(registry)).toBe(0);
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    for (const _ of [1, 2]) await expect(handshake(port, old)).rejects.toThrow(/alert protocol version/);
    await vi.waitFor(async () => expect(await refusals(registry)).toBe(2));
    expect(logger.lines).toMatchObject([
      {
        level: 'warn',
        fields: { listener: 'http', reason: expect.stringMatching(/^ERR_SSL_/) },
        message: expect.stringContaining('a TLS handshake failed'),
      },
    ]);
  });

  it.each([
    ['an HTTP request in plain text', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['junk', '\u0000\u0001\u0002 no handshake\r\n'],
  ])('closes and counts %s', async (_, said) => {
    const { port, registry } = await start();
    await once(await plain(port, said), 'close');
    await vi.waitFor(async () => expect(await refusals(registry)).toBe(1));
  });

  it('closes and counts a handshake that does not end', async () => {
    const { port, registry } = await start({ headersTimeout: 50 });
    // The head of a handshake that promises more.
    const said = await plain(port, '\u0016\u0003\u0001\u0000\u0080');
    const silent = await plain(port);
    await Promise.all([said, silent].map((socket) => (socket.closed ? undefined : once(socket, 'close'))));
    await vi.waitFor(async () => expect(await refusals(registry)).toBe(2));
  });

  it('counts nobody who only looks whether the port is open', async () => {
    const { port, registry } = await start();
    const socket = await plain(port);
    socket.end();
    await once(socket, 'close');
    await handshake(port);
    expect(await refusals(registry)).toBe(0);
  });

  it('gives the place of a connection back when its handshake fails', async () => {
    const { port, registry } = await start({ maxConnections: 1 });
    for (const _ of [1, 2, 3]) await once(await plain(port, 'junk\r\n\r\n'), 'close');
    expect((await secureClient(port, pem({ ca: made.ca }))('/')).body).toBe('hello');
    expect(await registry.metrics()).toContain('forewarn_refused_connections_total{listener="http"} 0');
  });

  it('ends handshakes that are under way with the others', async () => {
    const { port, web } = await start();
    const [silent, done] = [await plain(port), await handshake(port)];
    web.destroyConnections();
    await Promise.all([silent, done.resume()].map((socket) => socket.closed || once(socket, 'close')));
  });

  it('serves another when its files change, and goes on with connections that are open', async () => {
    const { port, files, certificates, registry } = await start();
    const expiry = async () =>
      /^forewarn_tls_certificate_expiry\S+ \d+$/m.exec(await registry.metrics())?.[0];
    const [before, get] = [await handshake(port), secureClient(port, pem({ ca: made.ca }))];
    expect((await get('/')).body).toBe('hello');
    const [subject, expires] = [before.getPeerCertificate().subject.CN, await expiry()];
    expect([subject, typeof expires]).toEqual(['server', 'string']);
    serve(files, renewed);
    await certificates.reload();
    expect((await get('/')).body).toBe('hello');
    expect((await handshake(port)).getPeerCertificate().subject.CN).toBe('renewed');
    before.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(String((await once(before, 'data'))[0])).toContain('hello');
    // No downgrade by the way.
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(handshake(port, old)).rejects.toThrow(/alert protocol version/);
  });
});

describe('a server that demands certificates of clients', () => {
  const mine = () => pem({ cert: made.clientCert, key: made.clientKey });
  const others = () => pem({ cert: made.otherClientCert, key: made.otherClientKey });

  it('speaks with who has one, and counts who has none', async () => {
    const { port, registry } = await start({ clients: 'demanded' });
    const get = (options: object) => secureClient(port, { ...pem({ ca: made.ca }), ...options })('/');
    expect((await get(mine())).body).toBe('hello');
    await expect(get({})).rejects.toThrow();
    await expect(get(others())).rejects.toThrow();
    await vi.waitFor(async () => expect(await refusals(registry)).toBe(2));
  });

  it('asks anew who was accepted by an authority that is trusted no more', async () => {
    const { port, files, certificates } = await start({ clients: 'demanded' });
    const first = await handshake(port, mine());
    const told = once(first, 'session');
    first.resume().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const resumed = { ...mine(), session: (await told)[0] as Buffer };
    expect((await handshake(port, resumed)).isSessionReused()).toBe(true);
    copyFileSync(made.otherCa, files.clientCaFile);
    await certificates.reload();
    const socket = await handshake(port, resumed);
    expect(socket.isSessionReused()).toBe(false);
    await once(
      socket.on('error', () => {}),
      'close',
    );
  });
});
