export { createEtl } from './create-etl.js';
export type { EtlDeps } from './etl-service.js';
export { defaultSelectors } from './settings.js';
