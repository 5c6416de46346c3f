import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from './server-programs.js';
import { createTestCertificates, type TestCertificates } from './test-certificates.js';

const isAbsent = process.env.CI !== 'true' && (await findProgram('openssl')) === undefined;

describe.skipIf(isAbsent)('the certificates of tests', () => {
  let directory: string;
  let files: TestCertificates;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-certificates-test-'));
    files = await createTestCertificates(directory);
  });

  afterAll(() => rm(directory, { recursive: true }));

  /** What a client that trusts `ca` and shows the client's certificate says of a server's, and the server of the client's. */
  async function shake(serverCert: string, serverKey: string, ca: string, host = '127.0.0.1') {
    const read = (file: string) => readFile(file, 'utf8');
    const server = createServer(
      {
        cert: await read(serverCert),
        key: await read(serverKey),
        ca: await read(files.ca),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (socket) => socket.end(socket.getPeerCertificate().subject.CN),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = { cert: await read(files.clientCert), key: await read(files.clientKey) };
    const socket = connect({ host, port, ca: await read(ca), ...client });
    const answer = new Promise<string>((resolve) => {
      socket.once('data', (data) => resolve(String(data)));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
    try {
      return await answer;
    } finally {
      socket.destroy();
      server.close();
    }
  }

  it('let a server and a client trust each other, by address and by name', async () => {
    expect(await shake(files.serverCert, files.serverKey, files.ca)).toBe('client');
    expect(await shake(files.serverCert, files.serverKey, files.ca, 'localhost')).toBe('client');
  });

  it.each<[string, (all: TestCertificates) => [string, string, string], string]>([
    ['an expired one', (all) => [all.expiredCert, all.expiredKey, all.ca], 'CERT_HAS_EXPIRED'],
    [
      'one of another host',
      (all) => [all.elsewhereCert, all.elsewhereKey, all.ca],
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'one of an authority that is not trusted',
      (all) => [all.otherServerCert, all.otherServerKey, all.ca],
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    [
      'a good one where another authority is trusted',
      (all) => [all.serverCert, all.serverKey, all.otherCa],
      'SELF_SIGNED_CERT_IN_CHAIN',
    ],
  ])('show each mistake by itself: %s', async (_, pick, code) => {
    expect(await shake(...pick(files))).toBe(code);
  });

  it('are made anew under the same name, for a rotation', async () => {
    const serial = async () => new X509Certificate(await readFile(files.clientCert)).serialNumber;
    const before = await serial();
    expect(await files.authority.issue({ name: 'client' })).toEqual({
      cert: files.clientCert,
      key: files.clientKey,
    });
    expect(await serial()).not.toBe(before);
  });
});
