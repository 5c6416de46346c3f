import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { connect as connectPlain, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { openServerCertificates, type ServerCertificates, type TlsFiles } from '@forewarn/lifecycle';
import { Registry } from '@forewarn/telemetry';
import { createTestCertificates, type TestCertificates } from '@forewarn/testkit';
import { credentials, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { boundsSuite } from './bounds-suite.fixture.js';
import type { GrpcListenerOptions } from './grpc-listener.js';
import { startListener, testService } from './test-service.fixture.js';

const directory = mkdtempSync(path.join(tmpdir(), 'forewarn-grpc-tls-'));
let made: TestCertificates;
let certificates: ServerCertificates;

const open = async (files: Partial<TlsFiles> = {}) => {
  const { serverCert: certFile, serverKey: keyFile } = made;
  const opened = await openServerCertificates({ certFile, keyFile, ...files });
  onTestFinished(() => opened.close());
  return opened;
};

beforeAll(async () => {
  made = await createTestCertificates(directory);
  const { serverCert: certFile, serverKey: keyFile } = made;
  certificates = await openServerCertificates({ certFile, keyFile });
});

afterAll(async () => {
  await certificates.close();
  rmSync(directory, { recursive: true });
});

const readAll = (...files: readonly string[]) => files.map((file) => readFileSync(file));
const trusting = (ca = made.ca) => credentials.createSsl(...(readAll(ca) as [Buffer]));
const showing = (cert: string, key: string) => {
  const [root, chain, own] = readAll(made.ca, cert, key);
  return credentials.createSsl(root!, own!, chain!);
};

/** A connection whose handshake is over. */
async function handshake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const [ca] = readAll(made.ca);
  const socket = connect({ port, host: '127.0.0.1', ca, ALPNProtocols: ['h2'], ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket.on('error', () => {});
}

async function plain(port: number): Promise<Socket> {
  const socket = connectPlain(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket.resume();
}

const refused = async (registry: Registry) =>
  Number(/^forewarn_refused_handshakes_total\{listener="grpc"\} (\d+)$/m.exec(await registry.metrics())?.[1]);

describe('what bounds clients in plain text bounds those over TLS', () => {
  boundsSuite(() => ({ options: { certificates }, credentials: trusting(), connect: handshake }));
});

describe('a listener with a certificate', () => {
  const service = () => testService({});
  const start = (options: Partial<GrpcListenerOptions> = {}, channel = trusting()) =>
    startListener({ services: [service()], certificates, ...options }, channel);

  it('answers who trusts it, and nobody else', async () => {
    const { say } = await start();
    expect(await say('test.v1.Test', 'hello')).toBe('hello');
    const other = await start({}, trusting(made.otherCa));
    await expect(other.say('test.v1.Test', 'hello')).rejects.toMatchObject({ code: status.UNAVAILABLE });
    const unencrypted = await start({}, credentials.createInsecure());
    await expect(unencrypted.say('test.v1.Test', 'hello')).rejects.toMatchObject({
      code: status.UNAVAILABLE,
    });
  });

  it('speaks HTTP/2 alone, from TLS 1.2 on', async () => {
    const { port } = await start();
    const versions = ['TLSv1.2', 'TLSv1.3'] as const;
    for (const version of versions) {
      const socket = await handshake(port, { minVersion: version, maxVersion: version });
      expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, 'h2']);
    }
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(handshake(port, old)).rejects.toThrow(/alert protocol version/);
    await expect(handshake(port, { ALPNProtocols: ['http/1.1'] })).rejects.toThrow(/no application protocol/);
  });

  it('closes and counts handshakes that do not end, and what is none', async () => {
    const registry = new Registry();
    const { port } = await start({ registry, requestTimeoutMs: 50 });
    const [silent, junk] = [await plain(port), await plain(port)];
    junk.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    await Promise.all([silent, junk].map((socket) => socket.closed || once(socket, 'close')));
    await vi.waitFor(async () => expect(await refused(registry)).toBe(2));
  });

  it('closes who does not say which protocol it speaks and then speaks another', async () => {
    const { port } = await start({ requestTimeoutMs: 200 });
    const socket = await handshake(port, { ALPNProtocols: [] });
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket.resume(), 'close');
  });

  it('serves another when its files change, and goes on with streams that are open', async () => {
    const files = { certFile: path.join(directory, 'tls.crt'), keyFile: path.join(directory, 'tls.key') };
    const put = (cert: string, key: string) =>
      Promise.all([copyFile(cert, files.certFile), copyFile(key, files.keyFile)]);
    await put(made.serverCert, made.serverKey);
    const changing = await open(files);
    const { port, watch, say } = await start({ certificates: changing });
    const stream = watch('test.v1.Test');
    await once(stream, 'data');
    const renewed = await made.authority.issue({ name: 'renewed', hosts: ['IP:127.0.0.1'] });
    await put(renewed.cert, renewed.key);
    await changing.reload();
    expect((await handshake(port)).getPeerCertificate().subject.CN).toBe('renewed');
    expect(await say('test.v1.Test', 'on the old connection')).toBe('on the old connection');
    expect(stream.destroyed).toBe(false);
    stream.on('error', () => {}).cancel();
  });

  it('speaks with nobody who has no certificate, where authorities of clients are set', async () => {
    const demanding = await open({ clientCaFile: made.ca });
    const startFor = async (channel: ReturnType<typeof trusting>) => {
      const registry = new Registry();
      const { say } = await start({ certificates: demanding, registry }, channel);
      return { registry, said: say('test.v1.Test', 'hello') };
    };
    expect(await (await startFor(showing(made.clientCert, made.clientKey))).said).toBe('hello');
    for (const channel of [trusting(), showing(made.otherClientCert, made.otherClientKey)]) {
      const { registry, said } = await startFor(channel);
      await expect(said).rejects.toMatchObject({ code: status.UNAVAILABLE });
      await vi.waitFor(async () => expect(await refused(registry)).toBeGreaterThanOrEqual(1));
    }
  });
});
