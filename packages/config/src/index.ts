export * from './access.js';
export { exposureSettings } from './exposure.js';
export * from './fields.js';
export * from './groups.js';
export { kafkaContradictions } from './kafka-security.js';
export * from './load-settings.js';
export * from './mysql.js';
export * from './prometheus-access.js';
export * from './tls.js';
