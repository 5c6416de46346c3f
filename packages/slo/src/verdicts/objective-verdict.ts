import { isUnavailable } from '@forewarn/analysis';
import type { ObjectiveEvaluation } from '../evaluate-objective.js';
import type { SeriesEvaluation } from '../evaluate-series.js';
import type { SlaState } from '../sla-state.js';

/** How an objective stood at the end of a minute: SLA, objective and minute name a verdict, and there is one of each. */
export interface ObjectiveVerdict extends Omit<ObjectiveEvaluation, 'objective'> {
  /** Name of the SLA. */
  readonly sla: string;
  /** Name of the objective within it. */
  readonly objective: string;
  /** Behind the newest whole minute that the verdict knows: a multiple of a minute, epoch milliseconds. */
  readonly endMs: number;
  /** Names what was judged, as it was defined then. */
  readonly definition: string;
  /** All series: `series` holds the worst of them where they are very many. */
  readonly seriesCount: number;
}

/** What is kept of a verdict: the worst over its series. */
export interface VerdictSummary
  extends Pick<
    ObjectiveVerdict,
    'sla' | 'objective' | 'endMs' | 'definition' | 'evaluatedAtMs' | 'targetMet' | 'seriesCount'
  > {
  readonly state: SlaState;
  /** A short name, with `insufficient-data`; else null. */
  readonly reason: string | null;
  /** Lowest share of its window in which a series kept the bounds, 0 to 1; null when unknown. */
  readonly compliance: number | null;
  /** Smallest remaining share of the error budget, ≤ 1, negative when overspent; null when unknown, and where nothing is allowed. */
  readonly budgetRemaining: number | null;
  /** Highest predicted probability of a violation, 0 to 1; null where there is no prediction. */
  readonly violationProbability: number | null;
  /** The earliest violation that is predicted, epoch milliseconds; null when none is. */
  readonly firstViolationMs: number | null;
  /** Series that were violated. */
  readonly violatedCount: number;
}

/** The worst over the series of a verdict; those that ended have no part in what is to come. */
export function summarizeVerdict(verdict: ObjectiveVerdict): VerdictSummary {
  const { series, state, reason } = verdict;
  const { sla, objective, endMs, definition, evaluatedAtMs, targetMet, seriesCount } = verdict;
  const predictions = predictionsOf(series);
  return {
    ...{ sla, objective, endMs, definition, evaluatedAtMs, state, targetMet, seriesCount },
    reason: reason?.reason ?? null,
    compliance: leastOf(series.map(({ compliance }) => compliance.compliance)),
    budgetRemaining: leastOf(series.map(({ compliance }) => compliance.errorBudget.remaining)),
    violationProbability: greatestOf(predictions.map(({ probability }) => probability)),
    firstViolationMs: leastOf(predictions.map(({ firstViolation }) => firstViolation?.timestampMs ?? null)),
    violatedCount: series.filter((each) => each.state === 'violated').length,
  };
}

/** What is predicted of the series that go on. */
export const predictionsOf = (series: readonly SeriesEvaluation[]) =>
  series.flatMap(({ prediction, hasEnded }) => (isUnavailable(prediction) || hasEnded ? [] : [prediction]));

/** The least of the numbers that are known; null where none is. */
export function leastOf(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : known.reduce((least, number) => Math.min(least, number));
}

const greatestOf = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((greatest, number) => Math.max(greatest, number));
