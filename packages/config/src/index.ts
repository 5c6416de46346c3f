export * from './fields.js';
export * from './groups.js';
export { kafkaContradictions } from './kafka-security.js';
export * from './load-settings.js';
