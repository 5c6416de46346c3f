import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, type RequestOptions, request } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { openServerCertificates, type ServerCertificates } from '@forewarn/lifecycle';
import { Registry } from '@forewarn/telemetry';
import { createTestCertificates, recordingLogger, type TestCertificates } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startListener } from '../http-bench.fixture.js';
import type { HttpListenerOptions } from './http-listener.js';

const directory = mkdtempSync(path.join(tmpdir(), 'forewarn-https-'));
let made: TestCertificates;
let certificates: ServerCertificates;
let ca: string;

beforeAll(async () => {
  made = await createTestCertificates(directory);
  ca = readFileSync(made.ca, 'utf8');
  const { serverCert: certFile, serverKey: keyFile, ca: clientCaFile } = made;
  certificates = await openServerCertificates({ certFile, keyFile, clientCaFile });
});

afterAll(async () => {
  await certificates.close();
  rmSync(directory, { recursive: true });
});

const start = (options: Partial<HttpListenerOptions> = {}) => startListener({ certificates, ...options });

/** Asks on a connection of its own. */
async function ask(port: number, target: string, options: RequestOptions = {}) {
  const sent = request({
    host: '127.0.0.1',
    port,
    path: target,
    ca,
    agent: false,
    servername: 'localhost',
    ...options,
  }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** A connection behind its handshake that says what it is given. */
async function secure(port: number, ...chunks: readonly string[]): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', ca }).on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  for (const chunk of chunks) socket.write(chunk);
  return socket;
}

describe('a listener with a certificate', () => {
  it('answers over https, says so, and tells browsers to come that way', async () => {
    const logger = recordingLogger();
    const { listener } = await start({ logger });
    const { status, headers } = await ask(listener.port, '/openapi.json');
    expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    expect(logger.lines[0]).toMatchObject({ message: `test at https://127.0.0.1:${listener.port}/` });
  });

  it('asks no browser for a certificate', async () => {
    const { listener } = await start();
    const key = readFileSync(made.otherClientKey);
    const cert = readFileSync(made.otherClientCert);
    expect(await ask(listener.port, '/openapi.json', { key, cert })).toMatchObject({ status: 200 });
  });

  it('answers to its names, and to pages of its own', async () => {
    const { listener } = await start({ allowedHosts: ['forewarn.example.org'] });
    const statusOf = async (headers: Record<string, string>) =>
      (await ask(listener.port, '/nothing', { method: 'POST', headers })).status;
    expect(await statusOf({ host: 'evil.example' })).toBe(421);
    const host = `localhost:${listener.port}`;
    expect(await statusOf({ host, origin: `https://${host}` })).toBe(404);
    expect(await statusOf({ host: 'localhost', origin: 'https://localhost' })).toBe(404);
    expect(await statusOf({ host, origin: 'https://evil.example' })).toBe(403);
  });

  it.each([
    ['says nothing', []],
    ['begins a request', ['GET / HTTP/1.1\r\nHost: localhost\r\n']],
    ['does not end a body', ['POST /api/v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n1']],
  ])('closes a connection soon that %s', async (_, chunks) => {
    const { listener } = await start({ headersTimeoutMs: 500, receiveTimeoutMs: 510 });
    const answer = await text(await secure(listener.port, ...chunks));
    expect(answer === '' || /^HTTP\/1\.1 4\d\d /.test(answer), answer).toBe(true);
  });

  it('closes connections beyond the limit, and goes on with those that are there', async () => {
    const registry = new Registry();
    const { listener } = await start({ maxConnections: 2, registry });
    const [first] = [await secure(listener.port), await secure(listener.port)];
    const third = connect(listener.port, '127.0.0.1').on('error', () => {});
    await once(third.resume(), 'close');
    first.write('GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(await text(first)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await registry.metrics()).toContain('forewarn_refused_connections_total{listener="http"} 1');
  });

  it('is not held up at its end by connections without a request, nor by handshakes', async () => {
    const { listener } = await start();
    const ahead = await secure(listener.port);
    const silent = connect(listener.port, '127.0.0.1').on('error', () => {});
    await once(silent, 'connect');
    const ends = [ahead, silent].map((socket) => once(socket.resume(), 'close'));
    await listener.stop();
    await Promise.all(ends);
  });
});

describe('a part of the API that is asked over https', () => {
  const prefix = '/api/v1/anomalies';

  async function startTarget(): Promise<URL> {
    const identity = { cert: readFileSync(made.serverCert), key: readFileSync(made.serverKey) };
    const server = createServer(identity, ({ headers }, response) => response.end(JSON.stringify(headers)));
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  it('is trusted by an authority that is given, and told how it was asked', async () => {
    const { listener } = await start({ forward: [{ prefix, target: await startTarget(), ca }] });
    const { status, body } = await ask(listener.port, prefix);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ 'x-forwarded-proto': 'https' });
  });

  it('is not trusted otherwise, and the log says why', async () => {
    const logger = recordingLogger();
    const { listener } = await start({ forward: [{ prefix, target: await startTarget() }], logger });
    expect(await ask(listener.port, prefix)).toMatchObject({
      status: 503,
      body: expect.stringContaining('upstream-unavailable'),
    });
    const { error } = logger.lines[1]!.fields as { error: Error };
    expect(error.message).toMatch(/unable to (verify the first|get local issuer) certificate/);
  });
});
