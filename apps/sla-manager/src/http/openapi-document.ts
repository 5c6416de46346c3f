import { type ErrorCode, errorCodes } from '@forewarn/core';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problem } from '../schemas/problem-schema.js';
import { statusOf } from './problem.js';
import type { Route } from './route.js';

/** Errors that any route may answer with. */
const commonErrors: readonly ErrorCode[] = [
  'invalid-request',
  'rate-limited',
  'store-unavailable',
  'overloaded',
  'request-timeout',
  'internal',
];

/** The OpenAPI 3.1 document of the routes, made of the schemas that they check requests with. */
export function openApiDocument(
  routes: readonly Route[],
  version: string,
): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Forewarn SLA manager',
      version,
      description:
        'SLAs, their state, their violations, and the violations that are predicted. Errors are RFC 9457 problems.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
  });
}

function operationOf({
  operationId,
  summary,
  params,
  query,
  body,
  successes,
  answer,
  errors,
}: Route): ZodOpenApiOperationObject {
  const content = answer && { content: { 'application/json': { schema: answer } } };
  return {
    operationId,
    summary,
    requestParams: { path: params, query },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(successes).map(([status, description]) => [status, { description, ...content }]),
      ),
      ...errorResponses([...commonErrors, ...errors]),
    },
  };
}

function errorResponses(codes: readonly ErrorCode[]) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, shared]) => [
      String(status),
      {
        description: shared.map((code) => `\`${code}\`: ${errorCodes[code].meaning}`).join(' '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  );
}
