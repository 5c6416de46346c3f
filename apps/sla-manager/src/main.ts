import { createHttpListener } from '@forewarn/http';
import { createOperationsServer, manifestVersion, runMain, runServices } from '@forewarn/lifecycle';
import { createPrometheusSource } from '@forewarn/prometheus-source';
import { createMysqlStore } from '@forewarn/store';
import { createLogger, createMetricsRegistry } from '@forewarn/telemetry';
import { pageFolder, vendorFiles } from '@forewarn/web';
import { apiInfo } from './api-info.js';
import { loadSlaManagerSettings } from './settings.js';
import { createSlaManager } from './sla-manager.js';

await runMain(async (signal) => {
  const settings = loadSlaManagerSettings(process.env);
  const logger = createLogger({ service: 'sla-manager', level: settings.LOG_LEVEL });
  const registry = createMetricsRegistry();
  const version = manifestVersion(import.meta.url);
  const store = createMysqlStore({
    host: settings.MYSQL_HOST,
    port: settings.MYSQL_PORT,
    user: settings.MYSQL_USER,
    password: settings.MYSQL_PASSWORD,
    database: settings.MYSQL_DATABASE,
    logger,
  });
  const { services, routes } = createSlaManager({
    store,
    source: createPrometheusSource({ url: settings.PROMETHEUS_URL, logger }),
    registry,
    // The host alone: the address may hold a password.
    about: {
      mode: 'distributed',
      source: `Prometheus at ${new URL(settings.PROMETHEUS_URL).host}`,
      profile: settings.ANALYSIS_PROFILE.name,
    },
    version,
    logger,
  });
  const listener = createHttpListener({
    host: settings.SLA_HOST,
    port: settings.SLA_PORT,
    routes,
    info: apiInfo(version),
    pages: { folder: pageFolder, files: vendorFiles },
    forward: settings.SLA_FORWARD,
    requestsPerMinute: settings.SLA_REQUESTS_PER_MINUTE,
    logger,
  });
  const operations = createOperationsServer({
    host: settings.OPERATIONS_HOST,
    port: settings.OPERATIONS_PORT,
    registry,
    services,
  });
  try {
    await runServices([operations, listener, ...services], { logger, signal });
  } finally {
    await store.close();
  }
});
