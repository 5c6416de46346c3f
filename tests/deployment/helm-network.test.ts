import { goTool } from '@forewarn/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { helmTool } from '../support/go-tools.js';
import {
  deploymentsOf,
  isSelected,
  type Labels,
  ofKind,
  type PolicyRule,
  podsOf,
  type RenderedSets,
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
  const _componentPolicy = (set: ValuesSet, component: string): PolicySpec =>
    policyOf(set, deploymentsOf(rendered.get(set)!).get(component)!.template.metadata.labels)[0]!;
  const _portsOf = (rules: readonly PolicyRule[] = []): number[] =>
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
    expect(ingress!.metadata.annotations).toEqual({
      'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
    });
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
});
