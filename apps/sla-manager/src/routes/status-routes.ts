import { isUnavailable } from '@forewarn/analysis';
import { duration, overallStatus, slaPath, slaPredictions, slaStatus } from '@forewarn/contracts/rest';
import { toRfc3339 } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import { type Sla, type SlaEvaluation, worstState } from '@forewarn/slo';
import { z } from 'zod';
import { seenSla, seesSla } from '../access/sla-scope.js';
import type { SlaLimits } from '../sla-limits.js';
import { createAnswerBudget } from './answer-budget.js';
import { evaluationErrors, overallErrors } from './evaluation-errors.js';
import { fairShare, presentPredictions, presentStatus } from './present-evaluation.js';
import type { RouteContext } from './route-context.js';
import { wholeNumber } from './whole-number.js';

const predictionsQuery = z.strictObject({
  horizon: duration(60_000, 86_400_000, 'from 1m to 24h')
    .prefault('10m')
    .meta({ description: 'How far ahead to look, from 1m to 24h' }),
});

const statusQuery = z.strictObject({
  series: wholeNumber(0, 10_000).optional().meta({
    description: 'Most series that each objective shows, the worst first; all unless there are too many',
  }),
});

const overallQuery = statusQuery.extend({
  after: z.string().max(5_000).optional().meta({ description: '`next` of the page before' }),
  limit: wholeNumber(1, 1_000).optional().meta({ description: 'SLAs on a page; all unless it is given' }),
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
      summary: 'The status of all SLAs, by name, or of a page of them, and the worst of their states',
      query: overallQuery,
      responses: { 200: { description: 'The status', schema: overallStatus } },
      errors: overallErrors,
    },
    async ({ caller, query: { series, ...asked } }, signal) => {
      const page = { ...asked, isWanted: (sla: Sla) => seesSla(caller, sla) };
      const { judged, next } = await evaluator.evaluatePage(page, { signal });
      const mostSeries = series ?? fairShare(judged, limits.seriesPerAnswer);
      requireRoomFor(judged, mostSeries, limits);
      const body = presentOverall(judged, clock(), { mostSeries, isFirst: page.after === undefined });
      return { status: 200, body: { ...body, ...(next !== undefined && { next }) } };
    },
  );

/** @throws {HttpError} `answer-too-large` before anything is built */
function requireRoomFor(
  judged: readonly SlaEvaluation[],
  mostSeries: number,
  { answerBytes }: Pick<SlaLimits, 'answerBytes'>,
): void {
  const counts = judged.flatMap(({ objectives }) => objectives.map(({ series }) => series.length));
  const shown = counts.reduce((sum, count) => sum + Math.min(count, mostSeries), 0);
  createAnswerBudget(answerBytes, 'fewer series (?series=)').spend({ seriesStatus: shown });
}

const pointCountOf = ({ objectives }: SlaEvaluation): number =>
  objectives
    .flatMap(({ series }) => series)
    .reduce(
      (sum, { prediction }) => sum + (isUnavailable(prediction) ? 0 : (prediction.points?.length ?? 0)),
      0,
    );

const presentOverall = (
  judged: readonly SlaEvaluation[],
  nowMs: number,
  { mostSeries, isFirst }: { readonly mostSeries: number; readonly isFirst: boolean },
): z.input<typeof overallStatus> => {
  const detail = isFirst ? 'no SLA is defined yet' : 'no SLA follows';
  const { state, reason } = worstState(judged, { reason: 'no-slas', detail });
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
    async ({ params, query, caller }, signal) => {
      const sla = await seenSla(store, caller, params.name, { signal });
      const judged = await evaluator.evaluate(sla, { signal });
      const mostSeries = query.series ?? fairShare([judged], limits.seriesPerAnswer);
      requireRoomFor([judged], mostSeries, limits);
      return { status: 200, body: presentStatus(judged, clock(), mostSeries) };
    },
  );

const predictionsRoute = ({ store, evaluator, clock, limits }: RouteContext): Route =>
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
    async ({ params, query, caller }, signal) => {
      const sla = await seenSla(store, caller, params.name, { signal });
      const judged = await evaluator.evaluate(sla, {
        signal,
        horizonMs: query.horizon,
        forecastsOnly: true,
      });
      const budget = createAnswerBudget(limits.answerBytes, 'a shorter horizon, or select fewer series');
      budget.spend({ predictedPoint: pointCountOf(judged) });
      return { status: 200, body: presentPredictions(judged, clock(), query.horizon) };
    },
  );
