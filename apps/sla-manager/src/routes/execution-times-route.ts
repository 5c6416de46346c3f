import { codedErrors } from '@forewarn/core';
import { sloErrorCodes } from '@forewarn/slo';
import { readExecutionTimes, summariseExecutionTimes } from '../evaluation/execution-time-summary.js';
import { defineRoute, type Route } from '../http/route.js';
import { slaExecutionTimes } from '../schemas/history-schemas.js';
import { slaPath } from '../schemas/sla-schema.js';
import { rangeOf, rangeQuery } from './range-query.js';
import type { RouteContext } from './route-context.js';
import { presentRange } from './violations-route.js';

const mostAnalyses = 200_000;

/** How long the analysis of an SLA's series takes. */
export const executionTimesRoute = ({ store, clock }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/slas/{name}/execution-times',
      operationId: 'getSlaExecutionTimes',
      summary: 'How long each stage of the analysis of an SLA’s series took',
      params: slaPath,
      query: rangeQuery,
      successes: { 200: 'Count, mean, median, 95th percentile and maximum per stage' },
      answer: slaExecutionTimes,
      errors: codedErrors(sloErrorCodes, 'sla-not-found'),
    },
    async ({ params, query }, signal) => {
      const range = rangeOf(query, clock());
      const sla = await store.getSla(params.name, { signal });
      const selectors = sla.objectives.map(({ indicator }) => indicator);
      const { times, truncated } = await readExecutionTimes(store, selectors, range, mostAnalyses, {
        signal,
      });
      const stages = summariseExecutionTimes(times).map(({ stage, count, mean, median, p95, max }) => ({
        stage,
        count,
        meanMs: mean,
        medianMs: median,
        p95Ms: p95,
        maxMs: max,
      }));
      return {
        status: 200,
        body: { name: sla.name, range: presentRange(range), analyses: times.length, truncated, stages },
      };
    },
  );
