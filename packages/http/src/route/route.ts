import type { Readable } from 'node:stream';
import type { Access, Caller, CodedError } from '@forewarn/core';
import { z } from 'zod';
import type { Precondition } from '../conditional/precondition.js';
import type { Answer, AnswerOf, ResponseSpecs } from './answer.js';
import { fieldErrors, InvalidRequestError } from './invalid-request-error.js';
import { RawBody } from './raw-body.js';

/** Methods that routes have. */
export type Method = 'get' | 'post' | 'put' | 'delete';

/** A request as it arrived, before its parts are parsed. */
interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  /** Parsed JSON, or a stream where the route takes a raw body. */
  readonly body: unknown;
  readonly precondition: Precondition;
  readonly lastEventId: string | undefined;
  readonly caller: Caller;
  readonly client: Client;
}

/** How a request came, as far as the connection and its headers tell. */
export interface Client {
  /** Of whoever connected; a proxy's own where one stands before this server. */
  readonly address: string;
  /** What the client calls this server: `https://forewarn.example.org:8443`. */
  readonly origin: string;
  /** The headers that browsers keep something in. */
  readonly cookie: string | undefined;
}

/** A route: what the OpenAPI document says about it, and what it does. One list of these makes both. */
export interface Route {
  readonly method: Method;
  /** As in OpenAPI: `/api/v1/slas/{name}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** What a caller must be allowed to do; the listener's `authorize` is asked. */
  readonly access: Access;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Absent where there is no body. */
  readonly body?: z.ZodType | RawBody;
  /** What is answered on success, by status. */
  readonly responses: ResponseSpecs;
  /** Errors of this route beside those that every route has. */
  readonly errors: readonly CodedError[];
  /** Whether the handler checks `If-Match`, so that no change of somebody else is overwritten unseen. */
  readonly hasPrecondition?: boolean;
  /** Of a POST with JSON both ways: whether a client may, or must, send an `Idempotency-Key`. */
  readonly idempotencyKey?: 'optional' | 'required';
  /** Parses, handles. @throws {InvalidRequestError} with all mistakes of path, query and body */
  run(request: RawRequest, signal: AbortSignal): Promise<Answer>;
}

/** A route before its schemas are tied to its handler. */
type RouteSpec<Params, Query, Body, Responses> = Omit<
  Route,
  'params' | 'query' | 'body' | 'responses' | 'run'
> & {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly responses: Responses;
};

/** What a handler sees of a request. */
export interface ParsedRequest<Params, Query, Body>
  extends Pick<RawRequest, 'precondition' | 'lastEventId' | 'caller' | 'client'> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

type ParsedBody<Body> = Body extends RawBody ? Readable : Body extends z.ZodType ? z.output<Body> : undefined;

const nothing = z.strictObject({});

/** Ties a handler to the schemas of what it takes and gives, so that the compiler checks one against the other. */
export function defineRoute<
  const Responses extends ResponseSpecs,
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType | RawBody = z.ZodUndefined,
>(
  spec: RouteSpec<Params, Query, Body, Responses>,
  handle: (
    request: ParsedRequest<z.output<Params>, z.output<Query>, ParsedBody<Body>>,
    signal: AbortSignal,
  ) => Promise<AnswerOf<NoInfer<Responses>>>,
): Route {
  const { params, query, body, ...rest } = spec;
  const parts = z.object({
    params: params ?? nothing,
    query: query ?? nothing,
    body: body === undefined ? z.undefined() : body instanceof RawBody ? z.unknown() : body,
  });
  return {
    ...rest,
    params: params ?? nothing,
    query: query ?? nothing,
    ...(body && { body }),
    async run({ precondition, lastEventId, caller, client, ...raw }, signal) {
      const parsed = parts.safeParse({ ...raw, body: body ? raw.body : undefined });
      if (!parsed.success) throw new InvalidRequestError(fieldErrors(parsed.error).map(withoutPart));
      const request: unknown = { ...parsed.data, precondition, lastEventId, caller, client };
      // The generic object cannot show that its fields are the outputs of the schemas it was made of.
      return handle(request as Parameters<typeof handle>[0], signal);
    },
  };
}

/** `body.objectives.0.min` is plain `objectives.0.min` to whoever wrote the body; the same for path and query. */
const withoutPart = ({ path, message }: { path: string; message: string }) => ({
  path: path.replace(/^(params|query|body)\.?/, ''),
  message,
});
