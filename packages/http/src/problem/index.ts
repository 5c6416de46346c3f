export * from './problem-schema.js';
export { kindOfStatus, statusOf } from './status-by-kind.js';
