export * from './access/process-access.js';
export * from './app-parts.js';
export * from './consumer-error.js';
export { type Resource, withResources } from './owned-resources.js';
export * from './run-process.js';
export { type ConsumerWatchOptions, watchConsumers } from './watch-consumers.js';
