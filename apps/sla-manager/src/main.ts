import { createHttpListener } from '@forewarn/http';
import { manifestVersion } from '@forewarn/lifecycle';
import { runProcess } from '@forewarn/process';
import { openAdapters } from './open-adapters.js';
import { httpOptions, loadSlaManagerSettings, slaManagerOptions } from './settings.js';
import { createSlaManager } from './sla-manager.js';

const version = manifestVersion(import.meta.url);

await runProcess({
  name: 'sla-manager',
  settings: loadSlaManagerSettings,
  create: (context) => {
    const { settings, registry, logger } = context;
    const adapters = openAdapters(context);
    const options = { ...slaManagerOptions(settings, version), ...adapters, registry, logger };
    return { ...createSlaManager(options), access: adapters.waysIn };
  },
  http: ({ routes = [], access: { http: authorize } = {} }, { settings, registry, logger }) =>
    createHttpListener({ ...httpOptions(settings, version), authorize, routes, registry, logger }),
});
