import type { AnalysisProfile } from '@forewarn/analysis';
import { defaultPartitionLabels, type EventLog, type Logger } from '@forewarn/core';
import { createEtlService } from '@forewarn/etl';
import { createHttpListener } from '@forewarn/http';
import { createOperationsServer, type Service } from '@forewarn/lifecycle';
import { createRetrievalService } from '@forewarn/retrieval';
import { apiInfo, createSlaManager } from '@forewarn/sla-manager';
import { createStorageService } from '@forewarn/storage';
import type { Store } from '@forewarn/store';
import { createMetricsRegistry } from '@forewarn/telemetry';
import { pageFolder, vendorFiles } from '@forewarn/web';
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
  /** Of the program, as the page shows it. */
  readonly version: string;
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
  version,
}: EmbeddedWiring): EmbeddedServices {
  const { host, port, grpcPort, operationsPort } = addresses;
  const registry = createMetricsRegistry();
  const storage = createStorageService({
    eventLog,
    store,
    registry,
    topic,
    topicPartitions,
    retentionMs: weekMs,
    logger,
  });
  const retrieval = createRetrievalService({
    store,
    eventLog,
    registry,
    topic,
    topicPartitions,
    host,
    port: grpcPort,
    logger,
  });
  const slaManager = createSlaManager({
    store,
    source: metrics.source,
    registry,
    logger,
    version,
    about: {
      mode: 'embedded',
      source: metrics.description,
      profile: profile.name,
      ...(metrics.notice && { notice: metrics.notice }),
    },
  });
  const listener = createHttpListener({
    host,
    port,
    routes: slaManager.routes,
    info: apiInfo(version),
    pages: { folder: pageFolder, files: vendorFiles },
    logger,
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
  const [sla] = slaManager.services;
  const checked = [storage, retrieval, sla, etl];
  const operations = createOperationsServer({ host, port: operationsPort, registry, services: checked });
  return {
    services: [operations, storage, retrieval, listener, sla, etl],
    addresses: () => ({
      host,
      port: listener.port,
      grpcPort: retrieval.port,
      operationsPort: operations.port,
    }),
  };
}
