import type { AnalysisReader } from '@forewarn/analysis';
import {
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
} from '@forewarn/core';
import {
  defaultEndedAfterMs,
  evaluateSla,
  type FindIndicator,
  identityOf,
  type Objective,
  type Sla,
  type SlaEvaluation,
  type SlaRepository,
  withIndicators,
} from '@forewarn/slo';
import { definitionOf, evaluationOf } from '../sharing/told-verdict.js';
import type { VerdictExchange } from '../sharing/verdict-exchange.js';
import { defaultSlaLimits } from '../sla-limits.js';
import type { LongWindows } from '../tallies/long-windows.js';
import { createRoundJudge, type RoundOptions } from './judge-round.js';
import { createMinuteHistory } from './minute-history.js';
import { createObjectiveJudge, type JudgeOptions, requireReadable } from './objective-judge.js';
import { objectiveKey } from './objective-key.js';
import { createProblemLog } from './problem-log.js';
import type { SeriesMinutes } from './series-minutes.js';
import { settleVerdicts } from './settle-verdicts.js';
import type { EvidenceReads } from './shared-reads.js';
import { createSharedVerdicts, type Verdict } from './shared-verdicts.js';
import { tooSlow } from './too-slow.js';
import { createLanes } from './two-lanes.js';

/** What an evaluation reads from, and how it judges. */
export interface SlaEvaluatorOptions {
  readonly store: Pick<AnalysisReader & SlaRepository, 'listForecasts' | 'listSlas'>;
  readonly source: MetricSource;
  /** Finds the indicators that objectives refer to. */
  readonly find: FindIndicator;
  /** What is tallied of long windows. */
  readonly windows: LongWindows;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Probability from which a forecast point counts as a predicted violation. */
  readonly atRiskProbability: number;
  /** Series that an objective may have. Default 500. */
  readonly mostSeries?: number;
  /** Age of its newest minute from which a series that was replaced leaves the verdict. Default 10 minutes. */
  readonly endedAfterMs?: number;
  /** With whom objectives are shared. Default: nobody. */
  readonly exchange?: Pick<VerdictExchange, 'due' | 'heard' | 'tell' | 'keepOnly'>;
}

/** As of when, and by which part of a forecast. */
type EvaluateOptions = CallOptions & JudgeOptions;

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
  /** Default: all are. */
  readonly isWanted?: (sla: Sla) => boolean;
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
  /**
   * One SLA, by verdicts that stand; where a horizon is given, or forecasts are enough, by new ones.
   *
   * @throws {ForewarnError} what the source or the store threw, where no objective at all could be judged for it
   */
  evaluate(sla: Sla, options?: EvaluateOptions): Promise<SlaEvaluation>;
  /**
   * All SLAs of the store, in its order. What is not judged in time is judged on meanwhile, so that the next answer has it.
   *
   * @throws {ForewarnError} as {@link evaluate}
   */
  evaluateAll(options?: EvaluateAllOptions): Promise<readonly SlaEvaluation[]>;
  /** Some of them: no others are judged. @throws {ForewarnError} as {@link evaluate} */
  evaluatePage(page: SlaPage, options?: EvaluateAllOptions): Promise<EvaluatedPage>;
  /**
   * A round: makes the verdicts anew of all objectives that fall to this process.
   *
   * @returns  how many
   * @throws   {ForewarnError} as {@link evaluate}
   */
  judgeAll(options: RoundOptions & { readonly signal: AbortSignal }): Promise<number>;
  /** One-minute samples of an objective's series. @throws {ForewarnError} what keeps it from being read */
  minutes(objective: Objective, range: TimeRange, options?: CallOptions): Promise<readonly SeriesMinutes[]>;
  /** As {@link minutes}, in parts that follow each other in time, so that long ranges of many series fit. */
  minutesInParts(
    objective: Objective,
    range: TimeRange,
    options?: CallOptions,
  ): AsyncGenerator<readonly SeriesMinutes[]>;
  /** Planned maintenance of an SLA of which a part lies in a range, in whole minutes. */
  maintenance(sla: Sla, range: TimeRange): readonly TimeRange[];
  /** Whether an objective took long to judge the last time. */
  isSlow(sla: Sla, objective: Objective): boolean;
  /** What is defined was changed: no verdict stands any longer. */
  forget(): void;
  /** Ends what is being judged. */
  stop(): void;
}

/** Within the time that a request may take. */
const defaultWaitMs = 10_000;

/** How long a new verdict is waited for where there is one of late. */
const briefMs = 2_000;

/** Longer than a request to Prometheus may take, so that its own error is told. */
const longestJudgementMs = 45_000;

