import {
  presentSla,
  slaInput,
  slaList,
  slaOutput,
  slaPath,
  slaReplacement,
  toSla,
} from '@forewarn/contracts/rest';
import { codedErrors } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import type { Sla } from '@forewarn/slo';
import { sloErrorCodes } from '@forewarn/slo';
import type { z } from 'zod';
import { changeOf } from '../access/change-of.js';
import { requireOwnPlace, requireOwnSla, seenSla, seesSla } from '../access/sla-scope.js';
import { requireIndicators } from '../indicators/indicator-rules.js';
import { requireRoom } from '../sla-limits.js';
import { createOrReplace, nameOfPath } from './put-resource.js';
import { readingRoutes } from './reading-routes.js';
import type { RouteContext } from './route-context.js';

const path = '/api/v1/slas';
const itemPath = '/api/v1/slas/{name}';

const locationOf = (sla: Sla) => ({ Location: `${path}/${encodeURIComponent(sla.name)}` });

/** Reading and writing SLAs. */
export const slaRoutes = (context: RouteContext): Route[] => [...read(context), ...writingRoutes(context)];

const read = ({ store }: RouteContext): Route[] =>
  readingRoutes({
    path,
    noun: 'SLA',
    nouns: 'SLAs',
    operation: 'Sla',
    params: slaPath,
    listSchema: slaList,
    schema: slaOutput,
    absentCode: 'sla-not-found',
    list: async (options, caller) => {
      const seen = (await store.listSlas(options)).filter((sla) => seesSla(caller, sla));
      return { slas: seen.map(presentSla) };
    },
    get: async (name, options, caller) => presentSla(await seenSla(store, caller, name, options)),
  });

const writingRoutes = ({ store, limits, onChange, clock }: RouteContext): Route[] => [
  defineRoute(
    {
      method: 'post',
      path,
      operationId: 'createSla',
      access: 'write',
      summary: 'Creates an SLA',
      body: slaInput,
      responses: { 201: { description: 'Created; Location has its address', schema: slaOutput } },
      errors: codedErrors(sloErrorCodes, 'sla-exists', 'too-many-slas', 'too-many-objectives'),
    },
    async (request, signal) => {
      const { body, caller } = request;
      requireOwnSla(caller, body);
      await requireRoom(store, body, limits, { signal });
      await requireIndicators(store, body, { signal });
      await store.createSla(body, { signal, change: changeOf(request, clock, presentSla) });
      onChange();
      return { status: 201, body: presentSla(body), headers: locationOf(body) };
    },
  ),
  defineRoute(
    {
      method: 'put',
      path: itemPath,
      operationId: 'putSla',
      access: 'write',
      summary: 'Replaces an SLA, or creates it where there is none: sending the same again changes nothing',
      params: slaPath,
      body: slaReplacement,
      responses: {
        200: { description: 'Replaced', schema: slaOutput },
        201: { description: 'Created', schema: slaOutput },
      },
      errors: codedErrors(sloErrorCodes, 'too-many-slas', 'too-many-objectives'),
    },
    async (request, signal) => {
      const sla = slaNamed(request.params.name, request.body);
      const writing = { signal, change: changeOf(request, clock, presentSla) };
      await requireOwnPlace(store, request.caller, sla, { signal });
      await requireRoom(store, sla, limits, { signal });
      await requireIndicators(store, sla, { signal });
      const isNew = await createOrReplace({
        create: () => store.createSla(sla, writing),
        replace: () => store.replaceSla(sla, writing),
        existsCode: 'sla-exists',
        absentCode: 'sla-not-found',
      });
      onChange();
      return { status: isNew ? 201 : 200, body: presentSla(sla), headers: isNew ? locationOf(sla) : {} };
    },
  ),
  defineRoute(
    {
      method: 'delete',
      path: itemPath,
      operationId: 'deleteSla',
      access: 'write',
      summary: 'Deletes an SLA',
      params: slaPath,
      responses: { 204: { description: 'Deleted' } },
      errors: codedErrors(sloErrorCodes, 'sla-not-found'),
    },
    async (request, signal) => {
      const change = changeOf(request, clock, presentSla);
      const { name } = await seenSla(store, request.caller, request.params.name, { signal });
      await store.deleteSla(name, { signal, change });
      onChange();
      return { status: 204, body: undefined };
    },
  ),
];

/** The body as an SLA of the path's name. */
const slaNamed = (name: string, body: z.output<typeof slaReplacement>): Sla =>
  toSla({ ...body, name: nameOfPath(name, body.name, slaReplacement.shape.name) });
