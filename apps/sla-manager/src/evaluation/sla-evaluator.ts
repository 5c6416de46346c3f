import type { AnalysisReader } from '@forewarn/analysis';
import {
  alignDown,
  type CallOptions,
  type Clock,
  cancellation,
  type Logger,
  type MetricSource,
  pause,
  type SeriesSelector,
  silentLogger,
  type TimeRange,
  withDeadline,
  within,
} from '@forewarn/core';
import {
  createMaintenanceCalendar,
  defaultEndedAfterMs,
  evaluateObjective,
  evaluateSla,
  type FindIndicator,
  identityOf,
  minuteMs,
  type Objective,
  type Sla,
  type SlaEvaluation,
  type SlaRepository,
  SloError,
  windowSpan,
  withIndicators,
} from '@forewarn/slo';
import { defaultSlaLimits } from '../sla-limits.js';
import { createMinuteHistory } from './minute-history.js';
import { newestForecasts } from './newest-forecasts.js';
import { objectiveKey } from './objective-key.js';
import { createProblemLog } from './problem-log.js';
import { readEvidence, readForecastEvidence } from './read-evidence.js';
import type { SeriesMinutes } from './series-minutes.js';
import { settleVerdicts } from './settle-verdicts.js';
import { createSharedReads, type EvidenceReads } from './shared-reads.js';
import { createSharedVerdicts, type Verdict } from './shared-verdicts.js';
import { tooSlow } from './too-slow.js';
import { createLanes } from './two-lanes.js';

/** What an evaluation reads from, and how it judges. */
export interface SlaEvaluatorOptions {
  readonly store: Pick<AnalysisReader & SlaRepository, 'listForecasts' | 'listSlas'>;
  readonly source: MetricSource;
  /** Finds the indicators that objectives refer to. */
  readonly find: FindIndicator;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Probability from which a forecast point counts as a predicted violation. */
  readonly atRiskProbability: number;
  /** Series that an objective may have. Default 500. */
  readonly mostSeries?: number;
  /** Age of its newest minute from which a series that was replaced leaves the verdict. Default 10 minutes. */
  readonly endedAfterMs?: number;
}

/** Which part of a forecast to read. */
interface EvaluateOptions extends CallOptions {
  /** Default: to the end of the forecast. */
  readonly horizonMs?: number;
  /** Whether stored forecasts are enough where the source is away. */
  readonly forecastsOnly?: boolean;
}

/** How long all verdicts are waited for. */
interface EvaluateAllOptions extends CallOptions {
  /** Default 10 seconds. */
  readonly waitMs?: number;
}

/** Which SLAs are judged, in the order of their names. */
interface SlaPage {
  /** Those behind this name; the first ones when absent. */
  readonly after?: string | undefined;
  /** As many at most; all when absent. */
  readonly limit?: number | undefined;
}

/** A page of SLAs. */
interface EvaluatedPage {
  readonly judged: readonly SlaEvaluation[];
  /** What to give as `after` for the next page; absent on the last one. */
  readonly next?: string;
}

/** Reads samples and forecasts, and judges SLAs by them, each objective apart. */
export interface SlaEvaluator {
  /** Series that an objective may have. */
  readonly mostSeries: number;
  /** @throws {ForewarnError} what the source or the store threw, where no objective at all could be judged for it */
  evaluate(sla: Sla, options?: EvaluateOptions): Promise<SlaEvaluation>;
  /**
   * All SLAs of the store, in its order. What is not judged in time is judged on meanwhile, so that the next answer has it.
   *
   * @throws {ForewarnError} as {@link evaluate}
   */
  evaluateAll(options?: EvaluateAllOptions): Promise<readonly SlaEvaluation[]>;
  /** Some of them: no others are judged. @throws {ForewarnError} as {@link evaluate} */
  evaluatePage(page: SlaPage, options?: EvaluateAllOptions): Promise<EvaluatedPage>;
  /** One-minute samples of an objective's series. @throws {ForewarnError} what keeps it from being read */
  minutes(objective: Objective, range: TimeRange, options?: CallOptions): Promise<readonly SeriesMinutes[]>;
  /** As {@link minutes}, in parts that follow each other in time, so that long ranges of many series fit. */
  minutesInParts(
    objective: Objective,
    range: TimeRange,
    options?: CallOptions,
  ): AsyncGenerator<readonly SeriesMinutes[]>;
  /** What of a range was planned maintenance of an SLA, in whole minutes. */
  maintenance(sla: Sla, range: TimeRange): readonly TimeRange[];
  /** Whether an objective took long to judge the last time. */
  isSlow(sla: Sla, objective: Objective): boolean;
  /** Ends what is being judged. */
  stop(): void;
}

