import type { Unavailable } from '@forewarn/analysis';
import { formatSelector, toRfc3339 } from '@forewarn/core';
import {
  type EvaluationOptions,
  evaluateEnded,
  evaluateSeries,
  isEnded,
  isLive,
  type SeriesEvaluation,
  type SeriesEvidence,
} from './evaluate-series.js';
import { minutesOfAny } from './minute-means.js';
import type { Objective, Sla } from './sla.js';
import { allTargetsMet, type SlaState, type StateWithReason, slaStates, worstState } from './sla-state.js';

/** An objective judged over all its series. */
export interface ObjectiveEvaluation extends StateWithReason {
  readonly objective: Objective;
  /** The present by which it was judged, epoch milliseconds. */
  readonly evaluatedAtMs: number;
  /** Whether every series keeps the target; null when unknown. Apart from the state, which is about now and next. */
  readonly targetMet: boolean | null;
  /** Worst first, then in the order given. */
  readonly series: readonly SeriesEvaluation[];
  /** Code of the error that kept it from being judged; absent when it was judged. */
  readonly failureCode?: string;
}

/** An SLA judged over all its objectives, in their order. */
export interface SlaEvaluation extends StateWithReason {
  readonly sla: Sla;
  /** When its objectives were judged: the earliest of them. Undefined where it has none. */
  readonly evaluatedAtMs: number | undefined;
  readonly targetMet: boolean | null;
  readonly objectives: readonly ObjectiveEvaluation[];
}

/**
 * The worst state over an objective's series, but those that ended while others go on; `no-such-series` when there is none.
 *
 * @param evidence  one item per series that the indicator selects
 */
export function evaluateObjective(
  objective: Objective,
  evidence: readonly SeriesEvidence[],
  options: EvaluationOptions,
): ObjectiveEvaluation {
  const series = evaluateAllSeries(evidence, objective, options);
  series.sort((a, b) => rank(a) - rank(b));
  const going = series.filter(({ hasEnded }) => !hasEnded);
  return {
    ...worstState(going, {
      reason: 'no-such-series',
      detail: `no series matches ${formatSelector(objective.indicator)}; check the metric's name and labels`,
    }),
    objective,
    evaluatedAtMs: options.nowMs,
    targetMet: allTargetsMet(series.filter(hasPart).map(({ compliance }) => compliance.targetMet)),
    series,
  };
}

/** One that ended before the window has no part in its target. */
const hasPart = ({ hasEnded, compliance }: SeriesEvaluation): boolean =>
  !hasEnded || compliance.minutesWithData > 0;

/** Series that ended come last. */
const rank = ({ state, hasEnded }: SeriesEvaluation): number =>
  hasEnded ? slaStates.length : slaStates.indexOf(state);

/**
 * Where some series live, those that ended leave the verdict; what is known of their minutes is what was known before the series that
 * took their place. Where none lives, all have stopped, which is for the verdict to say.
 */
function evaluateAllSeries(
  evidence: readonly SeriesEvidence[],
  objective: Objective,
  options: EvaluationOptions,
): SeriesEvaluation[] {
  const ended = evidence.some((item) => isLive(item, options))
    ? evidence.filter((item) => isEnded(item, options))
    : [];
  if (ended.length === 0) return evidence.map((item) => evaluateSeries(item, objective, options));
  const earlierMinutesMs = minutesOfAny(ended.map(({ samples }) => samples));
  const earlierTalliedDays = ended.flatMap(({ talliedDays = [] }) => talliedDays);
  const isGone = new Set(ended);
  return evidence.map((item) =>
    isGone.has(item)
      ? evaluateEnded(item, objective, options)
      : evaluateSeries({ ...item, earlierMinutesMs, earlierTalliedDays }, objective, options),
  );
}

/** What was known of an objective before it could not be judged any more. */
export interface LastVerdict {
  readonly state: SlaState;
  /** Epoch milliseconds. */
  readonly evaluatedAtMs: number;
}

/** An objective that could not be judged: what failed is told, how it was when it was judged last, and nothing about its series. */
export const unjudgedObjective = (
  objective: Objective,
  { reason, detail }: Unavailable,
  nowMs: number,
  last?: LastVerdict,
): ObjectiveEvaluation => ({
  objective,
  evaluatedAtMs: nowMs,
  state: 'insufficient-data',
  reason: {
    reason,
    detail: last ? `${detail} (it was ${last.state} at ${toRfc3339(last.evaluatedAtMs)})` : detail,
  },
  targetMet: null,
  series: [],
  failureCode: reason,
});

/** The worst state over an SLA's objectives. */
export function evaluateSla(sla: Sla, objectives: readonly ObjectiveEvaluation[]): SlaEvaluation {
  return {
    ...worstState(objectives, { reason: 'no-objectives', detail: 'the SLA has no objectives' }),
    sla,
    evaluatedAtMs:
      objectives.length === 0 ? undefined : Math.min(...objectives.map(({ evaluatedAtMs }) => evaluatedAtMs)),
    targetMet: allTargetsMet(objectives.map((objective) => objective.targetMet)),
    objectives,
  };
}
