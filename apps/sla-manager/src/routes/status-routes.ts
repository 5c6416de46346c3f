import { duration, overallStatus, slaPath, slaPredictions, slaStatus } from '@forewarn/contracts/rest';
import { toRfc3339 } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import { type SlaEvaluation, worstState } from '@forewarn/slo';
import { z } from 'zod';
import { evaluationErrors, overallErrors } from './evaluation-errors.js';
import { fairShare, presentPredictions, presentStatus } from './present-evaluation.js';
import type { RouteContext } from './route-context.js';

const predictionsQuery = z.strictObject({
  horizon: duration(60_000, 86_400_000, 'from 1m to 24h')
    .prefault('10m')
    .meta({ description: 'How far ahead to look, from 1m to 24h' }),
});

const statusQuery = z.strictObject({
  series: z.coerce.number('must be a whole number').int().min(0).max(10_000).optional().meta({
    description: 'Most series that each objective shows, the worst first; all unless there are too many',
  }),
});

/** What is wrong now, and what will be. */
export const statusRoutes = (context: RouteContext): Route[] => [
  overallRoute(context),
  statusRoute(context),
  predictionsRoute(context),
];

const overallRoute = ({ evaluator, clock, limits }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/status',
      operationId: 'getOverallStatus',
      access: 'read',
      summary: 'The status of all SLAs, by name, and the worst of their states',
      query: statusQuery,
      responses: { 200: { description: 'The status', schema: overallStatus } },
      errors: overallErrors,
    },
    async ({ query }, signal) => {
      const judged = await evaluator.evaluateAll({ signal });
      const mostSeries = query.series ?? fairShare(judged, limits.seriesPerAnswer);
      return { status: 200, body: presentOverall(judged, clock(), mostSeries) };
    },
  );

const presentOverall = (
  judged: readonly SlaEvaluation[],
  nowMs: number,
  mostSeries: number,
): z.input<typeof overallStatus> => {
  const { state, reason } = worstState(judged, { reason: 'no-slas', detail: 'no SLA is defined yet' });
  return {
    evaluatedAt: toRfc3339(nowMs),
    state,
    reason,
    slas: judged.map((each) => presentStatus(each, nowMs, mostSeries)),
  };
};

const statusRoute = ({ store, evaluator, clock, limits }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/slas/{name}/status',
      operationId: 'getSlaStatus',
      access: 'read',
      summary:
        'State, current value, compliance, error budget and prediction of every series of an SLA, worst first',
      params: slaPath,
      query: statusQuery,
      responses: { 200: { description: 'The status', schema: slaStatus } },
      errors: evaluationErrors,
    },
    async ({ params, query }, signal) => {
      const sla = await store.getSla(params.name, { signal });
      const judged = await evaluator.evaluate(sla, { signal });
      const mostSeries = query.series ?? fairShare([judged], limits.seriesPerAnswer);
      return { status: 200, body: presentStatus(judged, clock(), mostSeries) };
    },
  );

const predictionsRoute = ({ store, evaluator, clock }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/slas/{name}/predictions',
      operationId: 'getSlaPredictions',
      access: 'read',
      summary:
        'Forecast values, their intervals, the probability of a violation and the time to the first one',
      params: slaPath,
      query: predictionsQuery,
      responses: { 200: { description: 'The predictions', schema: slaPredictions } },
      errors: evaluationErrors,
    },
    async ({ params, query }, signal) => {
      const sla = await store.getSla(params.name, { signal });
      const judged = await evaluator.evaluate(sla, {
        signal,
        horizonMs: query.horizon,
        forecastsOnly: true,
      });
      return { status: 200, body: presentPredictions(judged, clock(), query.horizon) };
    },
  );
