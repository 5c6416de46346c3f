import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../support/deployed-monitoring.js';
import { serviceNames } from '../support/service-catalogue.js';

const script = path.join(repositoryRoot, 'deploy/compose/make-certificates.sh');
const hasOpenssl = (await runCommand('openssl', ['version'])).code === 0;

// Gives the key away, as root alone may.
describe.skipIf(!hasOpenssl || process.getuid?.() !== 0)('deploy/compose/make-certificates.sh', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'forewarn-certificates-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const read = (file: string) => readFile(path.join(folder, file), 'utf8');
  const certificate = async (file: string) => new X509Certificate(await read(file));
  const run = async (names = '') => {
    const env = { PATH: process.env.PATH, TLS_FOLDER: folder, TLS_NAMES: names };
    const { code, output } = await runCommand('sh', [script], { env });
    expect(code, output).toBe(0);
    return output;
  };

  it('makes a certificate for every service by an authority of its own, whose keys are for their readers alone', async () => {
    await run('forewarn.example.org,192.0.2.7');
    const [own, authority] = [await certificate('tls.crt'), await certificate('ca.crt')];
    expect(own.verify(authority.publicKey)).toBe(true);
    expect(authority.ca).toBe(true);
    for (const name of [...serviceNames, 'localhost', 'forewarn.example.org'])
      expect(own.checkHost(name), name).toBe(name);
    for (const address of ['127.0.0.1', '192.0.2.7']) expect(own.checkIP(address), address).toBe(address);
    const rights = async (file: string) => {
      const { uid, mode } = await stat(path.join(folder, file));
      return [uid, mode & 0o777];
    };
    expect(await rights('tls.key')).toEqual([1000, 0o400]);
    expect(await rights('ca.key')).toEqual([process.getuid!(), 0o600]);
    expect(await rights('tls.crt')).toEqual([process.getuid!(), 0o444]);
  });

  it('keeps what is there, and makes a new one by the same authority for other names', async () => {
    await run();
    const [first, authority] = [await read('tls.crt'), await read('ca.crt')];
    expect(await run()).toBe('certificate: kept\n');
    expect(await read('tls.crt')).toBe(first);
    await run('other.example.org');
    expect((await certificate('tls.crt')).checkHost('other.example.org')).toBe('other.example.org');
    expect(await read('ca.crt')).toBe(authority);
  });

  it('leaves certificates of yours as they are', async () => {
    await writeFile(path.join(folder, 'tls.crt'), 'mine');
    await run();
    expect(await readdir(folder)).toEqual(['tls.crt']);
    expect(await read('tls.crt')).toBe('mine');
  });
});
