import { rm } from 'node:fs/promises';
import path from 'node:path';
import { formatSelector } from '@forewarn/core';
import { goTool } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { loadEtlSettings } from '../../apps/etl/src/settings.js';
import { saidSettings } from '../support/catalogue-settings.js';
import { helmTool } from '../support/go-tools.js';
import {
  type DeploymentSpec,
  deploymentsOf,
  environmentOf,
  type RenderedSets,
  renderChart,
  renderSets,
  type ValuesSet,
  valuesSets,
} from '../support/helm-chart.js';
import { heldSecrets, secretFiles } from '../support/helm-secrets.js';
import { catalogue, type ServiceName, serviceNames } from '../support/service-catalogue.js';
import { settingsLoaders } from '../support/settings-loaders.js';

const helm = (await goTool(helmTool))!;
const { adminKey, authority, password, sessionSecret, token } = heldSecrets;

describe.skipIf(!helm)('the pods of the Helm chart', () => {
  let rendered: RenderedSets;
  let secrets = '';
  beforeAll(async () => {
    rendered = await renderSets(helm);
    secrets = await secretFiles();
  });
  afterAll(() => rm(secrets, { recursive: true, force: true }));

  const deployment = (set: ValuesSet, component: string): DeploymentSpec =>
    deploymentsOf(rendered.get(set)!).get(component)!;
  const environment = (set: ValuesSet, component: string) =>
    environmentOf(rendered.get(set)!, deployment(set, component));
  /** The settings that a service would read: the files of secrets are there. */
  const settings = (set: ValuesSet, component: ServiceName) => {
    const env = Object.entries(environment(set, component)).map(([name, value]) => [
      name,
      value.replace(/^\/etc\/forewarn\//, `${secrets}/`),
    ]);
    return settingsLoaders[component](Object.fromEntries(env));
  };

  describe('have settings', () => {
    const notSettings = ['NODE_OPTIONS', 'TZ', 'HTTPS_PROXY'];

    it.each(serviceNames)('that %s reads, all but where it listens, and no others', (component) => {
      for (const set of valuesSets) {
        const said = saidSettings(catalogue[component]);
        // `NAME_FILE` says `NAME`, unless it is a setting itself, which names a file.
        const names = Object.keys(environment(set, component)).map((name) =>
          said.includes(name) ? name : name.replace(/_FILE$/, ''),
        );
        const left = names.filter((name) => !notSettings.includes(name));
        expect(left.sort(), set).toEqual(said);
      }
    });

    it.each(valuesSets.flatMap((set) => serviceNames.map((component) => [set, component] as const)))(
      'that are right: %s values, %s',
      (set, component) => {
        expect(() => settings(set, component)).not.toThrow();
      },
    );

    it('that say what the values say', () => {
      const { ETL_SELECTORS, ...etl } = settings('everything', 'etl') as ReturnType<typeof loadEtlSettings>;
      expect(ETL_SELECTORS.map(formatSelector)).toEqual(['node_load1{job="a;b"}', 'up']);
      expect(etl).toMatchObject({
        KAFKA_BROKERS: ['kafka-0.kafka:9092', 'kafka-1.kafka:9093'],
        KAFKA_TOPIC: 'analyses',
        KAFKA_NAMESPACE: 'team-a',
        KAFKA_PARTITIONS: 8,
        KAFKA_STALL_AFTER: 600_000,
        KAFKA_TLS: 'on',
        KAFKA_TLS_CA_FILE: `${secrets}/kafka-ca`,
        KAFKA_TLS_CERT_FILE: '',
        KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
        KAFKA_OAUTH_TOKEN_URL: 'https://id.example.org/token',
        KAFKA_OAUTH_CLIENT_ID: 'etl',
        KAFKA_OAUTH_CLIENT_SECRET: password,
        KAFKA_OAUTH_SCOPE: 'kafka',
        PROMETHEUS_URL: 'https://prometheus:9090/path',
        PROMETHEUS_USERNAME: 'forewarn',
        PROMETHEUS_PASSWORD: password,
        PROMETHEUS_HEADERS: { 'X-Scope-OrgID': 'team-a', 'X-Other': 'b' },
        PROMETHEUS_TLS_CA_FILE: `${secrets}/prometheus-ca.crt`,
        PROMETHEUS_TLS_CERT_FILE: `${secrets}/prometheus-tls.crt`,
        PROMETHEUS_TLS_KEY_FILE: `${secrets}/prometheus-tls.key`,
        PROMETHEUS_PROXY_URL: 'http://proxy:3128',
        ANALYSIS_PROFILE: { name: 'reference' },
        LOG_LEVEL: 'debug',
        OPERATIONS_TOKEN: token,
        TLS_CERT_FILE: path.join(secrets, 'tls.crt'),
        TLS_KEY_FILE: path.join(secrets, 'tls.key'),
        TLS_CLIENT_CA_FILE: path.join(secrets, 'clients.crt'),
        ACCESS: 'required',
        ETL_PARTITION_LABELS: ['instance'],
        ETL_INTERVAL: 300_000,
        ETL_SETTLE: 10_000,
        ETL_WINDOW: 43_200_000,
        ETL_STEP: 15_000,
        EVENT_FORMAT: 'json',
      });
      expect(settings('everything', 'storage')).toMatchObject({
        MYSQL_HOST: 'db.example.org',
        MYSQL_PORT: 3307,
        MYSQL_USER: 'sla',
        MYSQL_PASSWORD: password,
        MYSQL_DATABASE: 'slas',
        MYSQL_TLS: 'verify-identity',
        MYSQL_TLS_CA_FILE: `${secrets}/mysql-ca.crt`,
        MYSQL_TLS_CERT_FILE: `${secrets}/mysql-client.crt`,
        MYSQL_TLS_KEY_FILE: `${secrets}/mysql-client.key`,
        STORAGE_RETENTION: 30 * 86_400_000,
        KAFKA_TLS_CERT_FILE: `${secrets}/kafka-cert`,
        KAFKA_TLS_KEY_FILE: `${secrets}/kafka-key`,
        KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
        KAFKA_SASL_USERNAME: 'storage',
        KAFKA_SASL_PASSWORD: password,
      });
      expect(settings('everything', 'retrieval')).toMatchObject({
        RETRIEVAL_MAX_CONNECTIONS: 50,
        RETRIEVAL_MAX_CALLS: 200,
        RETRIEVAL_IDLE_TIMEOUT: 60_000,
        RETRIEVAL_STALL_TIMEOUT: 30_000,
        RETRIEVAL_CONNECTION_AGE: 3_600_000,
        RETRIEVAL_REFLECTION: false,
      });
      expect(settings('everything', 'sla-manager')).toMatchObject({
        ACCESS: 'required',
        ACCESS_ADMIN_KEY: adminKey,
        ACCESS_SESSION_SECRET: sessionSecret,
        ACCESS_OIDC_ISSUER: new URL('https://id.example.org:8443/realms/team-a'),
        ACCESS_OIDC_AUDIENCE: 'slas',
        ACCESS_OIDC_CLIENT_ID: 'forewarn-page',
        ACCESS_OIDC_CLIENT_SECRET: password,
        ACCESS_OIDC_ROLE_CLAIM: 'realm_access.roles',
        ACCESS_OIDC_ROLES: [
          { role: 'admin', value: 'forewarn-admins' },
          { role: 'viewer', value: '*' },
        ],
        AUDIT_RETENTION: 30 * 86_400_000,
        SLA_MAX_CONNECTIONS: 5000,
        SLA_REQUESTS_PER_MINUTE: 6000,
        SLA_SERIES_GRACE: 20 * 60_000,
        SLA_SERIES_PER_OBJECTIVE: 700,
        SLA_SERIES_PER_ANSWER: 20_000,
        SLA_COUNT: 2_000,
        SLA_OBJECTIVES_PER_SLA: 100,
        SLA_OBJECTIVES: 5_000,
        SLA_INDICATORS: 3_000,
        SLA_ANSWER_BYTES: 64 * 2 ** 20,
        SLA_FORWARD: [{ prefix: '/api/v1/anomalies', target: new URL('https://detector:8081') }],
        SLA_FORWARD_CA: authority,
        ANALYSIS_PROFILE: { name: 'reference' },
      });
    });

    it('that answer to addresses, to the names of the service and of the ingress, and to those of the values', () => {
      const names = (set: ValuesSet) =>
        Object.fromEntries(serviceNames.map((name) => [name, settings(set, name).ALLOWED_HOSTS]));
      const service = (name: string, domain: string) =>
        ['', '.default', '.default.svc', `.default.svc.${domain}`].map((end) => `${name}${end}`);
      const ofAll = (hosts: readonly string[]) =>
        Object.fromEntries(serviceNames.map((name) => [name, hosts]));
      expect(names('default')).toEqual({
        ...ofAll([]),
        'sla-manager': service('forewarn-sla-manager', 'cluster.local'),
      });
      const listed = ['forewarn.internal', '.team-a.example.org'];
      expect(names('everything')).toEqual({
        ...ofAll(listed),
        'sla-manager': [...service('slas-sla-manager', 'k8s.internal'), 'sla.example.org', ...listed],
      });
    });

    it('that answer to all names below an ingress of many', async () => {
      const many = ['--set', 'slaManager.ingress.host=*.example.org'];
      const objects = await renderChart(helm, 'everything', many);
      const { ALLOWED_HOSTS } = environmentOf(objects, deploymentsOf(objects).get('sla-manager')!);
      expect(ALLOWED_HOSTS!.split(',')).toContain('.example.org');
    });

    it('that are those of the services where nothing is said', () => {
      const asked = [
        'ACCESS',
        'ACCESS_ADMIN_KEY',
        'ACCESS_SESSION_SECRET',
        'ALLOWED_HOSTS',
        'KAFKA_BROKERS',
        'MYSQL_HOST',
        'MYSQL_PASSWORD',
        'OPERATIONS_TOKEN',
        'PROMETHEUS_URL',
        'ETL_SELECTORS',
      ];
      for (const component of serviceNames) {
        const without = (settings: object) =>
          Object.fromEntries(Object.entries(settings).filter(([name]) => !asked.includes(name)));
        expect(without(settings('default', component))).toEqual(without(settingsLoaders[component]({})));
      }
    });

    it('of their own before those of all, and both before the chart’s', async () => {
      const objects = await renderChart(helm, 'default', [
        '--set-json',
        'extraEnv=[{"name":"A","value":"all"},{"name":"LOG_LEVEL","value":"warn"}]',
        '--set-json',
        'storage.extraEnv=[{"name":"A","value":"own"}]',
      ]);
      const [etl, storage] = ['etl', 'storage'].map((component) =>
        environmentOf(objects, deploymentsOf(objects).get(component)!),
      );
      expect(etl).toMatchObject({ A: 'all', LOG_LEVEL: 'warn' });
      expect(storage).toMatchObject({ A: 'own', LOG_LEVEL: 'warn' });
    });

    it('that give the heap six tenths of the memory', () => {
      expect(environment('default', 'etl').NODE_OPTIONS).toBe('--max-old-space-size=307');
      expect(environment('everything', 'etl').NODE_OPTIONS).toBe('--max-old-space-size=1228');
    });
  });
});
