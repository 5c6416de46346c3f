export { createEtl } from './create-etl.js';
export { createEtlService, type EtlOptions } from './etl-service.js';
export { defaultSelectors } from './settings.js';
