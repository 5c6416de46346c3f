import type { CodedError } from '@forewarn/core';
import { z } from 'zod';
import { fieldErrors, InvalidRequestError } from './invalid-request-error.js';

/** Methods that routes have. */
export type Method = 'get' | 'post' | 'put' | 'delete';

/** A request as it arrived, before its parts are parsed. */
interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** What a handler answers. */
export interface Answer<Body> {
  readonly status: number;
  /** Undefined for an answer without content. */
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route: what the OpenAPI document says about it, and what it does. One list of these makes both. */
export interface Route {
  readonly method: Method;
  /** As in OpenAPI: `/api/v1/slas/{name}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Absent where there is no body. */
  readonly body?: z.ZodType;
  /** Descriptions by success status. */
  readonly successes: Readonly<Record<number, string>>;
  /** Schema of the body of all successes; absent where they have none. */
  readonly answer?: z.ZodType;
  /** Errors of this route beside those that every route has. */
  readonly errors: readonly CodedError[];
  /** Parses, handles. @throws {InvalidRequestError} with all mistakes of path, query and body */
  run(request: RawRequest, signal: AbortSignal): Promise<Answer<unknown>>;
}

/** A route before its schemas are tied to its handler. */
type RouteSpec<Params, Query, Body, Output> = Omit<Route, 'params' | 'query' | 'body' | 'answer' | 'run'> & {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer?: Output;
};

const nothing = z.strictObject({});

/** Ties a handler to the schemas of what it takes and gives, so that the compiler checks one against the other. */
export function defineRoute<
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = z.ZodUndefined,
  Output extends z.ZodType = z.ZodUndefined,
>(
  spec: RouteSpec<Params, Query, Body, Output>,
  handle: (
    request: {
      readonly params: z.output<Params>;
      readonly query: z.output<Query>;
      readonly body: z.output<Body>;
    },
    signal: AbortSignal,
  ) => Promise<Answer<z.input<Output>>>,
): Route {
  const { params, query, body, answer, ...rest } = spec;
  const request = z.object({
    params: params ?? nothing,
    query: query ?? nothing,
    body: body ?? z.undefined(),
  });
  return {
    ...rest,
    params: params ?? nothing,
    query: query ?? nothing,
    ...(body && { body }),
    ...(answer && { answer }),
    async run(raw, signal) {
      const parsed = request.safeParse({ ...raw, body: body ? raw.body : undefined });
      if (!parsed.success) throw new InvalidRequestError(fieldErrors(parsed.error).map(withoutPart));
      // The generic object cannot show that its fields are the outputs of the schemas it was made of.
      return handle(parsed.data as Parameters<typeof handle>[0], signal);
    },
  };
}

/** `body.objectives.0.min` is plain `objectives.0.min` to whoever wrote the body; the same for path and query. */
const withoutPart = ({ path, message }: { path: string; message: string }) => ({
  path: path.replace(/^(params|query|body)\.?/, ''),
  message,
});
