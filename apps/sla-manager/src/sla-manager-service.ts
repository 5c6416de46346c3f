import type { AnalysisReader } from '@forewarn/analysis';
import type { Database } from '@forewarn/core';
import { type Clock, type Logger, type MetricSource, silentLogger, systemClock } from '@forewarn/core';
import { listen, type Service, untilAvailable } from '@forewarn/lifecycle';
import { defaultAtRiskProbability, type SlaRepository } from '@forewarn/slo';
import type { Registry } from '@forewarn/telemetry';
import { createConcurrencyLimit } from './evaluation/concurrency-limit.js';
import { createSlaEvaluator } from './evaluation/sla-evaluator.js';
import { createApp } from './http/create-app.js';
import { createDrainingServer } from './http/draining-server.js';
import { allRoutes } from './routes/all-routes.js';
import type { About } from './routes/route-context.js';
import { registerSlaMetrics } from './sla-metrics.js';

/** What the SLA manager works with. */
export interface SlaManagerOptions {
  readonly store: SlaRepository & AnalysisReader & Pick<Database, 'migrate' | 'check'>;
  readonly source: MetricSource;
  /** Address to listen on. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** What the page tells about the data. */
  readonly about: About;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Where states and predictions are registered as gauges. Default: nowhere. */
  readonly registry?: Registry;
  /** Shown in the OpenAPI document. */
  readonly version?: string;
  /** Of one client address. Default 1200. */
  readonly requestsPerMinute?: number;
  /** Longest time for an answer. Default 15 s. */
  readonly requestTimeoutMs?: number;
  /** Requests that are worked on at once; eight times as many may wait. Default 8. */
  readonly concurrentRequests?: number;
  /** Probability from which a forecast point counts as a predicted violation, above 0. Default 0.5. */
  readonly atRiskProbability?: number;
}

/** The HTTP server as a service; `port` is the bound one once it is started. */
export type SlaManagerService = Service & { readonly port: number };

/** Makes the REST API and the web page over a store and a metric source. */
export function createSlaManagerService(options: SlaManagerOptions): SlaManagerService {
  const {
    store,
    source,
    host,
    port,
    about,
    clock = systemClock,
    logger = silentLogger,
    version = '0.1.0',
  } = options;
  const { atRiskProbability = defaultAtRiskProbability, concurrentRequests = 8 } = options;
  const evaluator = createSlaEvaluator({ store, source, clock, atRiskProbability });
  if (options.registry) registerSlaMetrics(options.registry, (signal) => evaluator.evaluateAll({ signal }));
  const stopping = new AbortController();
  const app = createApp({
    routes: allRoutes({ store, evaluator, clock, about, version }),
    version,
    logger,
    requestsPerMinute: options.requestsPerMinute ?? 1_200,
    timeoutMs: options.requestTimeoutMs ?? 15_000,
    concurrency: createConcurrencyLimit({ concurrent: concurrentRequests, queued: concurrentRequests * 8 }),
    stopping: stopping.signal,
  });
  const { server, stop } = createDrainingServer(app);
  let boundPort = port;
  return {
    name: 'sla-manager',
    get port() {
      return boundPort;
    },
    async start(signal) {
      boundPort = await listen(server, { host, port });
      logger.info({ host, port: boundPort }, `SLAs at http://${host}:${boundPort}/`);
      // Meanwhile requests are answered with 503 and the reason.
      await untilAvailable('the store', () => store.migrate({ signal }), { signal, logger });
    },
    async check(signal) {
      await Promise.all([source.check({ signal }), store.check({ signal })]);
    },
    stop: () => stop(() => stopping.abort()),
  };
}
