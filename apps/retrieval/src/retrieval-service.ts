import { randomUUID } from 'node:crypto';
import type { AnalysisReader } from '@forewarn/analysis';
import { loadReflectionDefinition, loadRetrievalService, retrievalServiceName } from '@forewarn/contracts';
import type { Database } from '@forewarn/core';
import { type EventLog, type Logger, silentLogger } from '@forewarn/core';
import { type ListenAddress, type Service, untilAvailable } from '@forewarn/lifecycle';
import type { Registry } from '@forewarn/telemetry';
import { ReflectionService } from '@grpc/reflection';
import { service as healthService } from 'grpc-health-check';
import { createCallObserver } from './calls/call-observer.js';
import { createHandlers } from './calls/create-handlers.js';
import { createRetrievalMetrics } from './retrieval-metrics.js';
import { bind, createGrpcServer, shutDown } from './server/grpc-server.js';
import { Health } from './server/health.js';
import { AnalysisWatch } from './watch/analysis-watch.js';

/** What the retrieval service needs. */
export interface RetrievalOptions extends ListenAddress {
  readonly store: AnalysisReader & Pick<Database, 'migrate' | 'check'>;
  readonly eventLog: EventLog;
  readonly registry: Registry;
  /** The topic of `SeriesAnalyzed` events, for watchers. */
  readonly topic: string;
  /** Partitions of the topic, where it must be created. */
  readonly topicPartitions: number;
  /** Consumer group of the watch, of this process alone. Default: a new one. */
  readonly watchGroup?: string;
  /** Most analyses that wait for one watcher before it is let go. Default 1,024. */
  readonly watchQueueLimit?: number;
  /** How often health is found out. Default 5 s. */
  readonly healthIntervalMs?: number;
  /** How long calls may go on once the service stops. Default 5 s. */
  readonly drainDeadlineMs?: number;
  readonly logger?: Logger;
}

/**
 * Serves stored analyses over gRPC, with health and reflection.
 * It works while the store answers; without the event log only watching fails.
 */
export function createRetrievalService(options: RetrievalOptions): Service & { readonly port: number } {
  const { store, healthIntervalMs = 5_000, drainDeadlineMs = 5_000 } = options;
  const logger = (options.logger ?? silentLogger).child({ part: 'retrieval' });
  const metrics = createRetrievalMetrics(options.registry);
  const watch = new AnalysisWatch({
    eventLog: options.eventLog,
    topic: options.topic,
    topicPartitions: options.topicPartitions,
    group: options.watchGroup ?? `forewarn.retrieval.${randomUUID()}`,
    queueLimit: options.watchQueueLimit ?? 1_024,
    metrics,
    logger,
  });
  const handlers = createHandlers({ reader: store, watch, observer: createCallObserver(metrics, logger) });
  const check = (signal: AbortSignal) => store.check({ signal });
  const health = new Health(retrievalServiceName, logger);
  const server = createGrpcServer();
  const stopping = new AbortController();
  let healthFollowed: Promise<void> = Promise.resolve();
  let boundPort = options.port;

  return {
    name: 'retrieval',
    get port() {
      return boundPort;
    },
    async start(signal) {
      await untilAvailable('the store', () => store.migrate({ signal }), { signal, logger });
      server.addService(loadRetrievalService(), handlers);
      health.implementation.addToServer(server);
      new ReflectionService(loadReflectionDefinition([healthService.Check!.requestType])).addToServer(server);
      health.set(true);
      boundPort = await bind(server, options);
      healthFollowed = health.follow(check, healthIntervalMs, stopping.signal);
      logger.info({ host: options.host, port: boundPort }, 'retrieval listens');
    },
    check,
    async stop() {
      stopping.abort();
      health.set(false);
      await Promise.all([watch.close(), healthFollowed, shutDown(server, drainDeadlineMs)]);
    },
  };
}