/** Makes an evaluator with a history of samples of its own. */
export function createSlaEvaluator(options: SlaEvaluatorOptions): SlaEvaluator {
  const { store, clock, mostSeries = defaultSlaLimits.seriesPerObjective } = options;
  const { endedAfterMs = defaultEndedAfterMs, atRiskProbability, windows, exchange } = options;
  const source = withIndicators(options.source, options.find);
  const identify = (selector: SeriesSelector, call: CallOptions) => identityOf(selector, options.find, call);
  const history = createMinuteHistory({ source, clock, mostSeries, identify });
  const judging = { store, history, clock, atRiskProbability, mostSeries, endedAfterMs, windows, identify };
  const judge = createObjectiveJudge(judging);
  const log = createProblemLog(options.logger ?? silentLogger);
  const lanes = createLanes(() => performance.now());
  const shared = createSharedVerdicts(clock);
  const stopping = new AbortController();

  /** Never rejects: what failed is the verdict. */
  const inLane = (key: string, task: () => Promise<Verdict>, signal: AbortSignal): Promise<Verdict> =>
    lanes.run(key, task, signal).catch((error: unknown): Verdict => ({ error }));

  /** Goes on when its caller does not wait any longer. */
  const runOf =
    (key: string, sla: Sla, objective: Objective, reads: EvidenceReads, latestMs?: number) => () => {
      const limits = {
        what,
        timeoutMs: longestJudgementMs,
        timedOut: () => tooSlow(longestJudgementMs),
        signal: stopping.signal,
      };
      const task = () =>
        withDeadline(limits, (signal) => judge.judge(sla, objective, reads, { signal, latestMs }));
      return inLane(key, task, stopping.signal);
    };

  const judgeRound = createRoundJudge({
    store,
    shared,
    newReads: judge.newReads,
    runOf,
    identify,
    clock,
    ...(exchange && { exchange }),
  });

  /** Judged just now, and for this caller alone. */
  const evaluateNow = (sla: Sla, how: EvaluateOptions): Promise<SlaEvaluation> => {
    const { signal: caller } = how;
    const limits = { what, timeoutMs: defaultWaitMs, timedOut: () => tooSlow(defaultWaitMs), signal: caller };
    const reads = judge.newReads();
    return withDeadline(limits, async (signal) => {
      const all = await Promise.all(
        sla.objectives.map(async (objective) => {
          const key = objectiveKey(sla, objective, how.forecastsOnly);
          const task = () => judge.judge(sla, objective, reads, { ...how, signal });
          return { key, sla, objective, verdict: await inLane(key, task, signal) };
        }),
      );
      // At the deadline those that are judged stand; who has gone wants none.
      if (caller?.aborted) throw cancellation(what, caller);
      return evaluateSla(sla, settleVerdicts(all, log, clock()));
    });
  };

  /** Takes over what another process judged of late. */
  const hear = async (key: string, sla: Sla, objective: Objective): Promise<void> => {
    const told = exchange?.heard({ sla: sla.name, objective: objective.name });
    if (!told || told.evaluatedAtMs <= shared.judgedAt(key)) return;
    const judged = evaluationOf(told, objective);
    const isOfNow = told.definition === (await definitionOf(sla, objective, identify));
    if (judged && isOfNow) shared.learn(key, { judged }, told.evaluatedAtMs);
  };

  /** By verdicts that stand, and new ones of the others. */
  const evaluateEach = async (
    slas: readonly Sla[],
    { waitMs = defaultWaitMs, signal }: EvaluateAllOptions = {},
  ): Promise<SlaEvaluation[]> => {
    const waiting = new AbortController();
    const over = signal ? AbortSignal.any([signal, waiting.signal]) : waiting.signal;
    const reads = judge.newReads();
    const waits = { briefly: pause(Math.min(briefMs, waitMs), over), ended: pause(waitMs, over) };
    const verdictOf = async (sla: Sla, objective: Objective) => {
      const key = objectiveKey(sla, objective);
      await hear(key, sla, objective);
      const verdict = await shared.of(key, runOf(key, sla, objective, reads), waits);
      const last = shared.lastJudged(key);
      return { key, sla, objective, verdict: verdict ?? { error: tooSlow(waitMs) }, last };
    };
    try {
      const all = await Promise.all(
        slas.map((sla) => Promise.all(sla.objectives.map((objective) => verdictOf(sla, objective)))),
      );
      if (signal?.aborted) throw cancellation(what, signal);
      const settled = settleVerdicts(all.flat(), log, clock())[Symbol.iterator]();
      return slas.map((sla) =>
        evaluateSla(
          sla,
          sla.objectives.map(() => settled.next().value!),
        ),
      );
    } finally {
      // Without a reason Node makes an error with its stack, each time.
      waiting.abort('answered');
    }
  };

  const evaluatePage: SlaEvaluator['evaluatePage'] = async (page, how = {}) => {
    const every = await store.listSlas(how.signal ? { signal: how.signal } : {});
    const { slas, next } = pageOf(page.isWanted ? every.filter(page.isWanted) : every, page);
    const judged = await evaluateEach(slas, how);
    return { judged, ...(next !== undefined && { next }) };
  };

  return {
    mostSeries,
    async evaluate(sla, how = {}) {
      if (how.forecastsOnly || how.horizonMs !== undefined) return evaluateNow(sla, how);
      const [judged] = await evaluateEach([sla], how);
      return judged!;
    },
    evaluatePage,
    evaluateAll: async (how) => (await evaluatePage({}, how)).judged,
    async judgeAll(round) {
      const { every, judged } = await judgeRound(round);
      const keys = keysOf(every);
      for (const memory of [lanes, shared, log]) memory.keepOnly(keys);
      settleVerdicts(judged, log, clock());
      return judged.length;
    },
    async minutes(objective, range, call) {
      requireReadable(objective);
      return history.read(objective.indicator, range, call);
    },
    async *minutesInParts(objective, range, call) {
      requireReadable(objective);
      yield* history.readInParts(objective.indicator, range, call);
    },
    maintenance: judge.maintenance,
    isSlow: (sla, objective) => lanes.isSlow(objectiveKey(sla, objective)),
    forget: shared.forgetAll,
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

const what = 'the evaluation';
