import type { AnalysisProfile } from '@forewarn/analysis';
import { defaultPartitionLabels, type EventLog, type Logger } from '@forewarn/core';
import { createEtl } from '@forewarn/etl';
import type { AppParts, RequiredAccess } from '@forewarn/process';
import { createRetrieval } from '@forewarn/retrieval';
import { createSlaManager, type SlaBounds } from '@forewarn/sla-manager';
import type { SqlDatabase } from '@forewarn/sql';
import { createStorage, storedTopics } from '@forewarn/storage';
import { createStore } from '@forewarn/store';
import type { Registry } from '@forewarn/telemetry';
import type { EmbeddedSource } from './metric-source.js';

/** What the apps are wired to: the embedded adapters. */
export interface EmbeddedAdapters {
  readonly profile: AnalysisProfile;
  readonly eventLog: EventLog;
  readonly database: SqlDatabase;
  readonly metrics: EmbeddedSource;
  readonly logger: Logger;
  readonly registry: Registry;
  /** What people may define and ask for. */
  readonly slaBounds: SlaBounds;
  /** How callers are let in; undefined where everybody is. */
  readonly access: RequiredAccess | undefined;
  /** Of this program. */
  readonly version: string;
}

const topic = 'prometheusdata';
const topicPartitions = 4;
const minuteMs = 60_000;
const weekMs = 7 * 86_400_000;

/** The parts of every app, in start order: the same as one process an app has. */
export const embeddedApps = (adapters: EmbeddedAdapters): readonly AppParts[] => {
  const { profile, database, metrics, slaBounds, access: waysIn, ...shared } = adapters;
  const { http: _, ...bounds } = slaBounds;
  const { logger, version } = shared;
  const store = createStore(database, logger);
  const { source } = metrics;
  const about = {
    mode: 'embedded' as const,
    source: metrics.description,
    profile: profile.name,
    ...(metrics.notice && { notice: metrics.notice }),
  };
  const services = () =>
    apps.flatMap((app) => app.services.map(({ name }) => ({ name, version, where: 'here' as const })));
  const apps: readonly AppParts[] = [
    createStorage({
      ...shared,
      topics: storedTopics(database, { topic, retentionMs: weekMs, logger }),
      topicPartitions,
    }),
    createRetrieval({ ...shared, store, topic, topicPartitions }),
    createSlaManager({
      ...shared,
      ...{ store, source, accessStore: store, waysIn, about, services, ...bounds },
    }),
    createEtl({
      ...shared,
      source,
      profile,
      selectors: metrics.selectors,
      partitionLabels: defaultPartitionLabels,
      intervalMs: minuteMs,
      settleMs: metrics.settleMs,
      resultTopic: topic,
      topicPartitions,
      format: 'protobuf',
    }),
  ];
  return apps;
};
