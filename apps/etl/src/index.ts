export { createEtlService, type EtlOptions } from './etl-service.js';
export { defaultSelectors } from './settings.js';
