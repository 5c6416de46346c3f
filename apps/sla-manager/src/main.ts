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
  http: ({ routes = [], access }, { settings, certificates, registry, logger }) => {
    const options = { ...httpOptions(settings, version), authorize: access?.http, certificates };
    return createHttpListener({ ...options, routes, registry, logger });
  },
});
