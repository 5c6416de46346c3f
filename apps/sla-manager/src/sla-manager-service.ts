import { createServer, type Server } from 'node:http';
import {
  type AnalysisReader,
  type Clock,
  defaultAtRiskProbability,
  type Logger,
  type MetricSource,
  type SlaRepository,
  silentLogger,
  systemClock,
} from '@forewarn/core';
import { listen, type Service } from '@forewarn/lifecycle';
import type { Registry } from '@forewarn/telemetry';
import { createConcurrencyLimit } from './evaluation/concurrency-limit.js';
import { createSlaEvaluator } from './evaluation/sla-evaluator.js';
import { createApp } from './http/create-app.js';
import type { Route } from './http/route.js';
import { aboutRoute } from './routes/about-route.js';
import { executionTimesRoute } from './routes/execution-times-route.js';
import type { About, RouteContext } from './routes/route-context.js';
import { seriesRoutes } from './routes/series-routes.js';
import { slaRoutes } from './routes/sla-routes.js';
import { statusRoutes } from './routes/status-routes.js';
import { violationsRoute } from './routes/violations-route.js';
import { registerSlaMetrics } from './sla-metrics.js';

/** What the SLA manager works with. */
export interface SlaManagerOptions {
  readonly store: SlaRepository & AnalysisReader;
  readonly source: MetricSource;
  /** Address to listen on. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** What the page tells about the data. Default: distributed, from Prometheus. */
  readonly about?: About;
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

/** Idle connections and slow senders are let go of after these. */
const headersTimeoutMs = 10_000;
const receiveTimeoutMs = 30_000;

/** Makes the REST API and the web page over a store and a metric source. */
export function createSlaManagerService(options: SlaManagerOptions): SlaManagerService {
  const {
    store,
    source,
    host,
    port,
    clock = systemClock,
    logger = silentLogger,
    version = '0.1.0',
  } = options;
  const { atRiskProbability = defaultAtRiskProbability, concurrentRequests = 8 } = options;
  const evaluator = createSlaEvaluator({ store, source, clock, atRiskProbability });
  const about = options.about ?? { mode: 'distributed', source: 'Prometheus' };
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
  const server = createServer({ headersTimeout: headersTimeoutMs, requestTimeout: receiveTimeoutMs }, app);
  let boundPort = port;
  return {
    name: 'sla-manager',
    get port() {
      return boundPort;
    },
    async start() {
      boundPort = await listen(server, { host, port });
      logger.info({ host, port: boundPort }, `SLAs at http://${host}:${boundPort}/`);
    },
    async check(signal) {
      await Promise.all([source.check({ signal }), store.listSlas({ signal })]);
    },
    stop: () => stop(server, stopping),
  };
}

const allRoutes = (context: RouteContext): Route[] => [
  aboutRoute(context),
  ...slaRoutes(context),
  ...statusRoutes(context),
  violationsRoute(context),
  executionTimesRoute(context),
  ...seriesRoutes(context),
];

/** Time for answers that are under way, before they are told that the server stops. */
const drainMs = 2_000;

function stop(server: Server, stopping: AbortController): Promise<void> {
  const timer = setTimeout(() => {
    stopping.abort();
    // The answers that the abort causes are short; a client that does not read them is cut off.
    setTimeout(() => server.closeAllConnections(), drainMs / 4).unref();
  }, drainMs);
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
