import type { Route } from '@forewarn/http';
import { auditRoute } from '../access/audit-route.js';
import { keyRoutes } from '../access/key-routes.js';
import { sessionRoutes } from '../access/session-routes.js';
import { aboutRoute } from './about-route.js';
import { executionTimesRoute } from './execution-times-route.js';
import { indicatorRoutes } from './indicator-routes.js';
import type { RouteContext } from './route-context.js';
import { seriesRoutes } from './series-routes.js';
import { slaRoutes } from './sla-routes.js';
import { statusRoutes } from './status-routes.js';
import { verdictHistoryRoute } from './verdict-history-route.js';
import { violationsRoute } from './violations-route.js';

/** Everything that the REST API can do. */
export const allRoutes = (context: RouteContext): Route[] => [
  aboutRoute(context),
  ...slaRoutes(context),
  ...indicatorRoutes(context),
  ...statusRoutes(context),
  violationsRoute(context),
  executionTimesRoute(context),
  verdictHistoryRoute(context),
  ...seriesRoutes(context),
  ...sessionRoutes(context.access),
  ...keyRoutes(context.access),
  auditRoute(context.access),
];
