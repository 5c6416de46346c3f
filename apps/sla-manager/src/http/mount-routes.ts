import express, { type Express, type Request, type RequestHandler } from 'express';
import type { ConcurrencyLimit } from '../evaluation/concurrency-limit.js';
import { HttpError } from './http-error.js';
import { requestSignal } from './request-signal.js';
import type { Method, Route } from './route.js';

/** What bounds the requests. */
export interface RouteLimits {
  readonly timeoutMs: number;
  readonly concurrency: ConcurrencyLimit;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
}

const bodyLimitBytes = 256 * 1_024;

/** Mounts the routes, and on each path an answer to the methods that it does not have. */
export function mountRoutes(app: Express, routes: readonly Route[], limits: RouteLimits): void {
  const readBody = express.json({ limit: bodyLimitBytes, strict: false, type: isJson });
  for (const [path, methods] of groupByPath(routes)) {
    const expressPath = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const [method, route] of methods) {
      const handlers = route.body ? [requireJson, readBody] : [];
      app[method](expressPath, ...handlers, handlerOf(route, limits));
    }
    app.all(expressPath, refuseMethod(path, [...methods.keys()]));
  }
}

function groupByPath(routes: readonly Route[]): Map<string, Map<Method, Route>> {
  const paths = new Map<string, Map<Method, Route>>();
  for (const route of routes) {
    const methods = paths.get(route.path) ?? new Map<Method, Route>();
    paths.set(route.path, methods.set(route.method, route));
  }
  return paths;
}

function handlerOf(route: Route, { timeoutMs, concurrency, stopping }: RouteLimits): RequestHandler {
  return async (request, response) => {
    const { signal, release } = requestSignal(response, timeoutMs, stopping);
    try {
      const { params, query, body } = request;
      const work = concurrency.run(() => route.run({ params, query, body }, signal), signal);
      const answer = await Promise.race([work, rejection(signal)]);
      response
        .status(answer.status)
        .set('Cache-Control', 'no-store')
        .set(answer.headers ?? {});
      if (answer.body === undefined) response.end();
      else response.json(answer.body);
    } catch (thrown) {
      // Whatever an aborted call rejects with, the reason of the abort is what happened.
      throw signal.aborted ? signal.reason : thrown;
    } finally {
      release();
    }
  };
}

/** Answers in time even where a call does not heed its signal. */
const rejection = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const isJson = (request: Pick<Request, 'headers'>): boolean =>
  /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(request.headers['content-type'] ?? '');

const requireJson: RequestHandler = (request, _response, next) => {
  if (isJson(request)) return next();
  const got = request.headers['content-type'] ?? 'no Content-Type';
  throw new HttpError('unsupported-media-type', `the body must be application/json, but came with ${got}`);
};

const refuseMethod =
  (path: string, methods: readonly Method[]): RequestHandler =>
  (request, response) => {
    const allowed = methods.map((method) => method.toUpperCase());
    response.set('Allow', (allowed.includes('GET') ? ['HEAD', ...allowed] : allowed).sort().join(', '));
    throw new HttpError(
      'method-not-allowed',
      `${request.method} is not possible on ${path}; possible are ${allowed.sort().join(', ')}`,
    );
  };
