import { servers } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRun } from '../support/new-run.js';
import { leaks, type PlantedSecret, planted, plantedEnvironment } from '../support/planted-secrets.js';
import type { ServiceName } from '../support/service-catalogue.js';
import { type ServiceProcess, startService } from '../support/service-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { startTroubledPrometheus, type TroubledPrometheus } from '../support/troubled-prometheus.js';

const addresses = servers();

describe.skipIf(addresses === null)('services that are turned away', { timeout: 120_000 }, () => {
  const { run, env: kafka } = newRun(addresses?.kafkaBrokers ?? '', 1);
  let database: TestDatabase;
  let prometheus: TroubledPrometheus;
  const started: ServiceProcess[] = [];

  beforeAll(async () => {
    database = await createTestDatabase(addresses!.mysql, `secrets_${run}`);
    prometheus = await startTroubledPrometheus();
    prometheus.trouble = () => ({ status: 401, body: 'who are you?' });
  });
  afterAll(async () => {
    await Promise.all(started.map((service) => service.kill()));
    await prometheus?.close();
    await database?.drop();
  });

  /** Which secret settings each is given, and the code of the error that it logs then. A new one is one more line. */
  const cases: [name: ServiceName, code: string, secrets: readonly PlantedSecret[]][] = [
    ['storage', 'store-access-denied', [planted('MYSQL_PASSWORD')]],
    [
      'sla-manager',
      'store-access-denied',
      [
        planted('MYSQL_PASSWORD'),
        planted('PROMETHEUS_TOKEN_FILE'),
        planted('ACCESS_ADMIN_KEY'),
        planted('ACCESS_SESSION_SECRET'),
        planted('OPERATIONS_TOKEN'),
      ],
    ],
    ['retrieval', 'store-access-denied', [planted('MYSQL_PASSWORD')]],
    ['etl', 'prometheus-access-denied', [planted('PROMETHEUS_TOKEN_FILE')]],
    [
      'etl',
      'prometheus-access-denied',
      [planted('PROMETHEUS_HEADERS', (marker) => `X-Scope-OrgID=${marker}`)],
    ],
  ];
  it.each(cases)('%s logs %s, and no secret', async (name, code, secrets) => {
    const made = await plantedEnvironment(secrets);
    const settings = { ...kafka, ...database.env, PROMETHEUS_URL: prometheus.url, SLA_PORT: '0' };
    const service = await startService(name, { ...settings, RETRIEVAL_PORT: '0', ...made.env });
    started.push(service);
    try {
      await service.logged((line) => JSON.stringify(line).includes(code));
      const pages = ['metrics', 'readyz', 'healthz'].map(async (page) => [
        page,
        // Who is not let into the database may have ended.
        await fetch(`${service.operationsUrl}/${page}`).then((answer) => answer.text(), String),
      ]);
      const surfaces: Record<string, string> = Object.fromEntries(await Promise.all(pages));
      await service.stop();
      expect(leaks(secrets, { ...surfaces, log: JSON.stringify(service.log) })).toEqual([]);
    } finally {
      await made.remove();
    }
  });
});
