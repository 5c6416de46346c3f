import { createPrivateKey } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { recordingLogger, type TestCertificate, type TestCertificates } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openServerCertificates, type ServerCertificatesOptions } from './server-certificates.js';
import {
  certificatesOfTests,
  type ServedFiles,
  serve,
  servedFiles,
  temporaryDirectory,
} from './tls-bench.fixture.js';
import type { TlsFiles } from './tls-files.js';

let made: TestCertificates;
let remove: () => void;
let renewed: TestCertificate;

beforeAll(async () => {
  ({ made, remove } = await certificatesOfTests());
  renewed = await made.authority.issue({ name: 'renewed', hosts: ['IP:127.0.0.1'] });
});

afterAll(() => remove());

const never = 3_600_000;

/** Certificates that are looked at only when a test says so. */
async function open(files: TlsFiles, options: ServerCertificatesOptions = {}) {
  const logger = recordingLogger();
  const certificates = await openServerCertificates(files, { logger, pollMs: never, ...options });
  onTestFinished(() => certificates.close());
  return { certificates, lines: logger.lines };
}

const textOf = (file: string) => readFileSync(file, 'utf8');

describe('files that cannot be used', () => {
  const cases: Record<string, [(files: ServedFiles) => void, RegExp]> = {
    'a certificate that is not there': [
      ({ certFile }) => rmSync(certFile),
      /^TLS_CERT_FILE: \S+tls\.crt cannot be read \(ENOENT\)$/,
    ],
    'a file that holds no certificate': [
      ({ certFile, keyFile }) => copyFileSync(keyFile, certFile),
      /^TLS_CERT_FILE: \S+tls\.crt holds no readable certificate: it must be PEM/,
    ],
    'a certificate that is cut off': [
      ({ certFile }) =>
        writeFileSync(certFile, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
      /^TLS_CERT_FILE: \S+tls\.crt holds no readable certificate/,
    ],
    'a file that holds no key': [
      ({ certFile, keyFile }) => copyFileSync(certFile, keyFile),
      /^TLS_KEY_FILE: \S+tls\.key holds no readable private key: it must be PEM$/,
    ],
    'the key of another certificate': [
      ({ keyFile }) => copyFileSync(made.clientKey, keyFile),
      /^TLS_KEY_FILE: \S+tls\.key is not the key of the certificate in \S+tls\.crt: give the one/,
    ],
    'a key with a passphrase': [
      ({ keyFile }) => {
        const encryption = { cipher: 'aes-256-cbc', passphrase: 'x' };
        const key = createPrivateKey(textOf(keyFile));
        writeFileSync(keyFile, key.export({ type: 'pkcs8', format: 'pem', ...encryption }));
      },
      /^TLS_KEY_FILE: \S+tls\.key holds a key with a passphrase, which nobody is there to type/,
    ],
    'authorities of clients that are none': [
      ({ clientCaFile }) => writeFileSync(clientCaFile, ''),
      /^TLS_CLIENT_CA_FILE: \S+clients\.crt holds no readable certificate/,
    ],
  };

  it.each(Object.entries(cases))('are named at the start: %s', async (_, [spoil, mistake]) => {
    const files = servedFiles(made);
    spoil(files);
    const refused = await openServerCertificates(files).catch((error) => error);
    expect(refused).toMatchObject({
      code: 'config-invalid',
      details: { mistakes: [expect.stringMatching(mistake)] },
    });
    expect(refused.message).not.toContain('-----BEGIN');
  });

  it('are named all together', async () => {
    const files = servedFiles(made);
    rmSync(files.certFile);
    rmSync(files.clientCaFile);
    await expect(openServerCertificates(files)).rejects.toThrow(
      /TLS_CERT_FILE: .*\n {2}- TLS_CLIENT_CA_FILE: /,
    );
  });
});

describe('the time of a certificate', () => {
  it('is that of the first of its chain to expire', async () => {
    const files = servedFiles(made);
    const alone = (await open(files)).certificates.current.expiresMs;
    writeFileSync(files.certFile, textOf(made.serverCert) + textOf(made.expiredCert));
    const { certificates, lines } = await open(files);
    expect(certificates.current.expiresMs).toBeLessThan(Date.now());
    expect(alone).toBeGreaterThan(Date.now());
    expect(lines).toMatchObject([{ level: 'warn' }]);
  });

  it('is warned of when it is over, and the certificate is served all the same', async () => {
    const files = servedFiles(made);
    serve(files, { cert: made.expiredCert, key: made.expiredKey });
    const { certificates, lines } = await open(files);
    expect(lines).toMatchObject([
      {
        level: 'warn',
        message: expect.stringMatching(/^TLS_CERT_FILE: .*tls\.crt.* has expired on 20.*Z: clients/),
      },
    ]);
    expect(certificates.current.cert).toBe(textOf(made.expiredCert));
    await certificates.reload();
    expect(lines).toHaveLength(1);
  });

  it('is warned of when it has not come, and when it passes while the server runs', async () => {
    let now = 0;
    const { certificates, lines } = await open(servedFiles(made), { nowMs: () => now });
    expect(lines).toMatchObject([{ message: expect.stringContaining('is not valid before') }]);
    now = Date.now();
    const other = await open(servedFiles(made), { nowMs: () => now });
    expect(other.lines).toEqual([]);
    now = certificates.current.expiresMs;
    await other.certificates.reload();
    expect(other.lines).toMatchObject([{ message: expect.stringContaining('has expired on') }]);
  });
});

describe('files that change', () => {
  it('are taken up when the key has followed the certificate, and not before', async () => {
    const files = servedFiles(made);
    const { certificates, lines } = await open(files);
    const told: string[] = [];
    certificates.onChange(({ cert }) => told.push(cert));
    copyFileSync(renewed.cert, files.certFile);
    await certificates.reload();
    await certificates.reload();
    expect(certificates.current.cert).toBe(textOf(made.serverCert));
    expect(lines).toMatchObject([
      {
        level: 'warn',
        message: expect.stringMatching(
          /^TLS_KEY_FILE: .* is not the key of .*; the certificate of before is served/,
        ),
      },
    ]);
    copyFileSync(renewed.key, files.keyFile);
    await certificates.reload();
    await certificates.reload();
    expect(certificates.current.cert).toBe(textOf(renewed.cert));
    expect(told).toEqual([textOf(renewed.cert)]);
    expect(lines.slice(1)).toMatchObject([
      { level: 'info', message: 'another certificate is served from now on' },
    ]);
  });

  it('are not missed when they vanish and come again', async () => {
    const files = servedFiles(made);
    const { certificates, lines } = await open(files);
    rmSync(files.keyFile);
    await certificates.reload();
    expect(lines).toMatchObject([
      { message: expect.stringContaining('tls.key cannot be read (ENOENT); the') },
    ]);
    serve(files, renewed);
    await certificates.reload();
    expect(certificates.current.key).toBe(textOf(renewed.key));
  });

  it('are followed through symbolic links that are swapped, as Kubernetes does with secrets', async () => {
    const directory = temporaryDirectory();
    onTestFinished(directory.remove);
    const inside = (...names: string[]) => path.join(directory.path, ...names);
    const write = (version: string, { cert, key }: TestCertificate) => {
      mkdirSync(inside(version));
      serve({ certFile: inside(version, 'tls.crt'), keyFile: inside(version, 'tls.key') }, { cert, key });
      symlinkSync(version, inside('..new'));
      renameSync(inside('..new'), inside('..data'));
    };
    write('..1', { cert: made.serverCert, key: made.serverKey });
    for (const name of ['tls.crt', 'tls.key']) symlinkSync(path.join('..data', name), inside(name));
    const files = { certFile: inside('tls.crt'), keyFile: inside('tls.key') };
    const { certificates } = await open(files);
    write('..2', renewed);
    await certificates.reload();
    expect(certificates.current.cert).toBe(textOf(renewed.cert));
  });

  it('are noticed without a word', async () => {
    const files = servedFiles(made);
    const { certificates } = await open(files, { pollMs: 5 });
    const changed = new Promise((resolve) => certificates.onChange(resolve));
    serve(files, renewed);
    expect(await changed).toMatchObject({ cert: textOf(renewed.cert) });
  });
});
