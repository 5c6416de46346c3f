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
import { catalogue, servedPorts, serviceNames } from '../support/service-catalogue.js';

const helm = (await goTool(helmTool))!;

/** The services that serve others, each with its ports. */
const serving = serviceNames.flatMap((name) =>
  Object.entries(servedPorts(catalogue[name])).map(([kind, { port }]) => ({ name, kind, port })),
);

interface PolicySpec {
  readonly podSelector: { readonly matchLabels: Labels };
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly selector: Labels;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
}

describe.skipIf(!helm)('the network of the Helm chart', () => {
  let rendered: RenderedSets;
  beforeAll(async () => {
    rendered = await renderSets(helm);
  });

  const services = (set: ValuesSet) =>
    new Map(
      ofKind<ServiceSpec>(rendered.get(set)!, 'Service').map(({ metadata, spec }) => [metadata.name, spec]),
    );
  const policies = (set: ValuesSet) => ofKind<PolicySpec>(rendered.get(set)!, 'NetworkPolicy');
  const policyOf = (set: ValuesSet, labels: Labels): PolicySpec[] =>
    policies(set).flatMap(({ spec }) => (isSelected(spec.podSelector.matchLabels, labels) ? spec : []));
  const componentPolicy = (set: ValuesSet, component: string): PolicySpec =>
    policyOf(set, deploymentsOf(rendered.get(set)!).get(component)!.template.metadata.labels)[0]!;
  const portsOf = (rules: readonly PolicyRule[] = []): number[] =>
    rules.flatMap(({ ports = [] }) => ports.map(({ port }) => port));

  describe('services', () => {
    it('are those of gRPC, with one for clients that balance, and of REST', () => {
      const names = (suffixes: Readonly<Record<string, readonly string[]>>) =>
        serving.flatMap(({ name, kind }) => suffixes[kind]!.map((suffix) => `forewarn-${name}${suffix}`));
      const withHeadless = names({ grpc: ['', '-headless'], http: [''] });
      expect([...services('default').keys()].sort()).toEqual(withHeadless.sort());
      for (const [name, { clusterIP }] of services('default'))
        expect(clusterIP, name).toBe(name.endsWith('-headless') ? 'None' : undefined);
      expect([...services('minimal').keys()].sort()).toEqual(names({ grpc: [''], http: [''] }).sort());
    });

    it('select the pods of one component, at a port that these have', () => {
      for (const set of valuesSets)
        for (const [name, { selector, ports }] of services(set)) {
          const pods = podsOf(rendered.get(set)!).filter(({ labels }) => isSelected(selector, labels));
          expect(
            pods.map((pod) => pod.name),
            name,
          ).toEqual([name.replace('-headless', '')]);
          const open = pods[0]!.spec.containers[0]!.ports!.map((port) => port.name);
          for (const { targetPort } of ports) expect(open, name).toContain(targetPort);
        }
    });

    it('have the port of what they lead to, unless told otherwise', () => {
      for (const { name, kind, port } of serving)
        expect(services('default').get(`forewarn-${name}`)!.ports).toMatchObject([
          { name: kind, port, targetPort: kind },
        ]);
    });

    it('have the ports and the type that the values say', () => {
      const [retrieval, headless, slaManager] = [...services('everything').values()];
      expect([retrieval!.type, retrieval!.ports[0]!.port]).toEqual(['LoadBalancer', 443]);
      // Without an address of its own nothing translates a port.
      expect(headless!.ports[0]!.port).toBe(catalogue.retrieval.ports.grpc!.port);
      expect(slaManager!.ports[0]!.port).toBe(80);
    });
  });

  it('has an ingress to REST and the page when it is asked for', () => {
    expect(ofKind(rendered.get('default')!, 'Ingress')).toEqual([]);
    const [ingress] = ofKind(rendered.get('everything')!, 'Ingress');
    expect(ingress!.metadata.annotations).toEqual({ 'nginx.ingress.kubernetes.io/auth-type': 'basic' });
    expect(ingress!.spec).toEqual({
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'sla.example.org',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'slas-sla-manager', port: { name: 'http' } } },
              },
            ],
          },
        },
      ],
      tls: [{ hosts: ['sla.example.org'], secretName: 'sla-certificate' }],
    });
  });

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

    it.each(['default', 'everything'] as const)(
      'let in what is served, and nothing else: %s values',
      (set) => {
        for (const { name, labels, spec } of podsOf(rendered.get(set)!)) {
          const open = (spec.containers[0]!.ports ?? []).map(({ containerPort }) => containerPort);
          expect(portsOf(policyOf(set, labels)[0]!.ingress), name).toEqual(open);
        }
      },
    );

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
        env.flatMap(({ name, value }) => (name.startsWith('NODE_') ? [] : value)),
      );
      const addresses = [...services(set)].map(([name, { ports }]) => `${name}:${ports[0]!.port}`);
      // It has no certificate to show, as gRPC demands with all that can be turned on.
      expect(asked).toHaveLength(set === 'everything' ? 1 : serving.length);
      for (const address of asked) expect(addresses).toContain(address.replace(/^https?:\/\//, ''));
      const isSecure = asked.some((address) => address.startsWith('https://'));
      expect(isSecure).toBe(set === 'everything');
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
