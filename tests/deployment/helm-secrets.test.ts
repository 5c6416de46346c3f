import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { goTool } from '@forewarn/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { helmTool } from '../support/go-tools.js';
import {
  chartFolder,
  type DeploymentSpec,
  deploymentsOf,
  environmentOf,
  type KubernetesObject,
  ofKind,
  type RenderedSets,
  renderChart,
  renderSets,
  type ValuesSet,
  valuesSets,
} from '../support/helm-chart.js';
import { heldSecrets } from '../support/helm-secrets.js';
import { serviceNames, servicesThatNeed } from '../support/service-catalogue.js';

const helm = (await goTool(helmTool))!;
const { password } = heldSecrets;

describe.skipIf(!helm)('the secrets of the Helm chart:', () => {
  let rendered: RenderedSets;
  beforeAll(async () => {
    rendered = await renderSets(helm);
  });

  const deployment = (set: ValuesSet, component: string): DeploymentSpec =>
    deploymentsOf(rendered.get(set)!).get(component)!;
  const environment = (set: ValuesSet, component: string) =>
    environmentOf(rendered.get(set)!, deployment(set, component));

  it('the password is in the Secret, and nowhere else', () => {
    const [secret, ...others] = ofKind(rendered.get('minimal')!, 'Secret');
    expect(Buffer.from(secret!.data!.password!, 'base64').toString()).toBe(password);
    expect(others).toEqual([]);
    const rest = JSON.stringify(rendered.get('minimal')!.filter(({ kind }) => kind !== 'Secret'));
    expect(rest).not.toContain(password.slice(0, 4));
    expect(rest).not.toContain(secret!.data!.password);
  });

  it('there is no Secret where one is named', () => {
    expect(ofKind(rendered.get('default')!, 'Secret').map(({ metadata }) => metadata.name)).toEqual([
      'forewarn-access',
    ]);
    expect(ofKind(rendered.get('everything')!, 'Secret')).toEqual([]);
  });

  describe('where callers are asked who they are', () => {
    const drawn = (objects: readonly KubernetesObject[]) =>
      ofKind(objects, 'Secret').find(({ metadata }) => metadata.name === 'forewarn-access')!;

    it('the key of the administrator, the seal of sessions and the token of operations are drawn, each by itself', async () => {
      const values = [drawn(rendered.get('default')!), drawn(await renderChart(helm, 'default'))].flatMap(
        ({ data }) =>
          Object.entries(data!).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]),
      );
      expect(values.map(([name]) => name)).toEqual(
        [1, 2].flatMap(() => ['admin-key', 'session-secret', 'operations-token']),
      );
      for (const [, value] of values) expect(value).toMatch(/^[A-Za-z0-9]{48}$/);
      expect(new Set(values.map(([, value]) => value)).size).toBe(values.length);
    });

    it('they outlive upgrades and the release: they are looked up, and kept', async () => {
      expect(drawn(rendered.get('default')!).metadata.annotations).toEqual({
        'helm.sh/resource-policy': 'keep',
      });
      const template = await readFile(path.join(chartFolder, 'templates/access-secret.yaml'), 'utf8');
      expect(template).toContain('lookup "v1" "Secret" .Release.Namespace $name');
    });

    it('they are in the Secret, and nowhere else', () => {
      const objects = rendered.get('default')!;
      const rest = JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret'));
      for (const value of Object.values(drawn(objects).data!)) {
        expect(rest).not.toContain(value);
        expect(rest).not.toContain(Buffer.from(value, 'base64').toString());
      }
    });

    it('only those that people ask have the key of the administrator', () => {
      const holders = serviceNames.filter((name) => 'ACCESS_ADMIN_KEY_FILE' in environment('default', name));
      expect(holders).toEqual(['retrieval', 'sla-manager']);
    });

    it('none is made where everybody is let in, and metrics are open', () => {
      expect(ofKind(rendered.get('minimal')!, 'Secret').map(({ metadata }) => metadata.name)).toEqual([
        'forewarn-mysql',
      ]);
      expect(environment('minimal', 'sla-manager')).toMatchObject({
        ACCESS: 'open',
        ACCESS_ADMIN_KEY_FILE: '',
        OPERATIONS_TOKEN: '',
      });
    });

    it('the PodMonitor shows the token of operations', async () => {
      const monitored = await renderChart(helm, 'default', ['--set', 'podMonitor.enabled=true']);
      const [monitor] = ofKind<{ podMetricsEndpoints: { authorization: object }[] }>(monitored, 'PodMonitor');
      expect(monitor!.spec.podMetricsEndpoints[0]!.authorization).toEqual({
        credentials: { name: 'forewarn-access', key: 'operations-token' },
      });
    });
  });

  it.each(serviceNames)('%s has the files that its settings name, from the right keys', (component) => {
    for (const set of valuesSets) {
      const { volumes, containers } = deployment(set, component).template.spec;
      const files = (volumes.find(({ name }) => name === 'secrets')?.projected?.sources ?? []).flatMap(
        ({ secret }) => secret.items.map((item) => ({ secret: secret.name, ...item })),
      );
      const mount = containers[0]!.volumeMounts.find(({ name }) => name === 'secrets')?.mountPath;
      const named = Object.entries(environment(set, component)).flatMap(([name, value]) =>
        name.endsWith('_FILE') && value !== '' ? value : [],
      );
      expect(files.map((file) => `${mount}/${file.path}`).sort()).toEqual(named.sort());
      const keys = {
        default: [
          'forewarn-mysql password',
          ...['admin-key', 'session-secret', 'operations-token'].map((key) => `forewarn-access ${key}`),
        ],
        minimal: ['forewarn-mysql password'],
        everything: [
          ...['prometheus address', 'prometheus pass', 'prometheus tenant'],
          ...['authority root.crt', 'forewarn-client tls.crt', 'forewarn-client tls.key'],
          'kafka-tls ca.crt',
          'kafka-tls tls.crt',
          'kafka-tls tls.key',
          'kafka password',
          'kafka storage-password',
          'kafka-etl secret',
          ...['database sla-password', 'database-ca root.crt'],
          ...['database-client client.crt', 'database-client client.key'],
          'operations bearer',
          ...['access admin', 'access sessions', 'identity page'],
          'certificate cert.pem',
          'certificate key.pem',
          'client-authority authority.pem',
          'detector authority.pem',
        ],
      }[set];
      for (const { secret, key } of files) expect(keys).toContain(`${secret} ${key}`);
    }
  });

  it('a token for Prometheus is that of a secret, or one of the service account for who reads it', async () => {
    const etl = async (...values: string[]) => {
      const sets = ['access.mode=open', ...values].flatMap((value) => ['--set', value]);
      const objects = await renderChart(helm, 'default', sets);
      const spec = deploymentsOf(objects).get('etl')!;
      const volume = spec.template.spec.volumes.find(({ name }) => name === 'secrets');
      return { env: environmentOf(objects, spec), sources: volume?.projected?.sources };
    };
    const ofSecret = await etl('prometheus.tokenSecret.name=mimir');
    expect(ofSecret.env.PROMETHEUS_TOKEN_FILE).toBe('/etc/forewarn/prometheus-token');
    expect(ofSecret.sources).toEqual([
      { secret: { name: 'mimir', items: [{ key: 'token', path: 'prometheus-token' }] } },
    ]);
    const account = 'prometheus.serviceAccountToken';
    const ofAccount = await etl(`${account}.enabled=true`, `${account}.audience=thanos`);
    expect(ofAccount.env.PROMETHEUS_TOKEN_FILE).toBe('/etc/forewarn/prometheus-token');
    expect(ofAccount.sources).toEqual([
      { serviceAccountToken: { path: 'prometheus-token', audience: 'thanos' } },
    ]);
  });

  it('a change of settings or of the password makes new pods of those that it concerns', async () => {
    const sums = async (...more: string[]) => {
      const deployments = deploymentsOf(await renderChart(helm, 'minimal', more));
      return new Map(
        [...deployments].map(([name, { template }]) => [name, JSON.stringify(template.metadata.annotations)]),
      );
    };
    const [before, retention, other] = await Promise.all([
      sums(),
      sums('--set', 'storage.retention=8d'),
      sums('--set', 'mysql.password=other'),
    ]);
    const changed = (after: Map<string, string>) =>
      serviceNames.filter((name) => after.get(name) !== before.get(name)).sort();
    expect(changed(before)).toEqual([]);
    expect(changed(retention)).toEqual(['storage']);
    expect(changed(other)).toEqual(servicesThatNeed('mysql').sort());
  });
});
