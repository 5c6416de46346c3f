import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { retrievalClient } from '@forewarn/contracts';
import { canonicalSeries, type EventLog } from '@forewarn/core';
import { createKafkaEventLog } from '@forewarn/event-log';
import {
  canStartServers,
  createTestCertificates,
  freePort,
  grantKafkaRights,
  type KafkaRight,
  type SecureKafkaHandle,
  servers,
  startSecureKafka,
  type TestCertificates,
} from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { type HostMetrics, startHostMetrics } from '../support/host-metrics.js';
import { type KafkaService, kafkaServices, rightsOf, topicsOf } from '../support/kafka-access.js';
import { newRun } from '../support/new-run.js';
import { catalogue, servedPorts } from '../support/service-catalogue.js';
import { serviceExit } from '../support/service-exit.js';
import { type ServiceProcess, startService } from '../support/service-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const addresses = servers();
const partitions = 3;
const passwordOf = (user: string) => `hunter2${user.replace('-', '')}`;
const userOf = (service: KafkaService) => service.replace('-', '');
const users = [...kafkaServices.map(userOf), 'stranger'];

describe.skipIf(addresses === null || !canStartServers())(
  'services that each have a user of their own in Kafka, with the documented rights alone',
  () => {
    const { run, topic, env: names } = newRun('', partitions);
    const processes = new Map<KafkaService, ServiceProcess>();
    const logs: EventLog[] = [];
    let directory: string;
    let files: TestCertificates;
    let kafka: SecureKafkaHandle;
    let host: HostMetrics;
    let database: TestDatabase;
    let env: Readonly<Record<string, string>>;
    let grpcPort: number;
    let restPort: number;

    /** How a user's process reaches Kafka. */
    const kafkaEnv = (user: string, password = passwordOf(user)) => ({
      ...names,
      KAFKA_BROKERS: kafka.listeners.sasltls,
      KAFKA_TLS: 'on',
      KAFKA_TLS_CA_FILE: files.ca,
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD: password,
    });

    const open = (user: string): EventLog => {
      const sasl = { mechanism: 'SCRAM-SHA-512', username: user, password: passwordOf(user) } as const;
      const log = createKafkaEventLog({
        brokers: [kafka.listeners.sasltls],
        clientId: 'test',
        tls: { caFile: files.ca },
        sasl,
      });
      logs.push(log);
      return log;
    };

    /** Comes by the listener where who comes may do everything. */
    const administrator = (): EventLog => {
      const log = createKafkaEventLog({ brokers: [kafka.address], clientId: 'test' });
      logs.push(log);
      return log;
    };

    beforeAll(async () => {
      directory = await mkdtemp(path.join(tmpdir(), 'forewarn-kafka-rights-'));
      files = await createTestCertificates(directory);
      const passwords = Object.fromEntries(users.map((user) => [user, passwordOf(user)]));
      [kafka, host, database] = await Promise.all([
        startSecureKafka({ certificates: files, directory, users: passwords }),
        startHostMetrics(3 * 3_600_000),
        createTestDatabase(addresses!.mysql, `rights_${run}`),
      ]);
      const specs = topicsOf(names).map((each) => ({
        ...each,
        partitions: each.partitions === 'KAFKA_PARTITIONS' ? partitions : each.partitions,
      }));
      await administrator().ensureTopics(specs);
      const rights = kafkaServices.map((service) => [userOf(service), rightsOf(service, names)]);
      await grantKafkaRights(kafka.address, Object.fromEntries(rights));
      [grpcPort, restPort] = [await freePort(), await freePort()];
      env = {
        ...database.env,
        PROMETHEUS_URL: host.prometheus.url,
        ANALYSIS_PROFILE: 'reference',
        ETL_INTERVAL: '10s',
        ETL_STEP: '10s',
        ETL_WINDOW: '2h',
        ETL_SETTLE: '2s',
        RETRIEVAL_PORT: String(grpcPort),
        SLA_PORT: String(restPort),
      };
      for (const service of kafkaServices)
        processes.set(service, await startService(service, { ...env, ...kafkaEnv(userOf(service)) }));
      await Promise.all([...processes.values()].map((each) => each.ready()));
    }, 120_000);

    afterAll(async () => {
      await Promise.all([...processes.values()].map((each) => each.stop()));
      await Promise.all(logs.map((log) => log.close()));
      await Promise.all([kafka?.stop(), host?.stop(), database?.drop()]);
      await rm(directory, { recursive: true });
    }, 60_000);

    it('do their work: results arrive in the database, and with who watches them', async () => {
      const client = retrievalClient(`127.0.0.1:${grpcPort}`);
      try {
        const call = client.watchAnalyses({ selector: { metric: host.series.metric } });
        const watched = new Promise((resolve, reject) => {
          call.once('data', resolve);
          call.once('error', reject);
        });
        await eventually('the scraped series is stored', async () => {
          const rows = await database.query(
            `SELECT f.window_end_ms FROM forecast f JOIN series s ON s.id = f.series_id WHERE s.canonical = '${canonicalSeries(host.series)}'`,
          );
          return rows.length > 0 ? rows : undefined;
        });
        await watched;
        call.on('error', () => {});
        call.cancel();
      } finally {
        client.close();
      }
    }, 120_000);

    it('tell each other of objectives', async () => {
      const sla = processes.get('sla-manager')!;
      await sla.logged(({ message }) => message === 'this process judges the objectives of these partitions');
      const created = await fetch(`http://127.0.0.1:${restPort}/api/v1/slas`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          name: `memory-${run}`,
          objectives: [
            { name: 'free', indicator: canonicalSeries(host.series), min: 1, target: 0.9, window: '1h' },
          ],
        }),
      });
      expect(created.status, await created.clone().text()).toBe(201);
      await sla.logged(({ message }) => /^told etl what is defined/.test(message ?? ''));
    });

    it('are refused nothing, and show no password', () => {
      for (const [service, { log }] of processes) {
        const lines = log.map((line) => JSON.stringify(line));
        expect(
          lines.filter((line) => /not authorized|access-denied/i.test(line)),
          service,
        ).toEqual([]);
        expect(
          lines.filter((line) => line.includes('hunter2')),
          service,
        ).toEqual([]);
      }
    });

    describe('once the services have stopped', () => {
      const marker = { key: 'k', value: Buffer.from('forged'), headers: {} };

      beforeAll(async () => {
        await Promise.all([...processes.values()].map((each) => each.stop()));
        const log = administrator();
        for (const { name } of topicsOf(names)) await log.append(name, [marker]);
      }, 60_000);

      it.each(users)(
        '%s may write and read the topics that are documented, and no other',
        async (user) => {
          const log = open(user);
          const service = kafkaServices.find((each) => userOf(each) === user);
          const rights = service ? rightsOf(service, names) : [];
          const may = (name: string, operation: 'Read' | 'Write') =>
            rights.some((right) => right.name === name && right.operations.includes(operation));
          const group = rights.find(({ resource }) => resource === 'group')?.name ?? 'any';
          for (const { name } of topicsOf(names)) {
            const written = await outcome(log.append(name, [marker]));
            expect([name, 'written', written]).toEqual([name, 'written', may(name, 'Write')]);
            const read = await outcome(readOne(log, name, group));
            expect([name, 'read', read]).toEqual([name, 'read', may(name, 'Read')]);
          }
          expect(await outcome(log.ensureTopics([{ name: `${topic}-another`, partitions: 1 }]))).toBe(false);
        },
        120_000,
      );

      it('a service that may create its topics does', async () => {
        const own = { KAFKA_TOPIC: `own-${run}`, KAFKA_NAMESPACE: `own-${run}` };
        const topics = rightsOf('etl', own).filter(({ resource }) => resource === 'topic');
        const creating = topics.map(
          (right): KafkaRight => ({ ...right, operations: [...right.operations, 'Create'] }),
        );
        await grantKafkaRights(kafka.address, { [userOf('etl')]: creating });
        await open(userOf('etl')).ensureTopics(topics.map(({ name }) => ({ name, partitions: 1 })));
      });
    });

    it.each(kafkaServices)(
      'end at the start when the password is wrong, and say so: %s',
      async (service) => {
        const ports = Object.values(servedPorts(catalogue[service])).map(({ setting }) => [setting, '0']);
        const { code, stderr } = await serviceExit(service, {
          ...env,
          ...Object.fromEntries(ports),
          ...kafkaEnv(userOf(service), 'hunter2wrong'),
        });
        expect(stderr).toMatch(
          /Kafka refused a check: it does not accept the credentials; check user, password/,
        );
        expect(stderr).not.toContain('hunter2');
        expect(code).toBe(1);
      },
      30_000,
    );
  },
);

/** Whether a call was allowed. @throws what else has gone wrong than the want of a right */
async function outcome(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'event-log-access-denied') return false;
    throw thrown;
  }
}

/** Reads a topic, of which there are records, until one has come or it is told that it may not. */
async function readOne(log: EventLog, topic: string, group: string): Promise<void> {
  let onRecord = () => {};
  const record = new Promise<void>((resolve) => {
    onRecord = resolve;
  });
  const consumption = await log.consume({
    topic,
    group,
    startOffset: async (_, { earliest }) => earliest,
    handle: async () => onRecord(),
  });
  try {
    await Promise.race([record, consumption.ended]);
  } finally {
    await consumption.stop();
  }
}
