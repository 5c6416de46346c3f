import type { AnalysisRequest, EventFormat } from '@forewarn/contracts';
import {
  type Analysis,
  type AnalysisProfile,
  analyzeSeries,
  type Clock,
  type Consumption,
  type EventLog,
  formatDuration,
  type Logger,
  type MetricSource,
  type SeriesSelector,
  silentLogger,
  systemClock,
} from '@forewarn/core';
import { type Service, untilAvailable } from '@forewarn/lifecycle';
import type { Registry } from '@forewarn/telemetry';
import { createEtlMetrics } from './etl-metrics.js';
import { planRound } from './planner/plan-round.js';
import { runPlanner } from './planner/planner.js';
import { PlannerLeadership } from './planner/planner-leadership.js';
import { createAnalysisWorker } from './worker/analysis-worker.js';
import { gridOf } from './worker/grid-of.js';
import { metricTypes } from './worker/metric-types.js';
import { WindowCache } from './worker/window-cache.js';

/** What an etl process needs. */
export interface EtlOptions {
  readonly eventLog: EventLog;
  readonly source: MetricSource;
  readonly registry: Registry;
  readonly profile: AnalysisProfile;
  readonly selectors: readonly SeriesSelector[];
  readonly partitionLabels: readonly string[];
  readonly intervalMs: number;
  readonly settleMs: number;
  readonly resultTopic: string;
  /** Begins the names of the topics and groups that only etl uses. Default `forewarn`. */
  readonly namespace?: string;
  /** Partitions of the topics that are created. */
  readonly topicPartitions: number;
  readonly format: EventFormat;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

const refetchMs = 5 * 60_000;

/** The two roles of etl, planner and worker, in one service. Any number of processes may run it: they share the work. */
export function createEtlService(options: EtlOptions): Service {
  return new EtlService(options);
}

class EtlService implements Service {
  readonly name = 'etl';
  readonly failure: Promise<never>;
  readonly #options: EtlOptions;
  readonly #requestTopic: string;
  readonly #workerGroup: string;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #metrics;
  readonly #windows: WindowCache;
  readonly #leadership: PlannerLeadership;
  #fail: (error: unknown) => void = () => {};
  #planning: AbortController | undefined;
  #planningEnded: Promise<void> = Promise.resolve();
  #work: Consumption | undefined;

  constructor(options: EtlOptions) {
    this.#options = options;
    const namespace = options.namespace ?? 'forewarn';
    this.#requestTopic = `${namespace}.analysis-requests`;
    this.#workerGroup = `${namespace}.etl`;
    this.#logger = (options.logger ?? silentLogger).child({ part: 'etl' });
    this.#clock = options.clock ?? systemClock;
    this.#metrics = createEtlMetrics(options.registry);
    const { source, profile, intervalMs, eventLog } = options;
    // One point more than the window, from which the first rate of a counter is taken.
    const length = profile.windowMs / profile.stepMs + 1;
    this.#windows = new WindowCache({
      source,
      length,
      stepMs: profile.stepMs,
      refetchMs,
      idleMs: 5 * intervalMs,
    });
    this.#leadership = new PlannerLeadership(eventLog, namespace, (isLeader) => this.#lead(isLeader));
    this.failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failure.catch(() => {});
  }

  async start(signal: AbortSignal): Promise<void> {
    const { eventLog, source, resultTopic, topicPartitions, profile, intervalMs } = this.#options;
    const logger = this.#logger;
    await untilAvailable('the event log', () => eventLog.check({ signal }), { signal, logger });
    await untilAvailable('the metric source', () => source.check({ signal }), { signal, logger });
    await eventLog.ensureTopics([
      {
        name: this.#requestTopic,
        partitions: topicPartitions,
        retentionMs: Math.max(profile.windowMs, 60 * intervalMs),
      },
      { name: resultTopic, partitions: topicPartitions },
    ]);
    this.#work = await eventLog.consume({
      topic: this.#requestTopic,
      group: this.#workerGroup,
      handle: this.#createWorker(),
      maxBatchRecords: 64,
    });
    this.#work.ended.catch(this.#fail);
    const membership = await this.#leadership.join();
    membership.ended.catch(this.#fail);
    const selectors = this.#options.selectors.length;
    logger.info(
      { selectors, interval: formatDuration(intervalMs), window: formatDuration(profile.windowMs) },
      'etl takes part',
    );
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#options.eventLog.check({ signal });
    await this.#options.source.check({ signal });
  }

  async stop(): Promise<void> {
    await this.#leadership.leave();
    await this.#planningEnded;
    await this.#work?.stop();
  }

  #createWorker() {
    const { eventLog, resultTopic, format, profile, source } = this.#options;
    const metrics = this.#metrics;
    const types = metricTypes(source, this.#clock);
    return createAnalysisWorker({
      eventLog,
      resultTopic,
      format,
      metrics,
      logger: this.#logger,
      windowFor: async (request, signal) => {
        const window = await this.#windows.windowFor(request, signal);
        metrics.windows.set(this.#windows.size);
        return window;
      },
      analyze: async (request: AnalysisRequest, window): Promise<Analysis> => {
        const isCounter = (await types(request.series.metric)) === 'counter';
        const grid = gridOf(window, isCounter);
        return analyzeSeries({ series: request.series, partition: request.partition, grid }, profile);
      },
    });
  }

  #lead(isLeader: boolean): void {
    this.#metrics.isLeader.set(isLeader ? 1 : 0);
    this.#logger.info(
      { isLeader },
      isLeader ? 'this process plans the rounds' : 'this process no longer plans the rounds',
    );
    this.#planning?.abort();
    if (!isLeader) return;
    const planning = new AbortController();
    this.#planning = planning;
    const loop = this.#planningEnded.then(() => this.#plan(planning.signal));
    this.#planningEnded = loop.catch(this.#fail);
  }

  #plan(signal: AbortSignal): Promise<void> {
    const { eventLog, source, selectors, partitionLabels, intervalMs, settleMs } = this.#options;
    const clock = this.#clock;
    const activityMs = Math.max(refetchMs, intervalMs);
    const requestTopic = this.#requestTopic;
    const round = { source, eventLog, requestTopic, selectors, partitionLabels, activityMs };
    const plan = (windowEndMs: number, planSignal: AbortSignal) => planRound(windowEndMs, round, planSignal);
    return runPlanner(
      { clock, intervalMs, settleMs, planRound: plan, metrics: this.#metrics, logger: this.#logger },
      signal,
    );
  }
}
