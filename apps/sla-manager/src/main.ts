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
    const options = slaManagerOptions(settings, version);
    return createSlaManager({ ...options, ...openAdapters(context), registry, logger });
  },
  http: ({ routes = [] }, { settings, certificates, registry, logger }) =>
    createHttpListener({ ...httpOptions(settings, version), certificates, routes, registry, logger }),
});
