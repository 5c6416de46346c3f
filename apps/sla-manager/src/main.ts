import { createOperationsServer, runMain, runServices } from '@forewarn/lifecycle';
import { createPrometheusSource } from '@forewarn/prometheus-source';
import { openMysql } from '@forewarn/sql';
import { createAnalysisStore, createSloStore } from '@forewarn/store';
import { createLogger, createMetricsRegistry } from '@forewarn/telemetry';
import { loadSlaManagerSettings } from './settings.js';
import { createSlaManagerService } from './sla-manager-service.js';

await runMain(async (signal) => {
  const settings = loadSlaManagerSettings(process.env);
  const logger = createLogger({ service: 'sla-manager', level: settings.LOG_LEVEL });
  const registry = createMetricsRegistry();
  const database = openMysql({
    host: settings.MYSQL_HOST,
    port: settings.MYSQL_PORT,
    user: settings.MYSQL_USER,
    password: settings.MYSQL_PASSWORD,
    database: settings.MYSQL_DATABASE,
    logger,
  });
  // The schema of the SLAs requires that of the analyses: it is the one to migrate and check.
  const store = { ...createAnalysisStore(database), ...createSloStore(database, logger) };
  const slaManager = createSlaManagerService({
    store,
    source: createPrometheusSource({ url: settings.PROMETHEUS_URL, logger }),
    registry,
    host: settings.SLA_HOST,
    port: settings.SLA_PORT,
    // The host alone: the address may hold a password.
    about: {
      mode: 'distributed',
      source: `Prometheus at ${new URL(settings.PROMETHEUS_URL).host}`,
      profile: settings.ANALYSIS_PROFILE.name,
    },
    requestsPerMinute: settings.SLA_REQUESTS_PER_MINUTE,
    logger,
  });
  const operations = createOperationsServer({
    host: settings.OPERATIONS_HOST,
    port: settings.OPERATIONS_PORT,
    registry,
    services: [slaManager],
  });
  try {
    await runServices([operations, slaManager], { logger, signal });
  } finally {
    await database.close();
  }
});
