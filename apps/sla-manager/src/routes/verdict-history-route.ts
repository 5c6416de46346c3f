import { instant, objectiveHistory, objectivePath, window } from '@forewarn/contracts/rest';
import { codedErrors, toRfc3339 } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import { type Sla, SloError, sloErrorCodes, type VerdictSummary } from '@forewarn/slo';
import { seenSla } from '../access/sla-scope.js';
import { rangeOf, rangeQuery } from './range-query.js';
import type { RouteContext } from './route-context.js';
import { presentRange } from './violations-route.js';
import { wholeNumber } from './whole-number.js';

const defaultWindowMs = 3_600_000;

/** A day of minutes in one answer. */
const mostVerdicts = 1_440;

const historyQuery = rangeQuery.extend({
  window: window.optional().meta({ description: 'The last 1h, 3h, 12h, … up to 31d; the default is 1h' }),
  after: instant.optional().meta({ description: '`next` of the page before' }),
  limit: wholeNumber(1, mostVerdicts).prefault(100),
});

/** How an objective stood, minute by minute. */
export const verdictHistoryRoute = ({ store, clock }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/slas/{name}/objectives/{objective}/history',
      operationId: 'getObjectiveHistory',
      access: 'read',
      summary: 'How an objective stood at the end of each minute, as it was judged then',
      params: objectivePath,
      query: historyQuery,
      responses: {
        200: { description: 'A page of verdicts, the newest first', schema: objectiveHistory },
      },
      errors: codedErrors(sloErrorCodes, 'sla-not-found', 'objective-not-found'),
    },
    async ({ params, caller, query: { after, limit, ...asked } }, signal) => {
      const range = rangeOf(asked, clock(), defaultWindowMs);
      const sla = await seenSla(store, caller, params.name, { signal });
      const name = { sla: sla.name, objective: existingObjective(sla, params.objective) };
      // Behind a verdict in the list is what ended before it.
      const unread = after === undefined ? range : { ...range, endMs: Math.min(range.endMs, after - 1) };
      // One more than the page holds tells whether another page follows.
      const found = await store.listVerdicts({ ...name, range: unread, limit: limit + 1 }, { signal });
      const verdicts = found.slice(0, limit).map(presentVerdict);
      const next = found.length > limit ? verdicts.at(-1)?.minuteEnd : undefined;
      return {
        status: 200,
        body: {
          name: name.sla,
          objective: name.objective,
          range: presentRange(range),
          verdicts,
          ...(next !== undefined && { next }),
        },
      };
    },
  );

/** The name of an objective that the SLA has. @throws {SloError} `objective-not-found` */
function existingObjective({ name: sla, objectives }: Sla, objective: string): string {
  if (objectives.some(({ name }) => name === objective)) return objective;
  const message = `the SLA ${sla} has no objective of that name; read the SLA to see their names`;
  throw new SloError('objective-not-found', message, { details: { sla } });
}

const presentVerdict = ({ endMs, evaluatedAtMs, firstViolationMs, ...verdict }: VerdictSummary) => ({
  minuteEnd: toRfc3339(endMs),
  evaluatedAt: toRfc3339(evaluatedAtMs),
  state: verdict.state,
  reason: verdict.reason,
  targetMet: verdict.targetMet,
  compliance: verdict.compliance,
  errorBudgetRemaining: verdict.budgetRemaining,
  violationProbability: verdict.violationProbability,
  firstViolation: firstViolationMs === null ? null : toRfc3339(firstViolationMs),
  seriesCount: verdict.seriesCount,
  violatedSeries: verdict.violatedCount,
});
