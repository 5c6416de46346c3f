import type { AuditRepository, KeyRepository } from '@forewarn/access';
import type { AnalysisReader, SeriesProblemReader } from '@forewarn/analysis';
import type { ServiceDocument } from '@forewarn/contracts/rest';
import type { Database, EventLog } from '@forewarn/core';
import { type Clock, type Logger, type MetricSource, silentLogger, systemClock } from '@forewarn/core';
import type { Route } from '@forewarn/http';
import { requireAccess, type Service, untilAvailable } from '@forewarn/lifecycle';
import type { AppParts } from '@forewarn/process';
import {
  defaultAtRiskProbability,
  type IndicatorRepository,
  identityOf,
  type SlaRepository,
  type TallyRepository,
  type VerdictReader,
  withIndicators,
} from '@forewarn/slo';
import type { Registry } from '@forewarn/telemetry';
import type { WaysIn } from './access/access-context.js';
import { createAuditPublisher } from './access/audit-publisher.js';
import { createDefinitionPublisher } from './definitions/definition-publisher.js';
import { createEvaluationRounds } from './evaluation/evaluation-rounds.js';
import { createSlaEvaluator } from './evaluation/sla-evaluator.js';
import { createKnownIndicators } from './indicators/known-indicators.js';
import { roundMetrics, toldMetrics } from './round-metrics.js';
import { allRoutes } from './routes/all-routes.js';
import type { About } from './routes/route-context.js';
import { createVerdictExchange } from './sharing/verdict-exchange.js';
import { defaultSlaLimits, type SlaLimits } from './sla-limits.js';
import { registerSlaMetrics } from './sla-metrics.js';
import { createLongWindows } from './tallies/long-windows.js';
import { createTallyFiller } from './tallies/tally-filler.js';

const yearMs = 366 * 86_400_000;

/** What the SLA manager works with. */
export interface SlaManagerDeps {
  readonly store: SlaRepository &
    IndicatorRepository &
    TallyRepository &
    VerdictReader &
    AnalysisReader &
    SeriesProblemReader &
    Pick<Database, 'migrate' | 'check'>;
  /** The API keys, and who changed what. */
  readonly accessStore: KeyRepository & AuditRepository;
  /** How callers come in who must be known. Default: everybody is let in. */
  readonly waysIn?: WaysIn | undefined;
  /** How long it is kept who changed what. Default a year. */
  readonly auditRetentionMs?: number;
  readonly source: MetricSource;
  /** Where etl learns what to analyse for the objectives, and by which processes share them. Default: nobody is told, and all are judged here. */
  readonly eventLog?: EventLog;
  /** Begins the names of the topics and of the groups. Default `forewarn`. */
  readonly namespace?: string;
  /** What the page tells about the data. */
  readonly about: About;
  /** What runs in the process and what it forwards to, asked for each answer. Default: the SLA manager alone. */
  readonly services?: () => readonly ServiceDocument[];
  /** Of the program, as the page shows it. */
  readonly version: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Where states and predictions are registered as gauges. Default: nowhere. */
  readonly registry?: Registry;
  /** Probability from which a forecast point counts as a predicted violation, above 0. Default 0.5. */
  readonly atRiskProbability?: number;
  /** Age of its newest minute from which a series that was replaced leaves the verdict. Default 10 minutes. */
  readonly endedAfterMs?: number;
  /** What may be defined, and what an answer may hold. */
  readonly limits?: Partial<SlaLimits>;
}

/**
 * Makes the REST API of the SLAs over a store and a metric source. The service brings the store's schema up to date; put the listener
 * before it, so that requests are answered with the reason while it waits for the store.
 */
export function createSlaManager(
  deps: SlaManagerDeps,
): AppParts & { readonly services: readonly [Service]; readonly routes: readonly Route[] } {
  const { store, source, about, version, clock = systemClock, logger = silentLogger } = deps;
  const { atRiskProbability = defaultAtRiskProbability } = deps;
  const limits = { ...defaultSlaLimits, ...deps.limits };
  const indicators = createKnownIndicators(store, clock);
  const windows = createLongWindows(store, clock);
  const { eventLog, namespace = 'forewarn', registry } = deps;
  const exchange =
    eventLog &&
    createVerdictExchange({
      eventLog,
      namespace,
      logger: logger.child({ part: 'verdicts' }),
      ...(registry && { onTold: toldMetrics(registry) }),
    });
  const evaluator = createSlaEvaluator({
    store,
    source,
    find: indicators.find,
    windows,
    clock,
    logger,
    atRiskProbability,
    ...(deps.endedAfterMs !== undefined && { endedAfterMs: deps.endedAfterMs }),
    mostSeries: limits.seriesPerObjective,
    ...(exchange && { exchange }),
  });
  const rounds = createEvaluationRounds({
    evaluator,
    clock,
    logger: logger.child({ part: 'rounds' }),
    ...(exchange && { untilKnown: exchange.untilKnown }),
    ...(registry && { onRound: roundMetrics(registry) }),
  });
  if (registry) registerSlaMetrics(registry, (call) => evaluator.evaluateAll(call), clock);
  const filler = createTallyFiller({
    store,
    source: withIndicators(source, indicators.find),
    windows,
    identify: (selector, call) => identityOf(selector, indicators.find, call),
    maintenance: evaluator.maintenance,
    mostSeries: limits.seriesPerObjective,
    ...(exchange && { isOwn: exchange.isOwn }),
    clock,
    logger: logger.child({ part: 'tallies' }),
  });
  const service: Service = {
    name: 'sla-manager',
    async start(signal) {
      if (eventLog) await requireAccess(eventLog, { signal, logger });
      await untilAvailable('the store', () => store.migrate({ signal }), { signal, logger });
      for (const task of [publisher, audit, exchange, rounds, filler]) task?.begin();
    },
    async check(signal) {
      await Promise.all([source.check({ signal }), store.check({ signal, forWriting: true })]);
    },
    async stop() {
      evaluator.stop();
      await Promise.all([rounds.end(), filler.end()]);
      await Promise.all([publisher?.end(), audit.end(), exchange?.end()]);
    },
  };
  const { services = () => [{ name: service.name, version, where: 'here' }] } = deps;
  const publisher =
    eventLog &&
    createDefinitionPublisher({
      eventLog,
      namespace,
      store,
      logger: logger.child({ part: 'definitions' }),
    });
  const audit = createAuditPublisher({
    ...{ eventLog, namespace, store: deps.accessStore, clock },
    retentionMs: deps.auditRetentionMs ?? yearMs,
    logger: logger.child({ part: 'audit' }),
  });
  const onChange = () => {
    audit.changed();
    indicators.forget();
    evaluator.forget();
    publisher?.changed();
  };
  const routes = allRoutes({
    store,
    source,
    onChange,
    evaluator,
    clock,
    about,
    services,
    version,
    limits,
    access: { store: deps.accessStore, waysIn: deps.waysIn, clock, onChange: audit.changed },
  });
  return { services: [service], routes };
}
