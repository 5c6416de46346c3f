import { accessErrorCodes, type CodedError, codedErrors, errorCodes } from '@forewarn/core';
import { isSafeMethod, lifecycleErrorCodes } from '@forewarn/lifecycle';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { httpErrorCodes } from '../http-error.js';
import { problem } from '../problem/problem-schema.js';
import { statusOf } from '../problem/status-by-kind.js';
import type { ResponseSpec } from '../route/answer.js';
import { RawBody } from '../route/raw-body.js';
import type { Route } from '../route/route.js';
import { requestHeaders } from './request-headers.js';

/** Errors that any route may answer with. */
const commonErrors: readonly CodedError[] = [
  ...codedErrors(errorCodes, 'invalid-request', 'store-unavailable', 'internal'),
  ...codedErrors(httpErrorCodes, 'rate-limited', 'overloaded', 'request-timeout', 'answer-too-large'),
  ...codedErrors(lifecycleErrorCodes, 'host-not-allowed'),
];

/** Errors of any route that strangers may not call. */
const accessErrors = codedErrors(accessErrorCodes);

/** How callers say who they are, where the server asks. */
const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a token of the identity provider' },
} as const;

/** Errors of any route that changes something. */
const changeErrors = codedErrors(lifecycleErrorCodes, 'origin-not-allowed');

/** Errors of any route that takes a body. */
const bodyErrors = codedErrors(httpErrorCodes, 'unsupported-media-type', 'request-too-large');

/** Errors of any route that takes an `Idempotency-Key`. */
const idempotencyErrors = codedErrors(httpErrorCodes, 'idempotency-key-reused', 'idempotency-key-in-use');

/** What the OpenAPI document says of the whole. */
export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

/** The OpenAPI 3.1 document of the routes, made of the schemas that they check requests with. */
export function openApiDocument(
  routes: readonly Route[],
  { title, version, description }: ApiInfo,
): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title,
      version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: { securitySchemes },
  });
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { operationId, summary, access, params, query, body, responses } = route;
  const header = requestHeaders(route);
  return {
    operationId,
    summary,
    'x-access': access,
    // A server on loopback may ask nobody: then the empty way in is the one.
    security: access === 'public' ? [] : [{}, { bearer: [] }],
    requestParams: { path: params, query, ...(header && { header }) },
    ...(body && { requestBody: { required: true, content: bodyContent(body) } }),
    responses: {
      ...Object.fromEntries(Object.entries(responses).map(([status, spec]) => [status, successOf(spec)])),
      ...errorResponses([...commonErrors, ...ownErrors(route)]),
    },
  };
}

const ownErrors = ({
  access,
  method,
  body,
  hasPrecondition,
  idempotencyKey,
  errors,
}: Route): readonly CodedError[] => [
  ...(access === 'public' ? [] : accessErrors),
  ...(isSafeMethod(method.toUpperCase()) ? [] : changeErrors),
  ...(body ? bodyErrors : []),
  ...(hasPrecondition ? codedErrors(httpErrorCodes, 'precondition-failed') : []),
  ...(idempotencyKey ? idempotencyErrors : []),
  ...errors,
];

const anyBytes = { type: 'string', format: 'binary' } as const;

const bodyContent = (body: NonNullable<Route['body']>) =>
  body instanceof RawBody
    ? Object.fromEntries(body.contentTypes.map((type) => [type, { schema: anyBytes }]))
    : { 'application/json': { schema: body } };

function successOf({ description, schema, contentType }: ResponseSpec) {
  if (!schema && !contentType) return { description };
  return { description, content: { [contentType ?? 'application/json']: { schema: schema ?? anyBytes } } };
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
