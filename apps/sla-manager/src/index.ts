export { apiInfo } from './api-info.js';
export type { About } from './routes/route-context.js';
export { seedSamples } from './seed-samples.js';
export { loadSlaBounds, type SlaBounds } from './settings.js';
export { createSlaManager, type SlaManagerDeps } from './sla-manager.js';
