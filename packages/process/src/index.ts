export * from './app-parts.js';
export { type Resource, withResources } from './owned-resources.js';
export * from './run-process.js';
