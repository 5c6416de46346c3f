import { type CallOptions, codedErrors, ForewarnError } from '@forewarn/core';
import type { Sla } from '@forewarn/slo';
import { sloErrorCodes } from '@forewarn/slo';
import { z } from 'zod';
import { InvalidRequestError } from '../http/invalid-request-error.js';
import { defineRoute, type Route } from '../http/route.js';
import { presentSla, slaInput, slaOutput, slaPath, slaReplacement, toSla } from '../schemas/sla-schema.js';
import type { RouteContext } from './route-context.js';

const path = '/api/v1/slas';
const itemPath = '/api/v1/slas/{name}';
const slaList = z.object({ slas: z.array(slaOutput) }).meta({ id: 'SlaList' });

const locationOf = (sla: Sla) => ({ Location: `${path}/${encodeURIComponent(sla.name)}` });

/** Reading and writing SLAs. */
export const slaRoutes = (context: RouteContext): Route[] => [
  ...readingRoutes(context),
  ...writingRoutes(context),
];

const readingRoutes = ({ store }: RouteContext): Route[] => [
  defineRoute(
    {
      method: 'get',
      path,
      operationId: 'listSlas',
      summary: 'All SLAs, by name',
      successes: { 200: 'The SLAs' },
      answer: slaList,
      errors: [],
    },
    async (_, signal) => ({
      status: 200,
      body: { slas: (await store.listSlas({ signal })).map(presentSla) },
    }),
  ),
  defineRoute(
    {
      method: 'get',
      path: itemPath,
      operationId: 'getSla',
      summary: 'One SLA',
      params: slaPath,
      successes: { 200: 'The SLA' },
      answer: slaOutput,
      errors: codedErrors(sloErrorCodes, 'sla-not-found'),
    },
    async ({ params }, signal) => ({
      status: 200,
      body: presentSla(await store.getSla(params.name, { signal })),
    }),
  ),
];

const writingRoutes = ({ store }: RouteContext): Route[] => [
  defineRoute(
    {
      method: 'post',
      path,
      operationId: 'createSla',
      summary: 'Creates an SLA',
      body: slaInput,
      successes: { 201: 'Created; Location has its address' },
      answer: slaOutput,
      errors: codedErrors(sloErrorCodes, 'sla-exists'),
    },
    async ({ body }, signal) => {
      await store.createSla(body, { signal });
      return { status: 201, body: presentSla(body), headers: locationOf(body) };
    },
  ),
  defineRoute(
    {
      method: 'put',
      path: itemPath,
      operationId: 'putSla',
      summary: 'Replaces an SLA, or creates it where there is none: sending the same again changes nothing',
      params: slaPath,
      body: slaReplacement,
      successes: { 200: 'Replaced', 201: 'Created' },
      answer: slaOutput,
      errors: [],
    },
    async ({ params, body }, signal) => {
      const sla = slaNamed(params.name, body);
      const isNew = await put(store, sla, { signal });
      return { status: isNew ? 201 : 200, body: presentSla(sla), headers: isNew ? locationOf(sla) : {} };
    },
  ),
  defineRoute(
    {
      method: 'delete',
      path: itemPath,
      operationId: 'deleteSla',
      summary: 'Deletes an SLA',
      params: slaPath,
      successes: { 204: 'Deleted' },
      errors: codedErrors(sloErrorCodes, 'sla-not-found'),
    },
    async ({ params }, signal) => {
      await store.deleteSla(params.name, { signal });
      return { status: 204, body: undefined };
    },
  ),
];

/** The body as an SLA of the path's name. */
function slaNamed(name: string, body: z.output<typeof slaReplacement>): Sla {
  if (body.name !== undefined && body.name !== name) {
    throw new InvalidRequestError([
      { path: 'name', message: `must be "${name}" as in the path, or left out` },
    ]);
  }
  const checked = slaReplacement.shape.name.safeParse(name);
  if (!checked.success) {
    throw new InvalidRequestError(checked.error.issues.map(({ message }) => ({ path: 'name', message })));
  }
  return toSla({ ...body, name });
}

/** @returns whether the SLA is new */
async function put(store: RouteContext['store'], sla: Sla, options: CallOptions): Promise<boolean> {
  if (await succeeds('sla-not-found', () => store.replaceSla(sla, options))) return false;
  if (await succeeds('sla-exists', () => store.createSla(sla, options))) return true;
  // Somebody created it in between.
  await store.replaceSla(sla, options);
  return false;
}

async function succeeds(expected: ForewarnError['code'], call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    if (error.code === expected) return false;
    throw error;
  }
}
