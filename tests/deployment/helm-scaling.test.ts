import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import { goTool } from '@forewarn/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storedAnalyses } from '../../apps/storage/src/analyses/stored-analyses.js';
import { createStorage } from '../../apps/storage/src/create-storage.js';
import { loadStorageSettings } from '../../apps/storage/src/settings.js';
import { storageFiles } from '../../apps/storage/src/storage.fixture.js';
import { createMetricsRegistry } from '../../packages/telemetry/src/index.js';
import { deployedRules } from '../support/deployed-monitoring.js';
import { helmTool } from '../support/go-tools.js';
import {
  deploymentsOf,
  environmentOf,
  isSelected,
  type KubernetesObject,
  type Labels,
  ofKind,
  podsOf,
  type RenderedSets,
  renderChart,
  renderSets,
  type ValuesSet,
} from '../support/helm-chart.js';
import { serviceNames } from '../support/service-catalogue.js';

const helm = (await goTool(helmTool))!;

interface BudgetSpec {
  readonly maxUnavailable: number;
  readonly unhealthyPodEvictionPolicy: string;
  readonly selector: { readonly matchLabels: Labels };
}

interface Target {
  readonly kind: string;
  readonly name: string;
}

interface AutoscalerSpec {
  readonly scaleTargetRef: Target;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly unknown[];
}

interface ScaledObjectSpec {
  readonly scaleTargetRef: Target;
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly pollingInterval: number;
  readonly triggers: readonly { readonly type: string; readonly metadata: Labels }[];
}

interface PodMonitorSpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly podMetricsEndpoints: readonly {
    readonly port: string;
    readonly path: string;
    readonly interval: string;
    readonly relabelings: readonly Readonly<Record<string, unknown>>[];
  }[];
}

