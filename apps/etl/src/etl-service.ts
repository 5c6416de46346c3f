import type { Analysis, AnalysisProfile } from '@forewarn/analysis';
import {
  type AnalysisRequest,
  analysisRequestedTopic,
  type EventFormat,
  seriesAnalyzedTopic,
  seriesProblemsTopic,
} from '@forewarn/contracts';
import {
  type Clock,
  type Consumption,
  type EventLog,
  ensureTopics,
  ForewarnError,
  formatDuration,
  type Logger,
  type MetricSource,
  type SeriesSelector,
  silentLogger,
  systemClock,
  type TopicContract,
} from '@forewarn/core';
import { type Service, untilAvailable } from '@forewarn/lifecycle';
import { createMaintenanceCalendar, withIndicators } from '@forewarn/slo';
import type { Registry } from '@forewarn/telemetry';
import { KnownDefinitions } from './definitions/known-definitions.js';
import { createEtlMetrics, type EtlMetrics } from './etl-metrics.js';
import { PlannerRole } from './planner/planner-role.js';
import { ProblemReporter } from './problems/problem-reporter.js';
import { ProblemTracker } from './problems/problem-tracker.js';
import { SourceProbe } from './source/source-probe.js';
import { createRequestHandler } from './worker/request-handler.js';

/** What an etl process needs. */
export interface EtlDeps {
  readonly eventLog: EventLog;
  readonly source: MetricSource;
  readonly registry: Registry;
  /** What to compute; its window is a multiple of its step. */
  readonly profile: AnalysisProfile;
  /** What to analyse, beside what objectives are about. */
  readonly selectors: readonly SeriesSelector[];
  /** Labels that name a series for people, most telling first. */
  readonly partitionLabels: readonly string[];
  /** How often each series is analysed: a multiple of the profile's step. Window ends are multiples of it. */
  readonly intervalMs: number;
  /** How long behind its end a round begins, so that the last samples have arrived. */
  readonly settleMs: number;
  /** The topic of `SeriesAnalyzed` events. */
  readonly resultTopic: string;
  /** Begins the names of the topics and groups that only etl uses. Default `forewarn`. */
  readonly namespace?: string;
  /** Partitions of the topics that are created. */
  readonly topicPartitions: number;
  /** How events are written. */
  readonly format: EventFormat;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Samples this young are fetched again each round, since they may arrive late; and a series is active while it has one. */
const refetchMs = 5 * 60_000;

const takesNoPart = 'etl takes no part in the work: it starts or stops.';

/** Planner and worker with one beginning and end. */
export class EtlService implements Service {
  readonly name = 'etl';
  readonly failure: Promise<never>;
  readonly #deps: EtlDeps;
  readonly #namespace: string;
  readonly #requests: TopicContract<AnalysisRequest>;
  readonly #results: TopicContract<Analysis>;
  readonly #logger: Logger;
  readonly #planner: PlannerRole;
  readonly #handle: ReturnType<typeof createRequestHandler>;
  readonly #metrics: EtlMetrics;
  readonly #problems: ProblemReporter;
  #fail: (error: unknown) => void = () => {};
  #work: Consumption | undefined;
  #takesPart = false;
  readonly #definitions: KnownDefinitions;
  readonly #following = new AbortController();
  #followed: Promise<void> = Promise.resolve();

  constructor(deps: EtlDeps) {
    this.#deps = deps;
    this.#namespace = deps.namespace ?? 'forewarn';
    const { profile, intervalMs, resultTopic: name, format } = deps;
    this.#requests = analysisRequestedTopic({ retentionMs: Math.max(profile.windowMs, 60 * intervalMs) });
    this.#results = seriesAnalyzedTopic({ name, format });
    this.#logger = (deps.logger ?? silentLogger).child({ part: 'etl' });
    this.failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failure.catch(() => {});
    const { clock = systemClock, registry } = deps;
    this.#metrics = createEtlMetrics(registry);
    this.#metrics.interval.set(deps.intervalMs / 1000);
    const topics = { namespace: this.#namespace, requests: this.#requests, results: this.#results };
    const base = { ...deps, ...topics, clock, metrics: this.#metrics, logger: this.#logger };
    const tracker = new ProblemTracker(base);
    const problems = new ProblemReporter({ ...base, tracker, problems: seriesProblemsTopic });
    this.#problems = problems;
    this.#definitions = new KnownDefinitions(base);
    const { find } = this.#definitions;
    const source = withIndicators(deps.source, find);
    const shared = { ...base, source, problems, probe: new SourceProbe(deps.source) };
    const selectors = (signal: AbortSignal) => this.#definitions.selectors(signal);
    const activityMs = Math.max(refetchMs, deps.intervalMs);
    const round = { ...shared, selectors, activityMs, calendar: createMaintenanceCalendar() };
    this.#planner = new PlannerRole({ ...shared, round }, this.#fail);
    this.#handle = createRequestHandler({ ...shared, find, refetchMs });
  }

  async start(signal: AbortSignal): Promise<void> {
    const { source, profile, intervalMs, selectors } = this.#deps;
    const wait = { signal, logger: this.#logger };
    await untilAvailable('the event log', () => this.#prepareTopics(signal), wait);
    this.#followed = this.#definitions.run(this.#following.signal);
    await untilAvailable('the metric source', () => source.check({ signal }), wait);
    this.#work = await untilAvailable('the topic of requests', () => this.#consumeRequests(), wait);
    this.#work.ended.catch(this.#fail);
    const membership = await untilAvailable('the planners', () => this.#planner.join(signal), wait);
    membership.ended.catch(this.#fail);
    this.#takesPart = true;
    const [interval, window] = [formatDuration(intervalMs), formatDuration(profile.windowMs)];
    this.#logger.info({ selectors: selectors.length, interval, window }, 'etl takes part');
  }

  async check(signal: AbortSignal): Promise<void> {
    if (!this.#takesPart)
      throw new ForewarnError('event-log-unavailable', takesNoPart, { told: takesNoPart });
    await this.#deps.eventLog.check({ signal });
    await this.#deps.source.check({ signal });
  }

  async stop(): Promise<void> {
    this.#takesPart = false;
    this.#following.abort('stopping');
    const left = await Promise.allSettled([this.#planner.leave(), this.#work?.stop(), this.#followed]);
    for (const outcome of left) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async #prepareTopics(signal: AbortSignal): Promise<void> {
    const { eventLog, topicPartitions: partitions } = this.#deps;
    const namespace = this.#namespace;
    await eventLog.check({ signal });
    const topics = [this.#requests, this.#results, seriesProblemsTopic];
    await ensureTopics(eventLog, topics, { namespace, partitions }, { signal });
  }

  #consumeRequests(): Promise<Consumption> {
    return this.#deps.eventLog.consume({
      topic: this.#requests.name(this.#namespace),
      group: `${this.#namespace}.etl`,
      handle: this.#handle,
      onAssignment: (partitions) => {
        this.#logger.info({ partitions }, 'analysing these partitions');
        // The lag of a partition that another process has now is that process' to report, and so are its problems.
        this.#metrics.lag.reset();
        if (partitions.length === 0) this.#problems.forget('series');
      },
      maxBatchRecords: 64,
    });
  }
}
