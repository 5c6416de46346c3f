import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  canStartServers,
  createTestCertificates,
  recordingLogger,
  type TestCertificates,
} from '@forewarn/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKafkaEventLog } from './index.js';
import { TlsContext } from './kafka/security/tls-context.js';

describe.skipIf(!canStartServers())('the certificates for Kafka', () => {
  let directory: string;
  let files: TestCertificates;
  let certFile: string;
  let keyFile: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-tls-context-'));
    files = await createTestCertificates(directory);
    [certFile, keyFile] = [join(directory, 'mine.crt'), join(directory, 'mine.key')];
  });

  beforeEach(async () => {
    await copyFile(files.clientCert, certFile);
    await copyFile(files.clientKey, keyFile);
  });

  afterAll(() => rm(directory, { recursive: true }));

  it('are read once while the files stay as they are, and anew when one has changed', async () => {
    const tls = new TlsContext({ caFile: files.ca, certFile, keyFile }, recordingLogger());
    const first = tls.current();
    expect(tls.current()).toBe(first);
    await copyFile(files.otherClientCert, certFile);
    await copyFile(files.otherClientKey, keyFile);
    expect(tls.current()).not.toBe(first);
  });

  it('stay those from before while the files are being replaced, which is warned of once, without the key', async () => {
    const logger = recordingLogger();
    const tls = new TlsContext({ certFile, keyFile }, logger);
    const first = tls.current();
    await copyFile(files.otherClientCert, certFile);
    expect(tls.current()).toBe(first);
    expect(tls.current()).toBe(first);
    expect(logger.messages('warn')).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain('PRIVATE KEY');
    await copyFile(files.otherClientKey, keyFile);
    expect(tls.current()).not.toBe(first);
  });

  it('that are gone stay those from before', async () => {
    const tls = new TlsContext({ certFile, keyFile }, recordingLogger());
    const first = tls.current();
    await rm(keyFile);
    expect(tls.current()).toBe(first);
  });

  it.each<[string, (all: TestCertificates) => Record<string, string>]>([
    ['are not there', () => ({ caFile: join(tmpdir(), 'forewarn-absent.pem') })],
    ['do not belong together', (all) => ({ certFile: all.clientCert, keyFile: all.serverKey })],
  ])('that %s are a mistake before anything is connected', (_, pick) => {
    const open = () => createKafkaEventLog({ brokers: ['a:1'], clientId: 'test', tls: pick(files) });
    expect(open).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });

  it('of authorities that are none are a mistake: TLS would take them, and then trust nobody', async () => {
    await writeFile(certFile, 'not a certificate');
    const open = () => createKafkaEventLog({ brokers: ['a:1'], clientId: 'test', tls: { caFile: certFile } });
    expect(open).toThrow(/the certificates for Kafka cannot be used \(.*mine\.crt.*must be PEM/);
  });

  it('that are no PEM are a mistake as well', async () => {
    await writeFile(certFile, 'not a certificate');
    const open = () =>
      createKafkaEventLog({ brokers: ['a:1'], clientId: 'test', tls: { certFile, keyFile } });
    expect(open).toThrow(/the certificates for Kafka cannot be used \(.*mine\.crt.*must be PEM/);
  });
});