/** Within the time that a request may take. */
const defaultWaitMs = 10_000;

/** How long a new verdict is waited for where there is one of late. */
const briefMs = 2_000;

/** Longer than a request to Prometheus may take, so that its own error is told. */
const longestJudgementMs = 45_000;

/** No forecast reaches further than a day. */
const longestForecastMs = 86_400_000;

/** Makes an evaluator with a history of samples of its own. */
export function createSlaEvaluator(options: SlaEvaluatorOptions): SlaEvaluator {
  const { store, clock, atRiskProbability, mostSeries = defaultSlaLimits.seriesPerObjective } = options;
  const { endedAfterMs = defaultEndedAfterMs } = options;
  const source = withIndicators(options.source, options.find);
  const identify = (selector: SeriesSelector, call: CallOptions) => identityOf(selector, options.find, call);
  const history = createMinuteHistory({ source, clock, mostSeries, identify });
  const log = createProblemLog(options.logger ?? silentLogger);
  const lanes = createLanes(() => performance.now());
  const shared = createSharedVerdicts(clock);
  const calendar = createMaintenanceCalendar();
  const stopping = new AbortController();

  const judge = async (
    sla: Sla,
    objective: Objective,
    reads: EvidenceReads,
    { horizonMs, forecastsOnly = false, ...call }: EvaluateOptions,
  ): Promise<Verdict> => {
    requireReadable(objective);
    const nowMs = clock();
    const maintenance = plannedFor(sla, objective, nowMs);
    const read = forecastsOnly ? readForecastEvidence : readEvidence;
    const evidence = await read({ reads, endedAfterMs }, objective, nowMs, call);
    const how = {
      nowMs,
      maintenance,
      atRiskProbability,
      endedAfterMs,
      ...(horizonMs !== undefined && { horizonMs }),
    };
    return { judged: evaluateObjective(objective, evidence, how) };
  };

  /** At the signal's abort its reason is the error, though a source may go on. */
  const judgeUntil = (
    signal: AbortSignal,
    sla: Sla,
    objective: Objective,
    reads: EvidenceReads,
    how: EvaluateOptions = {},
  ) => within(judge(sla, objective, reads, { ...how, signal }), { what, signal });

  const newReads = () =>
    createSharedReads(history, (selector, call) => newestForecasts(store, selector, mostSeries, call));

  /** From the begin of the window to the end of its period, or of what is forecast. */
  const plannedFor = ({ maintenance = [] }: Sla, { window }: Objective, nowMs: number) => {
    const { startMs, untilMs } = windowSpan(window, alignDown(nowMs, minuteMs));
    return calendar.within(maintenance, { startMs, endMs: Math.max(untilMs, nowMs + longestForecastMs) });
  };

  /** Never rejects: what failed is the verdict. */
  const inLane = (key: string, task: () => Promise<Verdict>, signal: AbortSignal): Promise<Verdict> =>
    lanes.run(key, task, signal).catch((error: unknown): Verdict => ({ error }));

  const evaluate = (sla: Sla, how: EvaluateOptions = {}): Promise<SlaEvaluation> => {
    const { signal } = how;
    const limits = { what, timeoutMs: defaultWaitMs, timedOut: () => tooSlow(defaultWaitMs), signal };
    const reads = newReads();
    return withDeadline(limits, async (inTime) => {
      const all = await Promise.all(
        sla.objectives.map(async (objective) => {
          const key = objectiveKey(sla, objective, how.forecastsOnly);
          const verdict = await inLane(key, () => judgeUntil(inTime, sla, objective, reads, how), inTime);
          return { key, sla, objective, verdict };
        }),
      );
      // At the deadline those that are judged stand; who has gone wants none.
      if (signal?.aborted) throw cancellation(what, signal);
      return evaluateSla(sla, settleVerdicts(all, log));
    });
  };

  const evaluatePage = async (
    page: SlaPage,
    { waitMs = defaultWaitMs, signal }: EvaluateAllOptions = {},
  ): Promise<EvaluatedPage> => {
    const waiting = new AbortController();
    const over = signal ? AbortSignal.any([signal, waiting.signal]) : waiting.signal;
    const reads = newReads();
    const waits = { briefly: pause(Math.min(briefMs, waitMs), over), ended: pause(waitMs, over) };
    const verdictOf = async (sla: Sla, objective: Objective) => {
      const key = objectiveKey(sla, objective);
      const limits = {
        what,
        timeoutMs: longestJudgementMs,
        timedOut: () => tooSlow(longestJudgementMs),
        signal: stopping.signal,
      };
      const task = () => withDeadline(limits, (inTime) => judgeUntil(inTime, sla, objective, reads));
      const run = () => inLane(key, task, stopping.signal);
      const verdict = await shared.of(key, run, waits);
      return { key, sla, objective, verdict: verdict ?? { error: tooSlow(waitMs) } };
    };
    try {
      const every = await store.listSlas(signal ? { signal } : {});
      const { slas, next } = pageOf(every, page);
      const all = await Promise.all(
        slas.map((sla) => Promise.all(sla.objectives.map((objective) => verdictOf(sla, objective)))),
      );
      if (signal?.aborted) throw cancellation(what, signal);
      const keys = keysOf(every);
      for (const memory of [lanes, shared, log]) memory.keepOnly(keys);
      const settled = settleVerdicts(all.flat(), log)[Symbol.iterator]();
      const evaluations = slas.map((sla) =>
        evaluateSla(
          sla,
          sla.objectives.map(() => settled.next().value!),
        ),
      );
      return { judged: evaluations, ...(next !== undefined && { next }) };
    } finally {
      // Without a reason Node makes an error with its stack, each time.
      waiting.abort('answered');
    }
  };

  return {
    mostSeries,
    evaluate,
    evaluatePage,
    evaluateAll: async (how) => (await evaluatePage({}, how)).judged,
    async minutes(objective, range, call) {
      requireReadable(objective);
      return history.read(objective.indicator, range, call);
    },
    async *minutesInParts(objective, range, call) {
      requireReadable(objective);
      yield* history.readInParts(objective.indicator, range, call);
    },
    maintenance: ({ maintenance = [] }, range) => calendar.within(maintenance, range),
    isSlow: (sla, objective) => lanes.isSlow(objectiveKey(sla, objective)),
    stop: () => stopping.abort(),
  };
}

/** A part of SLAs that are in the order of their names. */
function pageOf(every: readonly Sla[], { after, limit = Number.POSITIVE_INFINITY }: SlaPage) {
  const behind = after === undefined ? every : every.filter(({ name }) => name > after);
  const slas = behind.slice(0, limit);
  return { slas, next: slas.length < behind.length ? slas.at(-1)?.name : undefined };
}

/** Of all judgements that may be asked for. */
const keysOf = (every: readonly Sla[]): ReadonlySet<string> =>
  new Set(
    every.flatMap((sla) =>
      sla.objectives.flatMap((objective) => [
        objectiveKey(sla, objective),
        objectiveKey(sla, objective, true),
      ]),
    ),
  );

function requireReadable({ unreadable }: Objective): void {
  if (unreadable) throw new SloError('objective-unreadable', unreadable.detail);
}

const what = 'the evaluation';
