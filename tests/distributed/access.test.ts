import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changeAuditedTopic } from '@forewarn/contracts';
import { createKafkaEventLog } from '@forewarn/event-log';
import {
  canStartServers,
  createTestCertificates,
  servers,
  startIdentityProvider,
  type TestCertificates,
  type TestIdentityProvider,
} from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessPromises, guardedSettings } from '../support/access-promises.js';
import { eventually } from '../support/eventually.js';
import { newRun } from '../support/new-run.js';
import { type ServiceSet, startServices } from '../support/service-set.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const addresses = servers();
const names = ['storage', 'retrieval', 'sla-manager'] as const;
const secrets = { adminKey: 'the-key-of-the-administrator', operationsToken: 'the-token-of-operations' };

describe.skipIf(!canStartServers())('services where everybody must be known', () => {
  const { run, env: kafka } = newRun(addresses?.kafkaBrokers ?? '', 1);
  let directory: string;
  let certificates: TestCertificates;
  let provider: TestIdentityProvider;
  let database: TestDatabase;
  let started: ServiceSet;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'forewarn-access-'));
    certificates = await createTestCertificates(directory);
    provider = await startIdentityProvider();
    database = await createTestDatabase(addresses!.mysql, `access_${run}`);
    const prometheus = { PROMETHEUS_URL: addresses!.prometheusUrl };
    const guarded = guardedSettings(secrets, certificates, provider);
    started = await startServices(names, { ...kafka, ...prometheus, ...database.env, ...guarded });
    await started.ready();
  });

  afterAll(async () => {
    await started?.stop();
    await database?.drop();
    await provider?.close();
    await rm(directory, { recursive: true });
  });

  accessPromises(() => ({
    ...secrets,
    ca: certificates.ca,
    restUrl: `https://${started.address('sla-manager', 'http')}`,
    grpcAddress: started.address('retrieval', 'grpc'),
    operationsUrls: names.map((name) => started.process(name).operationsUrl),
    provider,
  }));

  it('tell of each change by an event', async () => {
    const brokers = addresses!.kafkaBrokers.split(',');
    const eventLog = createKafkaEventLog({ brokers, clientId: 'access-test' });
    const told: string[] = [];
    const consumption = await eventLog.consume({
      topic: changeAuditedTopic.name(kafka.KAFKA_NAMESPACE!),
      group: `access-${run}`,
      handle: async ({ records }) => {
        for (const record of records) {
          const { action, kind, name } = changeAuditedTopic.decode(record);
          told.push(`${action} ${kind} ${name}`);
        }
      },
    });
    await eventually('the change is told', async () => told.includes('create sla audited') || undefined);
    await consumption.stop();
    await eventLog.close();
    expect(told).toContain('create key ci');
    expect(told).toContain('revoke key test');
  });

  it('write no secret into their logs', () => {
    for (const name of names) {
      const text = JSON.stringify(started.process(name).log);
      for (const secret of [secrets.adminKey, secrets.operationsToken, 'fwk_'])
        expect(text.includes(secret), `${name} logs ${secret}`).toBe(false);
    }
  });
});
