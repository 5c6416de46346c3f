import type { AnalysisReader } from '@forewarn/analysis';
import { loadRetrievalService, retrievalServiceName } from '@forewarn/contracts';
import { type Database, type EventLog, type Logger, silentLogger } from '@forewarn/core';
import type { GrpcService } from '@forewarn/grpc';
import { requireAccess, type Service, untilAvailable } from '@forewarn/lifecycle';
import type { AppParts } from '@forewarn/process';
import type { Registry } from '@forewarn/telemetry';
import { createHandlers, methodAccess } from './calls/create-handlers.js';
import { AnalysisWatch } from './watch/analysis-watch.js';
import { createWatchMetrics, metricsPrefix } from './watch/watch-metrics.js';

/** What retrieval needs. */
export interface RetrievalDeps {
  readonly store: AnalysisReader & Pick<Database, 'migrate' | 'check'>;
  readonly eventLog: EventLog;
  readonly registry: Registry;
  /** The topic of `SeriesAnalyzed` events, for watchers. */
  readonly topic: string;
  /** Partitions of the topic, where it must be created. */
  readonly topicPartitions: number;
  /** Begins the name of the watch's consumer group. Default: `forewarn`. */
  readonly namespace?: string;
  /** Most analyses that wait for one watcher before it is evicted. Default 1,024. */
  readonly watchQueueLimit?: number;
  readonly logger?: Logger;
}

/**
 * Stored analyses over gRPC, for a listener to serve.
 * It works while the store answers; without the event log only watching fails.
 */
export function createRetrieval(dependencies: RetrievalDeps): AppParts & Required<Pick<AppParts, 'grpc'>> {
  const { store, namespace = 'forewarn' } = dependencies;
  const logger = (dependencies.logger ?? silentLogger).child({ part: 'retrieval' });
  const watch = new AnalysisWatch({
    eventLog: dependencies.eventLog,
    topic: dependencies.topic,
    topicPartitions: dependencies.topicPartitions,
    namespace,
    queueLimit: dependencies.watchQueueLimit ?? 1_024,
    metrics: createWatchMetrics(dependencies.registry),
    logger,
  });
  const check = (signal: AbortSignal) => store.check({ signal });
  const service: Service = {
    name: 'retrieval',
    async start(signal) {
      await requireAccess(dependencies.eventLog, { signal, logger });
      await untilAvailable('the store', () => store.migrate({ signal }), { signal, logger });
    },
    check,
    stop: () => watch.close(),
  };
  const grpc: GrpcService = {
    name: retrievalServiceName,
    definition: loadRetrievalService(),
    handlers: createHandlers(store, watch),
    access: methodAccess,
    metricsPrefix,
    check,
  };
  return { services: [service], grpc: [grpc] };
}
