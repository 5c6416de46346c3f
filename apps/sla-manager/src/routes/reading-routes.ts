import { type Caller, type CallOptions, codedErrors } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import { sloErrorCodes } from '@forewarn/slo';
import type { z } from 'zod';

/** Things that people define, each with a name. */
export interface NamedThings {
  /** Of the list; each thing's is below it. */
  readonly path: string;
  /** For people, one and several: `SLA`, `SLAs`. */
  readonly noun: string;
  readonly nouns: string;
  /** How operations are named: `Sla`. */
  readonly operation: string;
  readonly params: z.ZodObject<{ name: z.ZodString }>;
  readonly listSchema: z.ZodType;
  readonly schema: z.ZodType;
  readonly absentCode: keyof typeof sloErrorCodes;
  /** The body of the list's answer. */
  readonly list: (options: CallOptions, caller: Caller) => Promise<unknown>;
  /** The body of one's answer. @throws {ForewarnError} `absentCode` */
  readonly get: (name: string, options: CallOptions, caller: Caller) => Promise<unknown>;
}

/** Reading all of them, and one. */
export const readingRoutes = (things: NamedThings): Route[] => [
  defineRoute(
    {
      method: 'get',
      path: things.path,
      operationId: `list${things.operation}s`,
      access: 'read',
      summary: `All ${things.nouns}, by name`,
      responses: { 200: { description: `The ${things.nouns}`, schema: things.listSchema } },
      errors: [],
    },
    async ({ caller }, signal) => ({ status: 200, body: await things.list({ signal }, caller) }),
  ),
  defineRoute(
    {
      method: 'get',
      path: `${things.path}/{name}`,
      operationId: `get${things.operation}`,
      access: 'read',
      summary: `One ${things.noun}`,
      params: things.params,
      responses: { 200: { description: `The ${things.noun}`, schema: things.schema } },
      errors: codedErrors(sloErrorCodes, things.absentCode),
    },
    async ({ params, caller }, signal) => ({
      status: 200,
      body: await things.get(params.name, { signal }, caller),
    }),
  ),
];
