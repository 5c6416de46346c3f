import { narrowed, requireWhole } from '@forewarn/access';
import {
  type AnalysisQuery,
  type Forecast,
  isUnavailable,
  type SeriesProblem,
  type StageOutcome,
  type StoredResult,
} from '@forewarn/analysis';
import { duration, metricExamples, seriesList, slaPath, slaSeries } from '@forewarn/contracts/rest';
import { type CallOptions, canonicalSeries, metricUnit, type TimeRange, toRfc3339 } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import type { Objective } from '@forewarn/slo';
import { z } from 'zod';
import { seenSla } from '../access/sla-scope.js';
import { newestForecasts, type StoredForecast } from '../evaluation/newest-forecasts.js';
import { readApart } from '../evaluation/read-apart.js';
import { joined, minutesIfAny } from '../evaluation/read-evidence.js';
import type { SeriesMinutes } from '../evaluation/series-minutes.js';
import { type AnswerBudget, createAnswerBudget } from './answer-budget.js';
import { evaluationErrors } from './evaluation-errors.js';
import { presentIndicator, presentModel, presentPoint, presentSeries } from './present-evaluation.js';
import { lastMinutes } from './range-query.js';
import type { RouteContext } from './route-context.js';
import { presentRange } from './violations-route.js';
import { wholeNumber } from './whole-number.js';

const seriesQuery = z.strictObject({
  window: duration(60_000, 86_400_000, 'from 1m to 24h')
    .prefault('3h')
    .meta({ description: 'From 1m to 24h' }),
});

const listQuery = z.strictObject({
  metric: z.string().optional().meta({ description: 'Only series of this metric', examples: metricExamples }),
  after: z.string().max(5_000).optional().meta({ description: '`next` of the page before' }),
  limit: wholeNumber(1, 1_000).prefault(200),
  problem: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be "any" or the code of an error')
    .optional()
    .meta({
      description:
        'Instead of the analysed series those that are not analysed as they should be, and selectors whose series cannot be found out: `any`, or those with this code; `metric` does not restrict them',
      examples: ['any', 'prometheus-unavailable'],
    }),
});

/** What a chart shows, and which series there are. */
export const seriesRoutes = (context: RouteContext): Route[] => [slaSeriesRoute(context), listRoute(context)];

/** What was read for the charts of an objective, or why not. */
type PartialCharts = Partial<Awaited<ReturnType<typeof readCharts>>>;

const slaSeriesRoute = ({ store, evaluator, clock, limits }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/slas/{name}/series',
      operationId: 'getSlaSeries',
      access: 'read',
      summary: 'One-minute samples and the newest forecast of each series of an SLA',
      params: slaPath,
      query: seriesQuery,
      responses: { 200: { description: 'The series', schema: slaSeries } },
      errors: evaluationErrors,
    },
    async ({ params, query, caller }, signal) => {
      const range = lastMinutes(query.window, clock());
      const sla = await seenSla(store, caller, params.name, { signal });
      const budget = createAnswerBudget(limits.answerBytes, 'a shorter window, or select fewer series');
      const read = (objective: Objective, call: CallOptions) =>
        readCharts(objective, range, { evaluator, store, budget }, call);
      const isSlow = (objective: Objective) => evaluator.isSlow(sla, objective);
      const parts = await readApart(sla.objectives, read, { signal, isSlow });
      const objectives = parts.map(({ charts = [], ...rest }: PartialCharts, at) => ({
        ...presentIndicator(sla.objectives[at]!),
        ...rest,
        series: charts.map(([each, forecast]) => presentChart(each, forecast)),
      }));
      return { status: 200, body: { name: sla.name, range: presentRange(range), objectives } };
    },
  );

/** Samples and forecasts as they are read: nothing is built of an answer before it is known to be short enough. */
async function readCharts(
  objective: Objective,
  range: TimeRange,
  { evaluator, store, budget }: Pick<RouteContext, 'evaluator' | 'store'> & { readonly budget: AnswerBudget },
  options: CallOptions,
) {
  const [{ minutes, problem }, forecasts] = await Promise.all([
    minutesIfAny(() => evaluator.minutes(objective, range, options), options.signal),
    newestForecasts(store, objective.indicator, evaluator.mostSeries, options),
  ]);
  // Without samples there is still what is stored.
  const series = problem ? joined(minutes, forecasts, range.startMs) : minutes;
  const charts = series.map((each) => [each, forecasts.get(canonicalSeries(each.series))] as const);
  for (const [{ samples }, forecast] of charts)
    budget.spend({ sample: samples.values.length, forecastPoint: pointCountOf(forecast) });
  return { ...(problem && { problem }), charts };
}

const pointCountOf = (stored: StoredForecast | undefined): number =>
  stored === undefined || isUnavailable(stored.forecast) ? 0 : stored.forecast.points.length;

const presentChart = ({ series, samples }: SeriesMinutes, forecast: StoredForecast | undefined) => ({
  ...presentSeries(series, forecast?.partition),
  samples: Array.from(samples.timesMs, (timeMs, at) => ({
    timestamp: toRfc3339(timeMs),
    value: samples.values[at]!,
  })),
  forecast: forecast ? presentForecast(forecast) : null,
});

const presentForecast = ({ forecast, windowEndMs }: StoredForecast) =>
  isUnavailable(forecast)
    ? null
    : {
        forecastFrom: toRfc3339(windowEndMs),
        ...presentModel(forecast),
        level: forecast.level,
        points: forecast.points.map(presentPoint),
      };

const listRoute = ({ store, clock }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/series',
      operationId: 'listSeries',
      access: 'read',
      summary:
        'The series that were analysed, with the newest window and whether it could be forecast; or those that are not analysed as they should be',
      query: listQuery,
      responses: {
        200: { description: 'A page of series, in the order of their canonical form', schema: seriesList },
      },
      errors: [],
    },
    async ({ caller, query: { metric, after, limit, problem } }, signal) => {
      const request = { limit, signal, ...(after !== undefined && { after }) };
      if (problem !== undefined) {
        requireWhole(caller, 'problems are told');
        const code = problem === 'any' ? {} : { code: problem };
        const { items, next } = await store.listProblems({ nowMs: clock(), ...code }, request);
        const problems = items.map(presentProblem);
        return { status: 200, body: { series: [], problems, ...(next !== undefined && { next }) } };
      }
      const wanted: AnalysisQuery = metric === undefined ? {} : { metric };
      const selected = narrowed(caller, wanted);
      const page = await store.listForecasts(selected, request);
      const body = {
        series: page.items.map(presentStored),
        ...(page.next !== undefined && { next: page.next }),
      };
      return { status: 200, body };
    },
  );

const presentStored = ({ series, partition, window, result }: StoredResult<StageOutcome<Forecast>>) => ({
  series: canonicalSeries(series),
  partition,
  metric: series.metric,
  labels: { ...series.labels },
  unit: metricUnit(series.metric),
  window: { ...presentRange(window), sampleCount: window.sampleCount, missingCount: window.missingCount },
  forecast: isUnavailable(result)
    ? { available: false as const, ...result }
    : { available: true as const, ...presentModel(result) },
});

const presentProblem = ({ sinceMs, lastSeenMs, nextTryMs, expiresMs: _, ...said }: SeriesProblem) => ({
  ...said,
  since: toRfc3339(sinceMs),
  lastSeen: toRfc3339(lastSeenMs),
  nextTry: toRfc3339(nextTryMs),
});
