import { goTool } from '@forewarn/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { helmTool } from '../support/go-tools.js';
import {
  isSelected,
  ofKind,
  podsOf,
  type RenderedSets,
  renderSets,
  type ValuesSet,
  valuesSets,
} from '../support/helm-chart.js';
import { servicesOf, serving } from '../support/helm-services.js';
import { catalogue } from '../support/service-catalogue.js';

const helm = (await goTool(helmTool))!;

describe.skipIf(!helm)('the network of the Helm chart', () => {
  let rendered: RenderedSets;
  beforeAll(async () => {
    rendered = await renderSets(helm);
  });

  const services = (set: ValuesSet) => servicesOf(rendered.get(set)!);

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
