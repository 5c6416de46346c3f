import { requireWhole } from '@forewarn/access';
import {
  indicatorInput,
  indicatorList,
  indicatorName,
  indicatorOutput,
  indicatorPath,
  indicatorReplacement,
  presentIndicatorDocument,
  toIndicator,
} from '@forewarn/contracts/rest';
import { codedErrors, errorCodes } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import { type Indicator, sloErrorCodes } from '@forewarn/slo';
import { changeOf } from '../access/change-of.js';
import { requireIndicatorRoom, requireRatioStays, requireUnused } from '../indicators/indicator-rules.js';
import { tryIndicator } from '../indicators/try-indicator.js';
import { createOrReplace, nameOfPath } from './put-resource.js';
import { readingRoutes } from './reading-routes.js';
import type { RouteContext } from './route-context.js';

const path = '/api/v1/indicators';
const itemPath = '/api/v1/indicators/{name}';

const locationOf = ({ name }: Indicator) => ({ Location: `${path}/${encodeURIComponent(name)}` });

/** What keeps an expression from being tried, or makes it too much to evaluate. */
const expressionErrors = [
  ...codedErrors(errorCodes, 'prometheus-unavailable', 'prometheus-timeout'),
  ...codedErrors(sloErrorCodes, 'too-many-series', 'too-many-indicators'),
];

/** Reading and writing indicators: named PromQL expressions and ratios of counters, which objectives refer to. */
export const indicatorRoutes = (context: RouteContext): Route[] => [
  ...read(context),
  ...writingRoutes(context),
];

const read = ({ store }: RouteContext): Route[] =>
  readingRoutes({
    path,
    noun: 'indicator',
    nouns: 'indicators',
    operation: 'Indicator',
    params: indicatorPath,
    listSchema: indicatorList,
    schema: indicatorOutput,
    absentCode: 'indicator-not-found',
    list: async (options, caller) => {
      requireWhole(caller, 'indicators are');
      return { indicators: (await store.listIndicators(options)).map(presentIndicatorDocument) };
    },
    get: async (name, options, caller) => {
      requireWhole(caller, 'indicators are');
      return presentIndicatorDocument(await store.getIndicator(name, options));
    },
  });

const writingRoutes = ({ store, limits, clock, source, onChange }: RouteContext): Route[] => [
  defineRoute(
    {
      method: 'post',
      path,
      operationId: 'createIndicator',
      access: 'write',
      summary: 'Creates an indicator, whose expression is tried first',
      body: indicatorInput,
      responses: { 201: { description: 'Created; Location has its address', schema: indicatorOutput } },
      errors: [...codedErrors(sloErrorCodes, 'indicator-exists'), ...expressionErrors],
    },
    async (request, signal) => {
      requireWhole(request.caller, 'indicators are');
      const { body } = request;
      await requireIndicatorRoom(store, body, limits, { signal });
      await tryIndicator(source, body, { nowMs: clock(), limits }, { signal });
      const change = changeOf(request, clock, presentIndicatorDocument);
      await store.createIndicator(body, { signal, change });
      onChange();
      return { status: 201, body: presentIndicatorDocument(body), headers: locationOf(body) };
    },
  ),
  defineRoute(
    {
      method: 'put',
      path: itemPath,
      operationId: 'putIndicator',
      access: 'write',
      summary: 'Replaces an indicator, or creates it where there is none; its expression is tried first',
      params: indicatorPath,
      body: indicatorReplacement,
      responses: {
        200: { description: 'Replaced', schema: indicatorOutput },
        201: { description: 'Created', schema: indicatorOutput },
      },
      errors: [...codedErrors(sloErrorCodes, 'indicator-in-use'), ...expressionErrors],
    },
    async (request, signal) => {
      requireWhole(request.caller, 'indicators are');
      const { params, body } = request;
      const name = nameOfPath(params.name, body.name, indicatorName);
      const indicator = toIndicator({ ...body, name });
      await requireIndicatorRoom(store, indicator, limits, { signal });
      await requireRatioStays(store, indicator, { signal });
      await tryIndicator(source, indicator, { nowMs: clock(), limits }, { signal });
      const writing = { signal, change: changeOf(request, clock, presentIndicatorDocument) };
      const isNew = await createOrReplace({
        create: () => store.createIndicator(indicator, writing),
        replace: () => store.replaceIndicator(indicator, writing),
        existsCode: 'indicator-exists',
        absentCode: 'indicator-not-found',
      });
      onChange();
      const headers = isNew ? locationOf(indicator) : {};
      return { status: isNew ? 201 : 200, body: presentIndicatorDocument(indicator), headers };
    },
  ),
  defineRoute(
    {
      method: 'delete',
      path: itemPath,
      operationId: 'deleteIndicator',
      access: 'write',
      summary: 'Deletes an indicator that no objective refers to',
      params: indicatorPath,
      responses: { 204: { description: 'Deleted' } },
      errors: codedErrors(sloErrorCodes, 'indicator-not-found', 'indicator-in-use'),
    },
    async (request, signal) => {
      requireWhole(request.caller, 'indicators are');
      const { name } = request.params;
      await requireUnused(store, name, { signal });
      const change = changeOf(request, clock, presentIndicatorDocument);
      await store.deleteIndicator(name, { signal, change });
      onChange();
      return { status: 204, body: undefined };
    },
  ),
];
