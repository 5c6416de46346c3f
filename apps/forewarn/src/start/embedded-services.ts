import type { AnalysisProfile } from '@forewarn/analysis';
import { loadProtoDescriptors } from '@forewarn/contracts';
import { defaultPartitionLabels, type EventLog, type Logger } from '@forewarn/core';
import { createEtlService } from '@forewarn/etl';
import { createGrpcListener } from '@forewarn/grpc';
import { createOperationsServer, type Service } from '@forewarn/lifecycle';
import { createRetrieval } from '@forewarn/retrieval';
import { createSlaManagerService } from '@forewarn/sla-manager';
import { createStorage, storedAnalyses } from '@forewarn/storage';
import type { Store } from '@forewarn/store';
import { createMetricsRegistry } from '@forewarn/telemetry';
import type { EmbeddedSource } from './metric-source.js';

/** Addresses that the embedded mode listens on. */
export interface EmbeddedAddresses {
  readonly host: string;
  /** REST and the page. */
  readonly port: number;
  readonly grpcPort: number;
  /** Health, readiness, metrics. */
  readonly operationsPort: number;
}

/** What the services are wired to. */
export interface EmbeddedWiring {
  readonly addresses: EmbeddedAddresses;
  readonly profile: AnalysisProfile;
  readonly eventLog: EventLog;
  readonly store: Store;
  readonly metrics: EmbeddedSource;
  readonly logger: Logger;
}

const topic = 'prometheusdata';
const topicPartitions = 4;
const minuteMs = 60_000;
const weekMs = 7 * 86_400_000;

/** Every service of the embedded mode. */
export interface EmbeddedServices {
  /** In start order. */
  readonly services: readonly Service[];
  /** Where they listen; once they are started, with the ports that the system chose. */
  addresses(): EmbeddedAddresses;
}

/** Makes every service, on the embedded adapters: the same wiring as one process a service. */
export function createEmbeddedServices({
  addresses,
  profile,
  eventLog,
  store,
  metrics,
  logger,
}: EmbeddedWiring): EmbeddedServices {
  const { host, port, grpcPort, operationsPort } = addresses;
  const registry = createMetricsRegistry();
  const storage = createStorage({
    eventLog,
    database: store,
    topics: [storedAnalyses({ topic, store, retentionMs: weekMs })],
    topicPartitions,
    registry,
    logger,
  });
  const retrieval = createRetrieval({ store, eventLog, registry, topic, topicPartitions, logger });
  const grpcListener = createGrpcListener({
    host,
    port: grpcPort,
    services: retrieval.grpc,
    descriptors: loadProtoDescriptors(),
    registry,
    logger,
  });
  const slaManager = createSlaManagerService({
    store,
    source: metrics.source,
    host,
    port,
    registry,
    logger,
    about: {
      mode: 'embedded',
      source: metrics.description,
      profile: profile.name,
      ...(metrics.notice && { notice: metrics.notice }),
    },
  });
  const etl = createEtlService({
    eventLog,
    source: metrics.source,
    registry,
    profile,
    selectors: metrics.selectors,
    partitionLabels: defaultPartitionLabels,
    intervalMs: minuteMs,
    settleMs: metrics.settleMs,
    resultTopic: topic,
    topicPartitions,
    format: 'protobuf',
    logger,
  });
  const services = [...storage.services, ...retrieval.services, grpcListener, slaManager, etl];
  const operations = createOperationsServer({ host, port: operationsPort, registry, services });
  return {
    services: [operations, ...services],
    addresses: () => ({
      host,
      port: slaManager.port,
      grpcPort: grpcListener.port,
      operationsPort: operations.port,
    }),
  };
}
