import { about as aboutSchema } from '@forewarn/contracts/rest';
import { defineRoute, type Route } from '@forewarn/http';
import type { RouteContext } from './route-context.js';

/** What this server shows. */
export const aboutRoute = ({ about, services, version }: RouteContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/about',
      operationId: 'getAbout',
      access: 'read',
      summary: 'How this server runs and where its data come from',
      responses: { 200: { description: 'About the data', schema: aboutSchema } },
      errors: [],
    },
    async () => ({ status: 200, body: { version, ...about, services: [...services()] } }),
  );
