import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type EventLog, pause } from '@forewarn/core';
import {
  canStartServers,
  createTestCertificates,
  EventLogInbox,
  grantKafkaRights,
  type KafkaRight,
  recordingLogger,
  type SecureKafkaHandle,
  startSecureKafka,
  type TestCertificates,
} from '@forewarn/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKafkaEventLog } from './index.js';
import { byCertificate, byPassword, mismatches, passwords, type Security } from './secure-kafka.fixture.js';
import { startTokenServer, type TokenServer } from './token-server.fixture.js';

const record = (text: string) => ({ key: null, value: Buffer.from(text), headers: {} });
const startTimeoutMs = 60_000;

describe.skipIf(!canStartServers())('Kafka with TLS, log-ins and rights', () => {
  let directory: string;
  let files: TestCertificates;
  let kafka: SecureKafkaHandle;
  let tokens: TokenServer;
  const logs: EventLog[] = [];
  const logger = recordingLogger();

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-secure-kafka-'));
    files = await createTestCertificates(directory);
    kafka = await startSecureKafka({ certificates: files, directory, users: passwords });
    tokens = await startTokenServer('alice', 300);
    const own = (['topic', 'group'] as const).map(
      (resource): KafkaRight => ({
        resource,
        name: 'own-',
        prefixed: true,
        operations: ['All'],
      }),
    );
    await grantKafkaRights(kafka.address, { alice: own, client: own });
  }, startTimeoutMs);

  afterEach(async () => {
    await Promise.all(logs.splice(0).map((log) => log.close()));
    tokens.mode = 'good';
  });

  afterAll(async () => {
    tokens?.stop();
    await kafka?.stop();
    await rm(directory, { recursive: true });
  });

  const open = (broker: string, security: Security): EventLog => {
    const log = createKafkaEventLog({
      brokers: [broker],
      clientId: 'test',
      logger,
      longestFetchWaitMs: 250,
      retry: { firstMs: 100, longestMs: 500 },
      ...security,
    });
    logs.push(log);
    return log;
  };
  const trusting = () => ({ caFile: files.ca });

  /** Fails when a password or a token stands in anything that was logged. */
  function expectNoSecrets(...more: unknown[]): void {
    const said = inspect([logger.lines, more], { depth: 12, maxStringLength: null, maxArrayLength: null });
    expect(said).not.toMatch(/hunter2|eyJ/);
  }

  it.each<[string, () => [string, Security]]>([
    ['a certificate', () => [kafka.listeners.mtls, byCertificate(files)]],
    ['PLAIN', () => [kafka.listeners.sasltls, byPassword(files, 'PLAIN')]],
    ['SCRAM-SHA-256', () => [kafka.listeners.sasltls, byPassword(files, 'SCRAM-SHA-256')]],
    ['SCRAM-SHA-512', () => [kafka.listeners.sasltls, byPassword(files, 'SCRAM-SHA-512')]],
    ['OAUTHBEARER', () => [kafka.listeners.sasltls, { tls: trusting(), sasl: tokens.client }]],
    [
      'SCRAM-SHA-512 and a name',
      () => [kafka.listeners.sasltls.replace('127.0.0.1', 'localhost'), byPassword(files, 'SCRAM-SHA-512')],
    ],
  ])('lets records through to who comes over TLS by %s', async (_, how) => {
    const log = open(...how());
    const topic = `own-${randomUUID()}`;
    const inbox = new EventLogInbox();
    await log.ensureTopics([{ name: topic, partitions: 1 }]);
    await log.append(topic, [record('first')]);
    await log.consume({ topic, group: `own-${randomUUID()}`, handle: inbox.handle });
    await inbox.untilRecords(1);
    expect(inbox.texts).toEqual(['first']);
    expectNoSecrets();
  });

  it.each(Object.entries(mismatches))('does not come together with %s, and says why', async (_, mismatch) => {
    const { come, message, code = 'event-log-access-denied' } = mismatch;
    tokens.mode = mismatch.tokens ?? 'good';
    const log = open(...come({ kafka, files, tokens }));
    const error = await log.check().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expectNoSecrets(error);
  });

  it.each<[string, (log: EventLog) => Promise<unknown>, RegExp]>([
    [
      'appending to a topic',
      (log) => log.append('foreign', [record('forged')]),
      /looking for foreign: this user may not do that with the topic; grant it/,
    ],
    [
      'creating a topic',
      (log) => log.ensureTopics([{ name: 'foreign-2', partitions: 1 }]),
      /creating foreign-2: this user may not do that with the topic; grant it/,
    ],
    [
      'reading a topic',
      (log) => log.consume({ topic: 'foreign', group: 'own-group', handle: async () => {} }),
      /looking for foreign: this user may not do that with the topic/,
    ],
    [
      'joining a group',
      async (log) => {
        const topic = `own-${randomUUID()}`;
        await log.ensureTopics([{ name: topic, partitions: 1 }]);
        const consumption = await log.consume({ topic, group: 'foreign', handle: async () => {} });
        await consumption.ended;
      },
      /consuming own-[^ ]+: this user may not use the consumer group; grant it/,
    ],
  ])('refuses who has no right to it %s, for good', async (_, call, message) => {
    const admin = open(kafka.address, {});
    await admin.ensureTopics([{ name: 'foreign', partitions: 1 }]);
    const error = await call(open(kafka.listeners.sasltls, byPassword(files, 'PLAIN'))).catch(
      (thrown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'event-log-access-denied',
      retryable: false,
      message: expect.stringMatching(message),
    });
  });

  it('takes a certificate that was replaced at the next connection, and bears a wrong one until it is mended', async () => {
    const [certFile, keyFile] = [join(directory, 'rotated.crt'), join(directory, 'rotated.key')];
    const put = (cert: string, key: string) =>
      Promise.all([copyFile(cert, certFile), copyFile(key, keyFile)]);
    const topic = () => `own-${randomUUID()}`;
    await put(files.clientCert, files.clientKey);
    const log = open(kafka.listeners.mtls, { tls: { ...trusting(), certFile, keyFile } });
    const [first, second] = [topic(), topic()];
    await log.ensureTopics([first, second].map((name) => ({ name, partitions: 1 })));
    await log.append(first, [record('first')]);
    await put(files.otherClientCert, files.otherClientKey);
    await expect(log.append(second, [record('second')])).rejects.toMatchObject({
      code: 'event-log-unavailable',
      retryable: true,
    });
    const next = await files.authority.issue({ name: 'client' });
    await put(next.cert, next.key);
    await log.append(second, [record('second')]);
  });

  it('keeps a consumer whose log-ins end, by a password and by tokens, without a crash', async () => {
    const sasl = { mechanism: 'SCRAM-SHA-512', username: 'alice', password: passwords.alice } as const;
    const clients = [sasl, tokens.client].map((each) => open(kafka.listeners.reauth, { sasl: each }));
    const reading = await Promise.all(
      clients.map(async (log) => {
        const topic = `own-${randomUUID()}`;
        const inbox = new EventLogInbox();
        await log.ensureTopics([{ name: topic, partitions: 2 }]);
        await log.consume({ topic, group: `own-${randomUUID()}`, handle: inbox.handle });
        return { log, topic, inbox };
      }),
    );
    // A log-in is good for twelve seconds: the broker hangs up on who has not logged in anew by then.
    let linesBefore = 0;
    for (let n = 1; n <= 16; n += 1) {
      for (const { log, topic } of reading) await log.append(topic, [record(`${n}`)]);
      await Promise.all(reading.map(({ inbox }) => inbox.untilRecords(n)));
      if (n === 1) linesBefore = logger.lines.length;
      await pause(1_000);
    }
    expect(logger.lines.slice(linesBefore).filter(({ level }) => level === 'warn')).toEqual([]);
    expectNoSecrets();
  }, 60_000);

  it('is waited for by a consumer that gets no token any more, which goes on when it does', async () => {
    const brief = await startTokenServer('alice', 12);
    try {
      const log = open(kafka.listeners.reauth, { sasl: brief.client });
      const topic = `own-${randomUUID()}`;
      const inbox = new EventLogInbox();
      await log.ensureTopics([{ name: topic, partitions: 1 }]);
      const consumption = await log.consume({ topic, group: `own-${randomUUID()}`, handle: inbox.handle });
      await log.append(topic, [record('before')]);
      await inbox.untilRecords(1);
      brief.mode = 'refusing';
      const denied = {
        code: 'event-log-unavailable',
        message: expect.stringMatching(/invalid_client.*it was let in before, and tries again meanwhile/),
      };
      await vi.waitFor(() => expect(log.check()).rejects.toMatchObject(denied), {
        timeout: 20_000,
        interval: 200,
      });
      brief.mode = 'good';
      await open(kafka.address, {}).append(topic, [record('after')]);
      await Promise.race([inbox.untilRecords(2), consumption.ended]);
      expect(inbox.texts).toEqual(['before', 'after']);
      await log.check();
    } finally {
      brief.stop();
    }
  }, 60_000);
});
