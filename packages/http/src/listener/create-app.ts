import type { RequestListener } from 'node:http';
import type { Logger } from '@forewarn/core';
import type { HostRule } from '@forewarn/lifecycle';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { type Forward, forwardRequests } from '../forward/forward.js';
import { HttpError } from '../http-error.js';
import { type ApiInfo, openApiDocument } from '../openapi/openapi-document.js';
import type { Route } from '../route/route.js';
import { createErrorHandler } from './error-handler.js';
import { createHostGuard } from './host-guard.js';
import { mountPages, type StaticPages } from './mount-pages.js';
import { mountRoutes } from './mount-routes.js';
import type { RouteLimits } from './route-limits.js';

/** What the HTTP application is made of. */
export interface AppOptions extends RouteLimits {
  readonly routes: readonly Route[];
  readonly info: ApiInfo;
  readonly pages: StaticPages | undefined;
  readonly forward: readonly Forward[];
  readonly logger: Logger;
  readonly hosts: HostRule;
  /** Whether it is asked over https. */
  readonly isSecure: boolean;
  /** Of one client address. */
  readonly requestsPerMinute: number;
}

/** The HTTP application: headers, limits, routes, what is forwarded, the OpenAPI document, the page, errors. */
export function createApp(options: AppOptions): RequestListener {
  const { routes, info, pages, forward, logger, hosts, requestsPerMinute } = options;
  const app = express();
  const guard = createHostGuard(hosts);
  app.disable('x-powered-by');
  app.use(securityHeaders(options.isSecure));
  app.use(guard.refuse);
  app.use('/api', limitRate(requestsPerMinute));
  mountRoutes(app, routes, options);
  for (const each of forward) app.use(each.prefix, forwardRequests(each, options));
  const document = JSON.stringify(openApiDocument(routes, info));
  app.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(document);
  });
  if (pages) mountPages(app, pages);
  app.use((request) => {
    throw new HttpError(
      'route-not-found',
      `there is nothing at ${request.path}; /openapi.json lists what there is`,
    );
  });
  app.use(createErrorHandler(logger));
  return guard.before(app);
}

/**
 * Everything from this server alone, and no inline code. Over https browsers are told to come that way from now on; names below this one are not spoken for,
 * since others may answer there.
 */
const securityHeaders = (isSecure: boolean) =>
  helmet({
    strictTransportSecurity: isSecure && { maxAge: yearSeconds, includeSubDomains: false },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });

const yearSeconds = 365 * 86_400;

const limitRate = (requestsPerMinute: number) =>
  rateLimit({
    windowMs: 60_000,
    limit: requestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Behind a proxy that is not declared as trusted all clients share one limit; that is no reason to fail.
    validate: { xForwardedForHeader: false },
    handler: (request, _response, next) => {
      next(
        new HttpError(
          'rate-limited',
          `more than ${requestsPerMinute} requests a minute came from ${request.ip}`,
          {
            details: { retryAfterSeconds: 60 },
          },
        ),
      );
    },
  });
