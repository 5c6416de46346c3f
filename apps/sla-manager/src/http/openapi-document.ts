import { type CodedError, codedErrors, errorCodes } from '@forewarn/core';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problem } from '../schemas/problem-schema.js';
import { httpErrorCodes } from './http-error.js';
import { statusOf } from './problem.js';
import type { Route } from './route.js';

/** Errors that any route may answer with. */
const commonErrors: readonly CodedError[] = [
  ...codedErrors(errorCodes, 'invalid-request', 'store-unavailable', 'internal'),
  ...codedErrors(httpErrorCodes, 'rate-limited', 'overloaded', 'request-timeout'),
];

/** Errors of any route that takes a body. */
const bodyErrors = codedErrors(httpErrorCodes, 'unsupported-media-type', 'request-too-large');

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
      ...errorResponses([...commonErrors, ...(body ? bodyErrors : []), ...errors]),
    },
  };
}

function errorResponses(errors: readonly CodedError[]) {
  const byStatus = new Map<number, CodedError[]>();
  for (const error of errors)
    byStatus.set(statusOf(error), [...(byStatus.get(statusOf(error)) ?? []), error]);
  return Object.fromEntries(
    [...byStatus].map(([status, shared]) => [
      String(status),
      {
        description: shared.map(({ code, meaning }) => `\`${code}\`: ${meaning}`).join(' '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  );
}
