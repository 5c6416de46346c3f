import { slaExecutionTimes, slaPath } from '@forewarn/contracts/rest';
import { codedErrors } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import { sloErrorCodes } from '@forewarn/slo';
import { seenSla } from '../access/sla-scope.js';
import { readExecutionTimes, summariseExecutionTimes } from '../evaluation/execution-time-summary.js';
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
      access: 'read',
      summary: 'How long each stage of the analysis of an SLA’s series took',
      params: slaPath,
      query: rangeQuery,
      responses: {
        200: {
          description: 'Count, mean, median, 95th percentile and maximum per stage',
          schema: slaExecutionTimes,
        },
      },
      errors: codedErrors(sloErrorCodes, 'sla-not-found'),
    },
    async ({ params, query, caller }, signal) => {
      const range = rangeOf(query, clock());
      const sla = await seenSla(store, caller, params.name, { signal });
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
