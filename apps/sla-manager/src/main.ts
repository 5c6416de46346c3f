import { mysqlAddress } from '@forewarn/config';
import { createHttpListener } from '@forewarn/http';
import { manifestVersion } from '@forewarn/lifecycle';
import { runProcess } from '@forewarn/process';
import { createPrometheusSource } from '@forewarn/prometheus-source';
import { openMysql } from '@forewarn/sql';
import { createAnalysisStore, createSloStore } from '@forewarn/store';
import { httpOptions, loadSlaManagerSettings, slaManagerOptions } from './settings.js';
import { createSlaManager } from './sla-manager.js';

const version = manifestVersion(import.meta.url);

await runProcess({
  name: 'sla-manager',
  settings: loadSlaManagerSettings,
  create: ({ settings, registry, logger, own }) => {
    const database = own(openMysql({ ...mysqlAddress(settings), logger }));
    const store = { ...createAnalysisStore(database, logger), ...createSloStore(database, logger) };
    const source = createPrometheusSource({ url: settings.PROMETHEUS_URL, logger });
    return createSlaManager({ ...slaManagerOptions(settings, version), store, source, registry, logger });
  },
  http: ({ routes = [] }, { settings, registry, logger }) =>
    createHttpListener({ ...httpOptions(settings, version), routes, registry, logger }),
});
