import { createHash } from 'node:crypto';
import { type CallOptions, ForewarnError, type SeriesSelector } from '@forewarn/core';
import {
  type Objective,
  type ObjectiveEvaluation,
  type ObjectiveVerdict,
  type Sla,
  unjudgedObjective,
} from '@forewarn/slo';
import { objectiveKey } from '../evaluation/objective-key.js';
import { objectiveProblem } from '../evaluation/objective-problem.js';
import type { Verdict } from '../evaluation/shared-verdicts.js';

/** What a selector is about, its indicator's definition included. */
export type Identify = (selector: SeriesSelector, options: CallOptions) => Promise<string>;

/** Names what an objective means, with its indicator: a verdict of another definition says nothing of it. Never rejects. */
export async function definitionOf(
  sla: Sla,
  objective: Objective,
  identify: Identify,
  options: CallOptions = {},
): Promise<string> {
  // Of an indicator that was deleted the verdict says so.
  const identity = await identify(objective.indicator, options).catch(() => '');
  return createHash('sha256')
    .update(`${objectiveKey(sla, objective)}\n${identity}`)
    .digest('hex');
}

/** What is judged of an objective, and for which minute. */
export interface MinuteVerdict {
  readonly sla: Sla;
  readonly objective: Objective;
  /** As {@link definitionOf} names it. */
  readonly definition: string;
  /** Behind the minute, epoch milliseconds. */
  readonly endMs: number;
  readonly verdict: Verdict;
}

/** @param nowMs  when it could not be judged, if it could not */
export function toTell(
  { sla, objective, definition, endMs, verdict }: MinuteVerdict,
  nowMs: number,
): ObjectiveVerdict {
  const { objective: _, ...judged } =
    'judged' in verdict
      ? verdict.judged
      : unjudgedObjective(objective, objectiveProblem(ForewarnError.from(verdict.error)), nowMs);
  const { series } = judged;
  // The points of forecasts are not told: nobody would keep them.
  const told = series.map(({ prediction, ...each }) => ({ ...each, prediction: withoutPoints(prediction) }));
  return {
    ...judged,
    sla: sla.name,
    objective: objective.name,
    endMs,
    definition,
    series: told,
    seriesCount: series.length,
  };
}

function withoutPoints<T extends object>(prediction: T): T {
  if (!('points' in prediction)) return prediction;
  const { points: _, ...rest } = prediction;
  return rest as T;
}

/** A verdict that was told, as if it had been made here; undefined where not all of it was told. */
export function evaluationOf(
  { sla: _, definition: __, endMs: ___, seriesCount, ...told }: ObjectiveVerdict,
  objective: Objective,
): ObjectiveEvaluation | undefined {
  return seriesCount === told.series.length ? { ...told, objective } : undefined;
}
