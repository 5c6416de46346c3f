import { within } from '@forewarn/core';
import type { Express, RequestHandler } from 'express';
import { HttpError } from '../http-error.js';
import type { Method, Route } from '../route/route.js';
import { callerOf, rememberCaller } from './caller-of.js';
import { bodyReaders } from './read-body.js';
import { requestSignal } from './request-signal.js';
import type { RouteLimits } from './route-limits.js';
import { runRoute } from './run-route.js';
import { sendAnswer } from './send-answer.js';

/** Mounts the routes, and on each path an answer to the methods that it does not have. */
export function mountRoutes(app: Express, routes: readonly Route[], limits: RouteLimits): void {
  for (const [path, methods] of groupByPath(routes)) {
    const expressPath = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const [method, route] of methods) {
      const allow: RequestHandler = async (request, response, next) => {
        rememberCaller(response, await limits.authorize(route.access, request));
        next();
      };
      app[method](expressPath, allow, ...bodyReaders(route), handlerOf(route, limits));
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

function handlerOf(route: Route, limits: RouteLimits): RequestHandler {
  return async (request, response) => {
    const bounds = requestSignal(response, limits.timeoutMs, limits.stopping);
    const { signal } = bounds;
    try {
      const work = runRoute(route, { request, caller: callerOf(response) }, signal, limits);
      // Answers in time even where a call does not heed its signal.
      const { answer, isReplayed } = await within(work, { what: 'the request', signal });
      bounds.lift();
      if (isReplayed) response.set('Idempotency-Replayed', 'true');
      await sendAnswer(answer, route, {
        request,
        response,
        bounds,
        draining: limits.draining,
        answerBytes: limits.answerBytes,
      });
    } catch (thrown) {
      // Whatever an aborted call rejects with, the reason of the abort is what happened.
      throw signal.aborted ? signal.reason : thrown;
    } finally {
      bounds.release();
    }
  };
}

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