describe.skipIf(!helm)('the Helm chart', () => {
  let rendered: RenderedSets;
  beforeAll(async () => {
    rendered = await renderSets(helm);
  });
  const replicas = (set: ValuesSet) =>
    Object.fromEntries([...deploymentsOf(rendered.get(set)!)].map(([name, spec]) => [name, spec.replicas]));

  describe('replaces processes so that others go on:', () => {
    it('two of each, unless told otherwise', () => {
      const each = (count: number) => Object.fromEntries(serviceNames.map((name) => [name, count]));
      expect(replicas('default')).toEqual(each(2));
      expect(replicas('minimal')).toEqual(each(1));
    });

    it('a disruption budget for each that has more than one process', async () => {
      const budgets = (objects: readonly KubernetesObject[]) =>
        ofKind<BudgetSpec>(objects, 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
      const all = serviceNames.map((name) => `forewarn-${name}`).sort();
      expect(budgets(rendered.get('default')!)).toEqual(all);
      expect(budgets(rendered.get('everything')!)).toHaveLength(all.length);
      expect(budgets(rendered.get('minimal')!)).toEqual([]);
      const one = await renderChart(helm, 'default', ['--set', 'etl.replicas=1,slaManager.replicas=1']);
      expect(budgets(one)).toEqual(all.filter((name) => !/-(etl|sla-manager)$/.test(name)));
    });

    it('a budget that selects the pods of its deployment, and does not keep those that are not ready', () => {
      for (const set of ['default', 'everything'] as const)
        for (const { metadata, spec } of ofKind<BudgetSpec>(rendered.get(set)!, 'PodDisruptionBudget')) {
          const pods = podsOf(rendered.get(set)!).filter(({ labels }) =>
            isSelected(spec.selector.matchLabels, labels),
          );
          expect(pods.map(({ name }) => name)).toEqual([metadata.name]);
          expect(spec.maxUnavailable).toBe(1);
          expect(spec.unhealthyPodEvictionPolicy).toBe('AlwaysAllow');
        }
    });

    it('deployments select the pods that they make, by labels that a new version does not change', () => {
      for (const objects of rendered.values())
        for (const { selector, template } of deploymentsOf(objects).values()) {
          expect(isSelected(selector.matchLabels, template.metadata.labels)).toBe(true);
          expect(Object.keys(selector.matchLabels).sort()).toEqual(
            ['component', 'instance', 'name'].map((name) => `app.kubernetes.io/${name}`),
          );
        }
    });
  });

  describe('scales, when it is asked to,', () => {
    it('and then leaves the number of processes to what scales', () => {
      expect(replicas('everything')).toEqual({ retrieval: 2, 'sla-manager': 3 });
      for (const set of ['default', 'minimal'] as const)
        for (const kind of ['HorizontalPodAutoscaler', 'ScaledObject'])
          expect(ofKind(rendered.get(set)!, kind)).toEqual([]);
    });

    it('etl by CPU', () => {
      const [{ spec } = {}] = ofKind<AutoscalerSpec>(rendered.get('everything')!, 'HorizontalPodAutoscaler');
      expect(spec).toMatchObject({
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'slas-etl' },
        minReplicas: 3,
        maxReplicas: 8,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
          },
        ],
      });
    });

    it('storage by the lag of its consumer group', () => {
      const [{ apiVersion, spec } = {}] = ofKind<ScaledObjectSpec>(
        rendered.get('everything')!,
        'ScaledObject',
      );
      expect(apiVersion).toBe('keda.sh/v1alpha1');
      expect(spec).toMatchObject({
        scaleTargetRef: { kind: 'Deployment', name: 'slas-storage' },
        minReplicaCount: 1,
        maxReplicaCount: 8,
        pollingInterval: 30,
      });
      // KEDA takes the metadata of a trigger as texts only.
      expect(spec!.triggers).toEqual([
        {
          type: 'kafka',
          metadata: {
            bootstrapServers: 'kafka-0.kafka:9092,kafka-1.kafka:9093',
            consumerGroup: 'team-a.storage',
            topic: 'analyses',
            lagThreshold: '1000',
            offsetResetPolicy: 'earliest',
          },
          authenticationRef: { name: 'keda-kafka' },
        },
      ]);
    });

    describe('and asks Kafka for', () => {
      const files = storageFiles();
      let folder = '';
      beforeAll(async () => {
        folder = await mkdtemp(path.join(tmpdir(), 'forewarn-scaling-'));
      });
      afterAll(() => rm(folder, { recursive: true, force: true }));

      it('the topic and the group that storage consumes with the same values', async () => {
        const objects = rendered.get('everything')!;
        const env = environmentOf(objects, deploymentsOf(objects).get('storage')!);
        const withoutFiles = Object.entries(env).filter(([name]) => !name.endsWith('_FILE'));
        const settings = loadStorageSettings({
          ...Object.fromEntries(withoutFiles),
          KAFKA_SASL_PASSWORD: 'any',
        });
        const eventLog = createEmbeddedEventLog({ file: path.join(folder, 'events.db') });
        const consume = vi.spyOn(eventLog, 'consume');
        const store = await files.openStore();
        const { KAFKA_TOPIC, STORAGE_RETENTION: retentionMs } = settings;
        const { services } = createStorage({
          eventLog,
          topics: [storedAnalyses({ topic: KAFKA_TOPIC, store, retentionMs })],
          namespace: settings.KAFKA_NAMESPACE,
          topicPartitions: settings.KAFKA_PARTITIONS,
          registry: createMetricsRegistry(),
        });
        const storage = services[0]!;
        try {
          await storage.start(AbortSignal.timeout(30_000));
          const [{ spec } = {}] = ofKind<ScaledObjectSpec>(objects, 'ScaledObject');
          const { topic, consumerGroup } = spec!.triggers[0]!.metadata;
          expect(consume.mock.calls.map(([{ topic, group }]) => [topic, group])).toEqual([
            [topic, consumerGroup],
          ]);
        } finally {
          await storage.stop();
          await eventLog.close();
        }
      });
    });
  });

  describe('tells the Prometheus Operator, when it is asked to,', () => {
    it('where the metrics of every process are, under the labels that the rules want', () => {
      expect(ofKind(rendered.get('default')!, 'PodMonitor')).toEqual([]);
      const objects = rendered.get('everything')!;
      const [{ apiVersion, metadata, spec } = {}] = ofKind<PodMonitorSpec>(objects, 'PodMonitor');
      expect(apiVersion).toBe('monitoring.coreos.com/v1');
      expect(metadata!.labels).toMatchObject({ release: 'stack' });
      const scraped = podsOf(objects).filter(
        ({ labels, spec: { containers } }) =>
          isSelected(spec!.selector.matchLabels, labels) &&
          containers[0]!.ports?.some(({ name }) => name === spec!.podMetricsEndpoints[0]!.port),
      );
      expect(scraped.map(({ labels }) => labels['app.kubernetes.io/component']).sort()).toEqual(
        [...serviceNames].sort(),
      );
      expect(spec!.podMetricsEndpoints).toEqual([
        {
          port: 'operations',
          path: '/metrics',
          interval: '15s',
          scheme: 'https',
          tlsConfig: {
            serverName: 'slas.example.org',
            ca: { secret: { name: 'certificate', key: 'ca.crt' } },
          },
          authorization: { credentials: { name: 'operations', key: 'bearer' } },
          relabelings: [
            { targetLabel: 'job', replacement: 'forewarn' },
            {
              sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_component'],
              targetLabel: 'service',
            },
          ],
        },
      ]);
      const rules = deployedRules().map(({ expr }) => expr);
      for (const component of serviceNames)
        expect(rules.join()).toMatch(`up{job="forewarn", service="${component}"}`);
    });

    it('the rules of deploy/prometheus, as they are there, but for the alerts that are left out', () => {
      expect(ofKind(rendered.get('default')!, 'PrometheusRule')).toEqual([]);
      const [{ apiVersion, spec } = {}] = ofKind<{ groups: { name: string; rules: { alert?: string }[] }[] }>(
        rendered.get('everything')!,
        'PrometheusRule',
      );
      expect(apiVersion).toBe('monitoring.coreos.com/v1');
      const without = ['ForewarnSourceMissing', 'ForewarnIntervalsTooNarrow'];
      const left = deployedRules().filter(({ alert = '' }) => !without.includes(alert));
      expect(deployedRules().length - left.length).toBe(2);
      expect(new Set(spec!.groups.flatMap(({ rules }) => rules))).toEqual(new Set(left));
      expect(new Set(spec!.groups.map(({ name }) => name)).size).toBe(spec!.groups.length);
    });
  });
});
