import { mysqlAddress } from '@forewarn/config';
import { createHttpListener } from '@forewarn/http';
import { manifestVersion } from '@forewarn/lifecycle';
import { runProcess } from '@forewarn/process';
import { createPrometheusSource } from '@forewarn/prometheus-source';
import { openMysql } from '@forewarn/sql';
import { createAnalysisStore, createSloStore } from '@forewarn/store';
import { aboutData, httpOptions, loadSlaManagerSettings, servicesOf, slaBounds } from './settings.js';
import { createSlaManager } from './sla-manager.js';

const version = manifestVersion(import.meta.url);

await runProcess({
  name: 'sla-manager',
  settings: loadSlaManagerSettings,
  create: ({ settings, registry, logger, own }) => {
    const database = own(openMysql({ ...mysqlAddress(settings), logger }));
    const store = { ...createAnalysisStore(database, logger), ...createSloStore(database, logger) };
    const source = createPrometheusSource({ url: settings.PROMETHEUS_URL, logger });
    const services = () => servicesOf(settings, version);
    const { endedAfterMs, limits } = slaBounds(settings);
    return createSlaManager({
      store,
      source,
      about: aboutData(settings),
      services,
      version,
      registry,
      logger,
      endedAfterMs,
      limits,
    });
  },
  http: ({ routes = [] }, { settings, registry, logger }) =>
    createHttpListener({ ...httpOptions(settings, version), routes, registry, logger }),
});
