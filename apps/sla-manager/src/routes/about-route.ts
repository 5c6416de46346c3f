import { defineRoute, type Route } from '../http/route.js';
import { about as aboutSchema } from '../schemas/history-schemas.js';
import type { RouteContext } from './route-context.js';

/** What this server shows. */
export const aboutRoute = ({ about, version }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/about',
      operationId: 'getAbout',
      summary: 'How this server runs and where its data come from',
      successes: { 200: 'About the data' },
      answer: aboutSchema,
      errors: [],
    },
    async () => ({ status: 200, body: { version, ...about } }),
  );
