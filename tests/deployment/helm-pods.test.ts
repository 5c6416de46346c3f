import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { goTool } from '@forewarn/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../support/deployed-monitoring.js';
import { helmTool } from '../support/go-tools.js';
import {
  type DeploymentSpec,
  deploymentsOf,
  ofKind,
  podsOf,
  type RenderedSets,
  renderSets,
  type ValuesSet,
  valuesSets,
} from '../support/helm-chart.js';
import { catalogue, type ServiceName, servedPorts, serviceNames } from '../support/service-catalogue.js';

const helm = (await goTool(helmTool))!;

describe.skipIf(!helm)('the pods of the Helm chart', () => {
  let rendered: RenderedSets;
  beforeAll(async () => {
    rendered = await renderSets(helm);
  });
  const deployment = (set: ValuesSet, component: string): DeploymentSpec =>
    deploymentsOf(rendered.get(set)!).get(component)!;
  const containers = () =>
    [...rendered.values()]
      .flatMap(podsOf)
      .flatMap(({ name, spec }) =>
        spec.containers.map((container) => [`${name} ${container.name}`, container] as const),
      );

  it('are those of every service', () => {
    for (const objects of rendered.values())
      expect([...deploymentsOf(objects).keys()].sort()).toEqual([...serviceNames].sort());
  });

  it.each(serviceNames)('open the ports of %s, under the names of the catalogue', (component) => {
    const ports = Object.entries(catalogue[component].ports);
    for (const set of valuesSets)
      expect(deployment(set, component).template.spec.containers[0]!.ports).toEqual(
        ports.map(([name, { port }]) => ({ name, containerPort: port })),
      );
  });

  it('keep to the security profile "restricted", and to a read-only root', () => {
    for (const [set, objects] of rendered)
      for (const { name, spec } of podsOf(objects)) {
        const user = { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 };
        expect(spec.securityContext, name).toEqual({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
          ...(set !== 'minimal' && user),
        });
        expect(spec.automountServiceAccountToken, name).toBe(false);
        expect(spec.enableServiceLinks, name).toBe(false);
        expect(Object.keys(spec), name).not.toContain('hostNetwork');
        // What is neither a secret nor a bounded scratch space is not mounted.
        for (const { emptyDir, projected } of spec.volumes)
          expect(emptyDir?.sizeLimit ?? projected, name).toBeDefined();
      }
    for (const [name, { securityContext, volumeMounts }] of containers()) {
      expect(securityContext, name).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(
        volumeMounts.map(({ mountPath }) => mountPath),
        name,
      ).toContain('/tmp');
    }
  });

  it('run under an account of the chart, or one that is named', () => {
    const accounts = (set: ValuesSet) =>
      new Set(podsOf(rendered.get(set)!).map(({ spec }) => spec.serviceAccountName));
    expect(accounts('default')).toEqual(new Set(['forewarn']));
    expect(accounts('everything')).toEqual(new Set(['slas']));
    expect(accounts('minimal')).toEqual(new Set(['default']));
    for (const [set, account] of [['default', 'forewarn'] as const, ['everything', 'slas'] as const])
      expect(ofKind(rendered.get(set)!, 'ServiceAccount').map(({ metadata }) => metadata.name)).toEqual([
        account,
      ]);
  });

  it('ask for memory and CPU, and have a limit of memory', () => {
    for (const [name, { resources }] of containers())
      expect([resources.requests.cpu, resources.requests.memory, resources.limits.memory], name).toEqual([
        expect.any(String),
        expect.any(String),
        expect.any(String),
      ]);
  });

  it('are restarted for a process that does not answer, never for a Kafka or a database that is down', () => {
    for (const component of serviceNames) {
      const { livenessProbe } = deployment('default', component).template.spec.containers[0]!;
      expect(livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'operations' });
    }
  });

  it.each(serviceNames)('are asked as the catalogue says: %s', (component) => {
    const { ports, probes } = catalogue[component];
    const container = deployment('default', component).template.spec.containers[0]!;
    const asked = (['startup', 'readiness', 'liveness'] as const).map((kind) => {
      const { httpGet, grpc } = container[`${kind}Probe`];
      return [kind, httpGet ?? grpc];
    });
    const wanted = Object.entries(probes).map(([kind, { port, path }]) => [
      kind,
      path === undefined ? { port: ports[port]!.port } : { port, path },
    ]);
    expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(wanted));
  });

  it.each(serviceNames)(
    'are asked over https where there is a certificate, of gRPC by /readyz: %s',
    (component) => {
      const { probes } = catalogue[component];
      const container = deployment('everything', component).template.spec.containers[0]!;
      for (const kind of ['startup', 'readiness', 'liveness'] as const) {
        const { port, path } = probes[kind]!;
        const wanted = path === undefined ? { port: 'operations', path: '/readyz' } : { port, path };
        expect(container[`${kind}Probe`].httpGet).toEqual({ ...wanted, scheme: 'HTTPS' });
        expect(container[`${kind}Probe`].grpc).toBeUndefined();
      }
    },
  );

  it('count as ready when they can work; sla-manager when it could once, since it says what is wrong', () => {
    const path = (component: ServiceName, kind: string) => catalogue[component].probes[kind]!.path;
    const once = serviceNames.filter((component) => path(component, 'startup') === '/readyz');
    expect(once).toEqual(['sla-manager']);
    // By gRPC's health, where there is no path.
    for (const component of serviceNames.filter((name) => !once.includes(name)))
      expect(['/readyz', undefined]).toContain(path(component, 'readiness'));
  });

  it('wait longer for an answer than /readyz takes to give up', async () => {
    const source = await readFile(
      path.join(repositoryRoot, 'packages/lifecycle/src/operations-server.ts'),
      'utf8',
    );
    const limitMs = Number(/checkTimeoutMs = ([\d_]+)/.exec(source)![1]!.replaceAll('_', ''));
    for (const component of serviceNames) {
      const { startupProbe, readinessProbe } = deployment('default', component).template.spec.containers[0]!;
      for (const { timeoutSeconds } of [startupProbe, readinessProbe])
        expect(timeoutSeconds * 1000).toBeGreaterThan(limitMs);
    }
  });

  it('have the time to end that their processes take, and the services theirs to forget them', async () => {
    const source = await readFile(path.join(repositoryRoot, 'packages/lifecycle/src/run-main.ts'), 'utf8');
    const endMs = Number(/signalMs = ([\d_]+)/.exec(source)![1]!.replaceAll('_', ''));
    for (const component of serviceNames) {
      const { terminationGracePeriodSeconds, containers } = deployment('default', component).template.spec;
      const pauseMs = Number(/}, (\d+)\)/.exec(JSON.stringify(containers[0]!.lifecycle ?? ''))?.[1] ?? 0);
      expect(pauseMs).toBe(Object.keys(servedPorts(catalogue[component])).length > 0 ? 5_000 : 0);
      expect(terminationGracePeriodSeconds * 1000).toBeGreaterThan(pauseMs + endMs);
    }
  });

  it('are placed as the values say: those of a component before those of all', () => {
    const selector = (component: string) => deployment('everything', component).template.spec.nodeSelector;
    expect(selector('etl')).toEqual({ pool: 'compute' });
    expect(selector('storage')).toEqual({ 'kubernetes.io/arch': 'amd64' });
    const { labels, annotations } = deployment('everything', 'sla-manager').template.metadata;
    expect(labels).toMatchObject({ team: 'a' });
    expect(annotations).toMatchObject({ 'example.org/page': 'true' });
    expect(deployment('everything', 'storage').template.metadata.labels).toMatchObject({ cost: 'slas' });
  });

  it('are spread over hosts and zones', () => {
    const spread = (set: ValuesSet) =>
      (deployment(set, 'storage').template.spec.topologySpreadConstraints ?? []).map(
        ({ topologyKey, whenUnsatisfiable }) => [topologyKey, whenUnsatisfiable],
      );
    expect(spread('minimal')).toEqual([]);
    expect(spread('everything')).toEqual([
      ['kubernetes.io/hostname', 'DoNotSchedule'],
      ['topology.kubernetes.io/zone', 'ScheduleAnyway'],
    ]);
  });
});
