import { goTool } from '@forewarn/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { helmTool } from '../support/go-tools.js';
import {
  deploymentsOf,
  environmentOf,
  isSelected,
  type Labels,
  ofKind,
  type PodSpec,
  type PolicyRule,
  podsOf,
  type RenderedSets,
  renderChart,
  renderSets,
  type ValuesSet,
  valuesSets,
} from '../support/helm-chart.js';
import { servicesOf, serving } from '../support/helm-services.js';
import { catalogue, servedPorts, serviceNames, servicesThatNeed } from '../support/service-catalogue.js';

const helm = (await goTool(helmTool))!;

interface PolicySpec {
  readonly podSelector: { readonly matchLabels: Labels };
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

describe.skipIf(!helm)('who may connect in the Helm chart', () => {
  let rendered: RenderedSets;
  beforeAll(async () => {
    rendered = await renderSets(helm);
  });

  const services = (set: ValuesSet) => servicesOf(rendered.get(set)!);
  const policies = (set: ValuesSet) => ofKind<PolicySpec>(rendered.get(set)!, 'NetworkPolicy');
  const policyOf = (set: ValuesSet, labels: Labels): PolicySpec[] =>
    policies(set).flatMap(({ spec }) => (isSelected(spec.podSelector.matchLabels, labels) ? spec : []));
  const componentPolicy = (set: ValuesSet, component: string): PolicySpec =>
    policyOf(set, deploymentsOf(rendered.get(set)!).get(component)!.template.metadata.labels)[0]!;
  const portsOf = (rules: readonly PolicyRule[] = []): number[] =>
    rules.flatMap(({ ports = [] }) => ports.map(({ port }) => port));

  describe('policies', () => {
    it('are there unless they are turned off', () => {
      expect(policies('minimal')).toEqual([]);
    });

    it.each(['default', 'everything'] as const)(
      'cover every pod in both directions, once: %s values',
      (set) => {
        const pods = podsOf(rendered.get(set)!);
        // That of helm test is one more.
        expect(pods).toHaveLength(serviceNames.length + 1);
        for (const { name, labels } of pods) {
          const covering = policyOf(set, labels);
          expect(covering, name).toHaveLength(1);
          expect(covering[0]!.policyTypes, name).toEqual(['Ingress', 'Egress']);
        }
        expect(policies(set)).toHaveLength(pods.length);
      },
    );

    it('let whom the values name in to what is served, and nothing else', () => {
      for (const { name, labels, spec } of podsOf(rendered.get('everything')!)) {
        const open = (spec.containers[0]!.ports ?? []).map(({ containerPort }) => containerPort);
        expect(portsOf(policyOf('everything', labels)[0]!.ingress), name).toEqual(open);
      }
    });

    it('let in nobody whom no value names, but the pod of helm test', () => {
      for (const component of serviceNames) {
        const { ingress } = componentPolicy('default', component);
        const { template } = deploymentsOf(rendered.get('default')!).get(component)!;
        const served = Object.values(servedPorts(catalogue[component])).map(({ port }) => port);
        expect(portsOf(ingress), component).toEqual(served);
        const asker = { ...template.metadata.labels, 'app.kubernetes.io/component': 'test' };
        for (const { from } of ingress!) {
          expect(from).toHaveLength(1);
          expect(isSelected(from![0]!.podSelector!.matchLabels, asker), component).toBe(true);
          expect(isSelected(from![0]!.podSelector!.matchLabels, template.metadata.labels)).toBe(false);
        }
      }
    });

    it('let out to the identity provider who asks it', async () => {
      const added = async (...sets: string[]) => {
        const objects = await renderChart(
          helm,
          'default',
          sets.flatMap((each) => ['--set', each]),
        );
        return Object.fromEntries(
          ofKind<PolicySpec>(objects, 'NetworkPolicy').flatMap(({ metadata, spec }) => {
            const before = policies('default').find(({ metadata: { name } }) => name === metadata.name)!;
            const ports = portsOf(spec.egress).slice(portsOf(before.spec.egress).length);
            return ports.length > 0 ? [[metadata.name, ports]] : [];
          }),
        );
      };
      expect(await added('access.oidc.issuer=https://id.example.org:8443/realms/a')).toEqual({
        'forewarn-retrieval': [8443],
        'forewarn-sla-manager': [8443],
      });
      const token = [
        'kafka.sasl.mechanism=OAUTHBEARER',
        'kafka.oauth.tokenUrl=https://id.example.org/token',
        'kafka.oauth.clientId=forewarn',
        'kafka.oauth.existingSecret.name=kafka',
      ];
      expect(await added(...token)).toEqual(
        Object.fromEntries(servicesThatNeed('kafka').map((name) => [`forewarn-${name}`, [443]])),
      );
    });

    it('let out to DNS and what the component needs, by the ports of the addresses', () => {
      const ports: Readonly<Record<string, number>> = { kafka: 9092, mysql: 3306, prometheus: 9090 };
      for (const component of serviceNames)
        expect(portsOf(componentPolicy('default', component).egress), component).toEqual([
          ...[53, 53],
          ...catalogue[component].needs.map((server) => ports[server]),
        ]);
    });

    it('let out to all that the settings name', () => {
      for (const [component, deployment] of deploymentsOf(rendered.get('default')!)) {
        const env = environmentOf(rendered.get('default')!, deployment);
        const wanted = [
          env.KAFKA_BROKERS && 9092,
          env.MYSQL_HOST && Number(env.MYSQL_PORT),
          env.PROMETHEUS_URL && Number(new URL(env.PROMETHEUS_URL).port),
        ].filter(Boolean);
        const allowed = portsOf(componentPolicy('default', component).egress).filter((port) => port !== 53);
        expect(allowed, component).toEqual(wanted);
      }
    });

    it.each([
      ['http://prometheus', 80],
      ['https://prometheus.example.org/prefix', 443],
      ['http://[2001:db8::1]:9091/', 9091],
      ['http://[2001:db8::1]/', 80],
    ])('know the port of %s', async (url, port) => {
      const objects = await renderChart(helm, 'default', ['--set-string', `prometheus.url=${url}`]);
      const etl = ofKind<PolicySpec>(objects, 'NetworkPolicy').find(({ metadata }) =>
        metadata.name.endsWith('-etl'),
      )!;
      expect(portsOf(etl.spec.egress).at(-1)).toBe(port);
    });

    it('let the front door out to the services that it forwards to, and nobody else', async () => {
      const forwarded =
        'anomalies=http://detector:8081, faults=https://inducer/prefix,more=http://detector:8081';
      const text = forwarded.replaceAll(',', '\\,');
      const objects = await renderChart(helm, 'default', ['--set-string', `slaManager.forward=${text}`]);
      for (const { metadata, spec } of ofKind<PolicySpec>(objects, 'NetworkPolicy')) {
        const before = policies('default').find(({ metadata: { name } }) => name === metadata.name)!;
        const isDoor = metadata.name.endsWith('-sla-manager');
        expect(portsOf(spec.egress), metadata.name).toEqual([
          ...portsOf(before.spec.egress),
          ...(isDoor ? [8081, 443] : []),
        ]);
      }
    });

    it('name peers where the values do', () => {
      const { ingress, egress } = componentPolicy('everything', 'retrieval');
      const namespace = (name: string) => ({
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
      });
      expect(ingress![0]!.from).toEqual([namespace('monitoring')]);
      expect(ingress![1]!.from![0]).toEqual({ namespaceSelector: { matchLabels: { team: 'a' } } });
      expect(egress!.map(({ to }) => to)).toEqual([
        [namespace('kube-system')],
        [{ podSelector: { matchLabels: { app: 'kafka' } } }],
        [{ ipBlock: { cidr: '192.0.2.0/24' } }],
        [{ ipBlock: { cidr: '203.0.113.0/24' } }],
        [{ ipBlock: { cidr: '198.51.100.7/32' } }],
      ]);
      const door = componentPolicy('everything', 'sla-manager').egress!;
      const detector = door.find(({ to }) =>
        to?.some(({ podSelector }) => podSelector?.matchLabels.app === 'detector'),
      );
      expect(portsOf([detector!])).toEqual([8081]);
    });
  });

  describe('the pod of helm test', () => {
    const testPod = (set: ValuesSet) => ofKind<PodSpec>(rendered.get(set)!, 'Pod')[0]!;

    it.each(valuesSets)('asks both services where they are: %s values', (set) => {
      const { metadata, spec } = testPod(set);
      expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
      const asked = spec.containers.flatMap(({ env = [] }) =>
        env.flatMap(({ name, value }) => (/^NODE_|_FILE$/.test(name) ? [] : value)),
      );
      const addresses = [...services(set)].map(([name, { ports }]) => `${name}:${ports[0]!.port}`);
      // It has no certificate to show, as gRPC demands with all that can be turned on.
      expect(asked).toHaveLength(set === 'everything' ? 1 : serving.length);
      for (const address of asked) expect(addresses).toContain(address.replace(/^https?:\/\//, ''));
      const isSecure = asked.some((address) => address.startsWith('https://'));
      expect(isSecure).toBe(set === 'everything');
    });

    it.each(valuesSets)('shows the key of the administrator where one is asked for: %s values', (set) => {
      const { containers, volumes } = testPod(set).spec;
      const files = containers.map(
        ({ env = [] }) => env.find(({ name }) => name === 'FOREWARN_KEY_FILE')?.value,
      );
      const held = volumes.flatMap(({ projected }) => projected?.sources ?? []).map(({ secret }) => secret);
      const secret = { default: ['forewarn-access', 'admin-key'], everything: ['access', 'admin'] };
      const [name, key] = set === 'minimal' ? [] : secret[set];
      expect(new Set(files)).toEqual(new Set([name && '/etc/forewarn/admin-key']));
      expect(held).toEqual(name ? [{ name, items: [{ key, path: 'admin-key' }] }] : []);
    });

    it.each(['default', 'everything'] as const)('may ask them: %s values', (set) => {
      const { labels } = testPod(set).metadata;
      const out = policyOf(set, labels)[0]!.egress!.filter(({ to }) => to?.some((peer) => peer.podSelector));
      expect(portsOf(out).sort()).toEqual(serving.map(({ port }) => port).sort());
      for (const { to, ports } of out) {
        const asked = podsOf(rendered.get(set)!).find((pod) =>
          isSelected(to![0]!.podSelector!.matchLabels, pod.labels),
        )!;
        const rule = policyOf(set, asked.labels)[0]!.ingress!.find((each) =>
          portsOf([each]).includes(ports![0]!.port),
        )!;
        const isLetIn =
          rule.from?.some(({ podSelector }) => podSelector && isSelected(podSelector.matchLabels, labels)) ??
          true;
        expect(isLetIn, asked.name).toBe(true);
      }
    });
  });
});
