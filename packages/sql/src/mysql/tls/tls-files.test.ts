import { mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { type RecordingLogger, recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TlsFiles } from './tls-files.js';

const [first = '', second = ''] = rootCertificates;

let folder: string;
let caFile: string;
let logger: RecordingLogger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarn-tls-'));
  caFile = join(folder, 'ca.crt');
  logger = recordingLogger();
});
afterEach(() => rm(folder, { recursive: true }));

test('certificates are those of the file, and of the one in its place', async () => {
  await writeFile(caFile, first);
  const files = new TlsFiles({ caFile }, logger);
  expect(files.current()).toEqual({ ca: first, cert: undefined, key: undefined });
  expect(files.current()).toBe(files.current());
  expect(logger.lines).toEqual([]);
  await writeFile(`${caFile}.new`, second);
  await rename(`${caFile}.new`, caFile);
  expect(files.current().ca).toBe(second);
  expect(logger.messages('info')).toEqual(['new connections to the database use the changed certificates']);
});

test('a link that is turned to another file counts as a change, as container engines swap what they mount', async () => {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  await writeFile(one, first);
  await writeFile(two, second);
  await symlink(one, caFile);
  const files = new TlsFiles({ caFile }, logger);
  await symlink(two, `${caFile}.new`);
  await rename(`${caFile}.new`, caFile);
  expect(files.current().ca).toBe(second);
});

test.each([
  ['holds none', () => writeFile(caFile, 'nothing')],
  ['is away', () => unlink(caFile)],
])('where the file %s any more the former certificates are kept, and it is said once', async (_, spoil) => {
  await writeFile(caFile, first);
  const files = new TlsFiles({ caFile }, logger);
  await spoil();
  expect(files.current().ca).toBe(first);
  expect(files.current().ca).toBe(first);
  expect(logger.messages('warn')).toEqual([
    'the changed certificates cannot be used; those of before are kept',
  ]);
  await writeFile(caFile, second);
  expect(files.current().ca).toBe(second);
});

test.each([
  ['is not there', 'ca.crt cannot be read (ENOENT)', undefined],
  ['holds no certificate', 'ca.crt holds no certificates in PEM', 'secret'],
  ['holds a damaged one', 'ca.crt holds no certificates in PEM', first.slice(0, 200)],
])('a file that %s is told at the start', async (_, mistake, content) => {
  if (content !== undefined) await writeFile(caFile, content);
  const open = () => new TlsFiles({ caFile }, logger);
  expect(open).toThrow(mistake);
  expect(open).not.toThrow('secret');
});

test('a key that is none of the certificate’s is told at the start, by names of files alone', async () => {
  const [certFile, keyFile] = [join(folder, 'client.crt'), join(folder, 'client.key')];
  await writeFile(certFile, first);
  await writeFile(keyFile, '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n');
  const open = () => new TlsFiles({ certFile, keyFile }, logger);
  expect(open).toThrow(`${certFile} and ${keyFile} are not a certificate in PEM and its key`);
  expect(open).not.toThrow('c2VjcmV0');
});
