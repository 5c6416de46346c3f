import type { AnalysisReader } from '@forewarn/analysis';
import {
  alignDown,
  type CallOptions,
  type Clock,
  formatSelector,
  type SeriesSelector,
  type TimeRange,
  within,
} from '@forewarn/core';
import {
  createMaintenanceCalendar,
  evaluateObjective,
  isLongWindow,
  minuteMs,
  type Objective,
  type Sla,
  SloError,
  tallyKey,
  windowSpan,
} from '@forewarn/slo';
import type { LongWindows, TalliedHistory } from '../tallies/long-windows.js';
import type { MinuteHistory } from './minute-history.js';
import { newestForecasts } from './newest-forecasts.js';
import { readEvidence, readForecastEvidence } from './read-evidence.js';
import { createSharedReads, type EvidenceReads } from './shared-reads.js';
import type { Verdict } from './shared-verdicts.js';

/** What is judged by. */
export interface ObjectiveJudgeOptions {
  readonly store: Pick<AnalysisReader, 'listForecasts'>;
  readonly history: MinuteHistory;
  readonly clock: Clock;
  readonly atRiskProbability: number;
  readonly mostSeries: number;
  readonly endedAfterMs: number;
  readonly windows: LongWindows;
  /** What a selector is about, its indicator's definition included. */
  readonly identify: (selector: SeriesSelector, options: CallOptions) => Promise<string>;
}

/** As of when, and by which part of a forecast. */
export interface JudgeOptions {
  /** Default: to the end of the forecast. */
  readonly horizonMs?: number | undefined;
  /** Whether stored forecasts are enough where the source is away. */
  readonly forecastsOnly?: boolean | undefined;
  /** The present is not taken for later than this, epoch milliseconds, so that a minute is judged as it was at its end. */
  readonly latestMs?: number | undefined;
}

/** Judges one objective by what is read for it just now. */
export interface ObjectiveJudge {
  /** At the abort of `signal` its reason is the error, though a source may go on. @throws {ForewarnError} what keeps it from being judged */
  judge(
    sla: Sla,
    objective: Objective,
    reads: EvidenceReads,
    how: JudgeOptions & CallOptions & { readonly signal: AbortSignal },
  ): Promise<Verdict>;
  /** For objectives that are judged together. */
  newReads(): EvidenceReads;
  /** Planned maintenance of an SLA of which a part lies in a range, in whole minutes. */
  maintenance(sla: Sla, range: TimeRange): readonly TimeRange[];
}

/** No forecast reaches further than a day. */
const longestForecastMs = 86_400_000;

/** @throws {SloError} `objective-unreadable` */
export function requireReadable({ unreadable }: Objective): void {
  if (unreadable) throw new SloError('objective-unreadable', unreadable.detail);
}

/** Makes a judge with a calendar of maintenance of its own. */
export function createObjectiveJudge(options: ObjectiveJudgeOptions): ObjectiveJudge {
  const { store, history, clock, atRiskProbability, mostSeries, endedAfterMs, windows, identify } = options;
  const calendar = createMaintenanceCalendar();

  const maintenance: ObjectiveJudge['maintenance'] = (sla, range) =>
    calendar.within(sla.maintenance ?? [], range);

  /** From the begin of the window to the end of its period, or of what is forecast. */
  const plannedFor = (sla: Sla, { window }: Objective, nowMs: number) => {
    const { startMs, untilMs } = windowSpan(window, alignDown(nowMs, minuteMs));
    return maintenance(sla, { startMs, endMs: Math.max(untilMs, nowMs + longestForecastMs) });
  };

  const talliedOf = async (
    objective: Objective,
    nowMs: number,
    call: CallOptions,
  ): Promise<TalliedHistory | undefined> => {
    if (!isLongWindow(objective.window)) return undefined;
    const key = tallyKey(await identify(objective.indicator, call), objective);
    const tallied = await windows.of(key, objective, nowMs, call);
    if (tallied.bySeries.size > mostSeries) {
      throw new SloError(
        'too-many-series',
        `${formatSelector(objective.indicator)} had ${tallied.bySeries.size} series over its window, at most ${mostSeries} are evaluated: aggregate them, or choose a shorter window`,
      );
    }
    return tallied;
  };

  const judgeBy: ObjectiveJudge['judge'] = async (sla, objective, reads, how) => {
    requireReadable(objective);
    const { horizonMs, forecastsOnly = false, latestMs = Number.POSITIVE_INFINITY, ...call } = how;
    const nowMs = Math.min(clock(), latestMs);
    const planned = plannedFor(sla, objective, nowMs);
    const read = forecastsOnly ? readForecastEvidence : readEvidence;
    const tallied = await talliedOf(objective, nowMs, call);
    const evidence = await read({ reads, endedAfterMs, tallied }, objective, nowMs, call);
    const judged = evaluateObjective(objective, evidence, {
      nowMs,
      maintenance: planned,
      atRiskProbability,
      endedAfterMs,
      ...(horizonMs !== undefined && { horizonMs }),
      ...(tallied?.filling && { filling: tallied.filling }),
    });
    return { judged };
  };

  return {
    judge: (sla, objective, reads, how) =>
      within(judgeBy(sla, objective, reads, how), { what: 'the evaluation', signal: how.signal }),
    newReads: () =>
      createSharedReads(history, (selector, call) => newestForecasts(store, selector, mostSeries, call)),
    maintenance,
  };
}
