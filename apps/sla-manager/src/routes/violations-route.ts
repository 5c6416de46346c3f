import { slaPath, slaViolations } from '@forewarn/contracts/rest';
import { type CallOptions, canonicalSeries, type TimeRange, toRfc3339 } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import {
  type Episode,
  minuteMs,
  minutesHeld,
  minutesIn,
  type Objective,
  type Violation,
} from '@forewarn/slo';
import { seenSla } from '../access/sla-scope.js';
import { createPartitionNames } from '../evaluation/partition-names.js';
import { readApart } from '../evaluation/read-apart.js';
import { createAnswerBudget } from './answer-budget.js';
import { evaluationErrors } from './evaluation-errors.js';
import { presentIndicator, presentSeries } from './present-evaluation.js';
import { rangeOf, rangeQuery, wholeMinutes } from './range-query.js';
import type { RouteContext } from './route-context.js';
import { tallyViolations, type ViolationTally } from './violation-tally.js';

/** When an SLA was violated. */
export const violationsRoute = ({ store, evaluator, clock, limits }: RouteContext): Route => {
  const partitions = createPartitionNames({ store, clock, mostSeries: evaluator.mostSeries });
  return defineRoute(
    {
      method: 'get',
      path: '/api/v1/slas/{name}/violations',
      operationId: 'getSlaViolations',
      access: 'read',
      summary: 'The minutes in which an SLA was violated, one by one and as episodes',
      params: slaPath,
      query: rangeQuery,
      responses: { 200: { description: 'The violations', schema: slaViolations } },
      errors: evaluationErrors,
    },
    async ({ params, query, caller }, signal) => {
      const range = rangeOf(query, clock());
      const counted = wholeMinutes(range);
      const sla = await seenSla(store, caller, params.name, { signal });
      const budget = createAnswerBudget(limits.answerBytes, 'a shorter window, or select fewer series');
      const read = async (objective: Objective, call: CallOptions) => {
        const maintenance = evaluator.maintenance(sla, counted);
        const tallies = await tallyViolations(
          evaluator.minutesInParts(objective, counted, call),
          objective,
          maintenance,
          budget,
        );
        const series = tallies.map((each) => each.series);
        const names = await partitions.of(objective.indicator, series, call);
        return presentViolations(tallies, counted, maintenance, names);
      };
      const isSlow = (objective: Objective) => evaluator.isSlow(sla, objective);
      const parts = await readApart(sla.objectives, read, { signal, isSlow });
      const objectives = parts.map((part, at) => ({
        ...presentIndicator(sla.objectives[at]!),
        ...('problem' in part ? { ...countOf(0), series: [], ...part } : part),
      }));
      return {
        status: 200,
        body: {
          name: sla.name,
          range: presentRange(range),
          counted: presentCounted(range, counted),
          ...totalOf(objectives),
          objectives,
        },
      };
    },
  );
};

/** The JSON form of a range of time. */
export const presentRange = ({ startMs, endMs }: TimeRange) => ({
  start: toRfc3339(startMs),
  end: toRfc3339(endMs),
});

/** What was counted of a range, and what was cut from its ends because it is a part of a minute. */
const presentCounted = (range: TimeRange, counted: TimeRange) => ({
  ...presentRange(counted),
  minutes: minutesIn(counted),
  cutSeconds: (range.endMs - range.startMs - (counted.endMs - counted.startMs)) / 1_000,
});

const presentViolations = (
  tallies: readonly ViolationTally[],
  counted: TimeRange,
  maintenance: readonly TimeRange[],
  partitions: ReadonlyMap<string, string>,
) => {
  const minutesInMaintenance = minutesHeld(maintenance, counted);
  const series = tallies.map((tally) => ({
    ...presentSeries(tally.series, partitions.get(canonicalSeries(tally.series))),
    ...presentSeriesViolations(tally, minutesIn(counted) - minutesInMaintenance),
  }));
  return { ...totalOf(series), ...(minutesInMaintenance > 0 && { minutesInMaintenance }), series };
};

const presentSeriesViolations = (
  { count, minutesWithData, newest, episodes }: ViolationTally,
  minutes: number,
) => ({
  ...countOf(count),
  minutesWithData,
  coverage: minutes === 0 ? 0 : minutesWithData / minutes,
  samples: newest.map(presentViolation),
  samplesOmitted: count - newest.length,
  episodes: episodes.map(presentEpisode),
});

const countOf = (count: number) => ({ count, timeInViolationSeconds: (count * minuteMs) / 1_000 });

const totalOf = (parts: readonly { readonly count: number }[]) =>
  countOf(parts.reduce((sum, { count }) => sum + count, 0));

const presentViolation = ({ timestampMs, value, bound }: Violation) => ({
  timestamp: toRfc3339(timestampMs),
  value,
  bound,
});

const presentEpisode = ({ startMs, endMs, durationMs, worst }: Episode) => ({
  ...presentRange({ startMs, endMs }),
  durationSeconds: durationMs / 1_000,
  worst: presentViolation(worst),
});
